using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Core.Model;
using Vitrine.Egress;
using Xunit;

namespace Vitrine.Tests.Egress;

#pragma warning disable CA5351 // Content-MD5 is what it is (RFC 1864).
public sealed class InspectionTests
{
    private static readonly Uri Api = new("https://api.example.com/v1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_refused_body_does_not_leave_and_the_agent_is_told_in_the_form_of_its_api(string version)
    {
        var seen = new ConcurrentQueue<string>();
        await using TestDoor door = await StartAsync(seen, options => options with { Inspect = Inspectors.Block });
        using HttpClient client = door.CreateClient(Version.Parse(version));
        using HttpResponseMessage refused = await client.PostAsync(Api, Json($"{{\"prompt\":\"{Inspectors.Secret}\"}}"), Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("refused", Assert.Single(refused.Headers.GetValues("x-vitrine")));
        using JsonDocument error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Token));
        Assert.Equal("error", error.RootElement.GetProperty("type").GetString());
        Assert.Equal("This request holds a secret that may not leave: test secret.", error.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Empty(seen);
        Assert.Empty(door.Dialled);
        BodyInspected inspected = await door.Recorder.WaitForAsync<BodyInspected>();
        Assert.Equal(("request", false, "test-secret"), (inspected.Direction, inspected.Decision.IsAllowed, Assert.Single(inspected.Findings.Secrets).Rule));
        RequestStarted started = await door.Recorder.WaitForAsync<RequestStarted>();
        Assert.False(started.Decision.IsAllowed);
        // The same agent goes on without it.
        using HttpResponseMessage clean = await client.PostAsync(Api, Json("{\"prompt\":\"hello\"}"), Token);
        Assert.Equal("got {\"prompt\":\"hello\"}", await clean.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task What_was_found_is_on_disk_before_the_upstream_hears_of_the_request()
    {
        bool first = false;
        TestDoor? opened = null;
        await using TestDoor door = opened = await TestDoor.StartAsync("api.example.com", context =>
        {
            first = opened!.Recorder.All.OfType<BodyInspected>().Any() && opened.Recorder.All.OfType<RequestStarted>().Any();
            return context.Response.WriteAsync("ok");
        }, options => options with { Inspect = Inspectors.Block });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await client.PostAsync(Api, Json("{}"), Token);
        Assert.True(response.IsSuccessStatusCode && first);
    }

    [Theory]
    [InlineData("path")]
    [InlineData("query")]
    [InlineData("header")]
    [InlineData("cookie")]
    public async Task Target_and_fields_are_channels_too_and_the_record_holds_no_secret_of_theirs(string place)
    {
        var seen = new ConcurrentQueue<string>();
        await using TestDoor door = await StartAsync(seen, options => options with { Inspect = Inspectors.Block });
        using HttpClient client = door.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, place switch
        {
            "path" => new Uri($"https://api.example.com/a/{Inspectors.Secret}"),
            "query" => new Uri($"https://api.example.com/?q={Inspectors.Secret}"),
            _ => Api,
        });
        if (place is "header" or "cookie")
            request.Headers.TryAddWithoutValidation(place == "cookie" ? "Cookie" : "X-Note", $"a={Inspectors.Secret}");
        using HttpResponseMessage refused = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(seen);
        await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.DoesNotContain(Inspectors.Secret, Ledger(door), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redacted_request_is_whole_again_and_its_answer_gets_the_values_back()
    {
        var seen = new ConcurrentQueue<string>();
        string? length = null, digest = null, md5 = null;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string body = await reader.ReadToEndAsync();
            seen.Enqueue(context.Features.Get<IHttpRequestFeature>()!.RawTarget + " " + context.Request.Headers["X-Note"] + " " + body);
            (length, digest, md5) = (context.Request.Headers.ContentLength.ToString(), context.Request.Headers["Content-Digest"],
                context.Request.Headers.ContentMD5);
            // One byte at a time: what is looked for is split everywhere.
            foreach (byte each in Encoding.UTF8.GetBytes("you said " + body))
            {
                await context.Response.Body.WriteAsync(new[] { each });
                await context.Response.Body.FlushAsync();
            }
        }, options => options with { Inspect = Inspectors.Redact });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        string text = $"the password is {Inspectors.Secret}, again {Inspectors.Secret}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://api.example.com/?q={Inspectors.Secret}") { Content = new StringContent(text) };
        request.Headers.Add("X-Note", Inspectors.Secret);
        request.Headers.Add("Content-Digest", "sha-256=:AAAA:");
        request.Content.Headers.ContentMD5 = MD5.HashData(Encoding.UTF8.GetBytes(text));
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        Assert.Equal("you said " + text, await response.Content.ReadAsStringAsync(Token));
        string expected = $"the password is {Inspectors.Placeholder}, again {Inspectors.Placeholder}";
        Assert.Equal("/?q=REDACTED REDACTED " + expected, Assert.Single(seen));
        byte[] sent = Encoding.UTF8.GetBytes(expected);
        Assert.Equal(sent.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), length);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(sent))}:", digest);
        Assert.Equal(Convert.ToBase64String(MD5.HashData(sent)), md5);
        // What is kept is what left.
        RequestStarted started = await door.Recorder.WaitForAsync<RequestStarted>();
        Assert.Equal(sent, door.Recorder.Read(started.Body));
        await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.DoesNotContain(Inspectors.Secret, Ledger(door), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=x, Signature=y")]
    [InlineData("Signature-Input", "sig1=()")]
    [InlineData("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
    public async Task A_signed_request_is_refused_where_it_would_have_to_be_changed(string name, string value)
    {
        var seen = new ConcurrentQueue<string>();
        await using TestDoor door = await StartAsync(seen, options => options with { Inspect = Inspectors.Redact });
        using HttpClient client = door.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Api) { Content = new StringContent(Inspectors.Secret) };
        request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage refused = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(seen);
        Assert.False((await door.Recorder.WaitForAsync<BodyInspected>()).Decision.IsAllowed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_longer_than_is_held_is_inspected_piece_by_piece_and_a_secret_across_pieces_ends_it(bool isDeclared)
    {
        long arrived = 0;
        bool whole = false;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer)) > 0)
                arrived += read;
            whole = true;
        }, options => options with { Inspect = Inspectors.Block, Limits = new DoorLimits { HeldBody = 64 * 1024 } });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        byte[] body = new byte[300_000];
        Array.Fill(body, (byte)'x');
        // Whatever the pieces are, the overlap covers where they meet.
        Encoding.ASCII.GetBytes(Inspectors.Secret).CopyTo(body, 200_000 - 7);
        using var request = new HttpRequestMessage(HttpMethod.Post, Api) { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = !isDeclared;
        using HttpResponseMessage refused = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await door.Recorder.WaitForAsync<BodyInspected>(i => !i.Decision.IsAllowed);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal(403, ended.Status);
        Assert.InRange(ended.BytesOut, 64 * 1024, 200_000 + Inspectors.Secret.Length - 8);
        Assert.False(whole);
    }

    [Fact]
    public async Task An_inspection_that_fails_lets_nothing_through()
    {
        var seen = new ConcurrentQueue<string>();
        await using TestDoor door = await StartAsync(seen, options => options with { Inspect = _ => (_, _) => throw new InvalidOperationException("broken") });
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage refused = await client.PostAsync(Api, new StringContent("x"), Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain("broken", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(seen);
        Assert.Equal("malformed", Assert.Single((await door.Recorder.WaitForAsync<BodyInspected>()).Findings.Unscanned).Why);
    }

    [Fact]
    public async Task Method_and_path_are_decided_before_the_body_is_read_and_a_failing_decision_denies()
    {
        var seen = new ConcurrentQueue<string>();
        await using TestDoor door = await StartAsync(seen, options => options with
        {
            DecideRequest = static (in facts) => facts.Target.StartsWith("/fail", StringComparison.Ordinal) ? throw new InvalidOperationException()
                : facts.Method == "GET" ? Decision.Allow("GET") : Decision.Deny("methods", "allow POST"),
        });
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage denied = await client.PostAsync(Api, new StringContent("x"), Token);
        using HttpResponseMessage failed = await client.GetAsync(new Uri("https://api.example.com/fail"), Token);
        using HttpResponseMessage allowed = await client.GetAsync(Api, Token);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK), (denied.StatusCode, failed.StatusCode, allowed.StatusCode));
        Assert.Single(seen);
        Assert.Null((await door.Recorder.WaitForAsync<RequestStarted>(r => r.Method == "POST")).Body);
    }

    [Theory]
    [InlineData("approve", 200, "once")]
    [InlineData("refuse", 403, "refused")]
    [InlineData("wait", 403, "nobody")]
    [InlineData("none", 403, "nobody")]
    public async Task A_question_is_put_to_a_person_and_without_an_answer_it_is_a_denial(string how, int status, string approver)
    {
        var seen = new ConcurrentQueue<string>();
        await using TestDoor door = await StartAsync(seen, options => options with
        {
            Limits = new DoorLimits { Ask = TimeSpan.FromMilliseconds(how == "wait" ? 50 : 60_000) },
            DecideRequest = static (in _) => new Decision(false, "ask first", null) { Effect = Effect.Ask },
            Ask = how switch
            {
                "approve" => (question, _) => ValueTask.FromResult(new PersonAnswer(question.Facts.Target == "/v1", "once")),
                "refuse" => (_, _) => ValueTask.FromResult(new PersonAnswer(false, "refused")),
                // It does not even hear that its time is over.
                "wait" => (_, _) => new ValueTask<PersonAnswer>(new TaskCompletionSource<PersonAnswer>().Task),
                _ => null,
            },
        });
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await client.GetAsync(Api, Token);
        Assert.Equal(status, (int)response.StatusCode);
        PolicyDecided decided = await door.Recorder.WaitForAsync<PolicyDecided>();
        Assert.Equal(("request", "GET https://api.example.com:443/v1", approver, status == 200),
            (decided.Subject, decided.What, decided.Approver, decided.Decision.IsAllowed));
    }

    [Fact]
    public async Task Trailers_of_a_request_stay_here()
    {
        bool any = true;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            any = context.Features.Get<IHttpRequestTrailersFeature>() is { Available: true, Trailers.Count: > 0 };
        });
        await door.LookUpAsync("api.example.com", 80);
        (string text, _) = await door.SendAsync(
            $"POST / HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\nx\r\n0\r\nX-Leak: {Inspectors.Secret}\r\nHost: evil.example.com\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", text, StringComparison.Ordinal);
        Assert.False(any);
    }

    [Fact]
    public async Task An_answer_is_read_as_it_passes()
    {
        int events = 0;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", context => context.Response.WriteAsync("data: a\n\ndata: b\n\n"),
            options => options with
            {
                ReadAnswer = facts => facts.Status != 200 ? null : new AnswerReading(
                    chunk => events += chunk.Count((byte)'\n') / 2,
                    () => new BodyFindings { Meaning = new BodyMeaning("test", "model", null, 1, events, new Dictionary<string, long>()) }),
            });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        await client.GetStringAsync(Api, Token);
        BodyInspected inspected = await door.Recorder.WaitForAsync<BodyInspected>();
        Assert.Equal(("response", 2L), (inspected.Direction, inspected.Findings.Meaning!.TokensOut));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Ledger(TestDoor door) =>
        string.Join("\n", door.Recorder.All.Select(o => Encoding.UTF8.GetString(new Entry(1, "t", 0, default, o).ToUtf8())));

    private static async Task<TestDoor> StartAsync(ConcurrentQueue<string> seen, Func<DoorOptions, DoorOptions> configure)
    {
        TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string body = await reader.ReadToEndAsync();
            seen.Enqueue(body);
            await context.Response.WriteAsync("got " + body);
        }, configure);
        await door.LookUpAsync("api.example.com", 443);
        return door;
    }
}
