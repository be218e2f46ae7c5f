using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Core.Model;
using Vitrine.Egress;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class CredentialTests
{
    private const string Value = "real-key/with+signs~0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Ways => new()
    {
        { "Authorization", "Bearer {0}", "" },
        { "authorization", "token {0}", "" },
        { "x-api-key", "{0}", "" },
        { "X-Goog-Api-Key", "{0}", "" },
        { "Authorization", "Basic user:{0}", "" },
        { "Authorization", "Basic {0}:", "" },
        { "", "", "?alt=sse&key={0}" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_host_gets_the_value_and_neither_agent_nor_record_ever_does(string header, string form, string query)
    {
        string? got = null;
        DoorCredential credential = Credential();
        await using TestDoor door = await StartAsync(context =>
        {
            got = header.Length > 0 ? context.Request.Headers[header].ToString() : context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            return context.Response.WriteAsync("ok");
        }, credential);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await SendAsync(client, header, form, query, credential.Placeholder);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string expected = header.Length == 0 ? "/?alt=sse&key=" + Uri.EscapeDataString(Value) : Fill(form, Value);
        Assert.Equal(expected, got);
        await door.Recorder.WaitForAsync<RequestEnded>();
        CredentialUsed used = await door.Recorder.WaitForAsync<CredentialUsed>();
        Assert.Equal(("api-key", "api.example.com", "injected"), (used.Name, used.Host, used.Use));
        Assert.DoesNotContain(Value, Ledger(door), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-of-somebody-else", "")]
    [InlineData("x-api-key", "sk-of-somebody-else", "")]
    [InlineData("api-key", "sk-of-somebody-else", "")]
    [InlineData("X-Goog-Api-Key", "sk-of-somebody-else", "")]
    [InlineData("Cookie", "session=of-somebody-else", "")]
    [InlineData("Authorization", "Basic user:of-somebody-else", "")]
    [InlineData("Authorization", "Basic %%%", "")]
    [InlineData("X-License-Key", "of-somebody-else", "")]
    [InlineData("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.of-somebody-else", "")]
    [InlineData("", "", "?key=of-somebody-else")]
    [InlineData("", "", "?a=b&access_token=of-somebody-else")]
    [InlineData("", "", "?%6bey=of-somebody-else")]
    public async Task A_host_that_has_our_credential_takes_no_other(string header, string form, string query)
    {
        await using TestDoor door = await StartAsync(context => context.Response.WriteAsync("ok"), Credential());
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await SendAsync(client, header, form, query, "");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("foreign-credential", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
        Assert.False((await door.Recorder.WaitForAsync<RequestStarted>()).Decision.IsAllowed);
        Assert.Empty(door.Dialled);
    }

    public static TheoryData<string, string, string, string, string> Unresolvable => new()
    {
        { "another host", "https://other.example.com/", "Authorization", "Bearer {0}", "" },
        { "without TLS", "http://api.example.com/", "Authorization", "Bearer {0}", "" },
        { "a field that is none", "https://api.example.com/", "User-Agent", "agent/{0}", "" },
        { "not alone in its field", "https://api.example.com/", "Authorization", "Bearer x{0}", "" },
        { "with something behind it", "https://api.example.com/", "Authorization", "Bearer {0}x", "" },
        { "in the path", "https://api.example.com/{0}/x", "", "", "" },
        { "in the name of a parameter", "https://api.example.com/?{0}=1", "", "", "" },
        { "one that nobody made", "https://api.example.com/", "Authorization", "Bearer vitrine-credential-00000000000000000000000000000000", "" },
        { "in other letters", "https://api.example.com/", "Authorization", "Bearer VITRINE-CREDENTIAL-00000000000000000000000000000000", "" },
    };

    [Theory]
    [MemberData(nameof(Unresolvable))]
    public async Task A_placeholder_that_can_not_be_resolved_goes_nowhere(string what, string url, string header, string form, string query)
    {
        DoorCredential credential = Credential();
        await using TestDoor door = await StartAsync(context => context.Response.WriteAsync("ok"), credential);
        var uri = new Uri(url.Replace("{0}", credential.Placeholder, StringComparison.Ordinal) + query);
        await door.LookUpAsync(uri.Host, uri.Port);
        using HttpClient client = door.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (header.Length > 0)
            request.Headers.TryAddWithoutValidation(header, Fill(form, credential.Placeholder));
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        Assert.True(response.StatusCode == HttpStatusCode.Forbidden, what);
        Assert.Equal("credential-unresolved", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
        Assert.Empty(door.Dialled);
    }

    [Fact]
    public async Task A_credential_without_a_value_or_with_a_line_break_in_it_is_refused()
    {
        foreach (string? value in new[] { null, "", "a\r\nX: y" })
        {
            DoorCredential credential = Credential() with { Value = () => value };
            await using TestDoor door = await StartAsync(context => context.Response.WriteAsync("ok"), credential);
            using HttpClient client = door.CreateClient();
            using HttpResponseMessage response = await SendAsync(client, "Authorization", "Bearer {0}", "", credential.Placeholder);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Empty(door.Dialled);
        }
    }

    [Theory]
    [InlineData("otherapi.example.com")]
    [InlineData("api.example.com.evil.example")]
    public async Task A_host_whose_name_only_looks_like_it_gets_nothing(string host)
    {
        DoorCredential credential = Credential();
        await using TestDoor door = await StartAsync(context => context.Response.WriteAsync("ok"), credential, $"api.example.com {host}");
        await door.LookUpAsync(host, 443);
        using HttpClient client = door.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{host}/");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + credential.Placeholder);
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_certificate_for_another_name_gets_no_credential()
    {
        bool arrived = false;
        DoorCredential credential = Credential();
        // The upstream's certificate is from an authority that the door does not trust.
        await using TestDoor door = await StartAsync(context =>
        {
            arrived = true;
            return context.Response.WriteAsync("ok");
        }, credential, configure: options => options with { ExtraRootsFile = null });
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await SendAsync(client, "Authorization", "Bearer {0}", "", credential.Placeholder);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.False(arrived);
    }

    [Fact]
    public async Task A_redirect_takes_the_placeholder_along_and_not_the_value()
    {
        DoorCredential credential = Credential();
        await using TestDoor door = await StartAsync(context =>
        {
            context.Response.Redirect($"https://other.example.com/?token={Uri.EscapeDataString(Value)}");
            return Task.CompletedTask;
        }, credential);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await SendAsync(client, "Authorization", "Bearer {0}", "", credential.Placeholder);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal($"https://other.example.com/?token={credential.Placeholder}", response.Headers.Location!.ToString());
        Assert.Single(door.Dialled);
    }

    [Theory]
    [InlineData("body", "text/plain", "")]
    [InlineData("slow", "text/plain", "")]
    [InlineData("slow", "text/event-stream", "")]
    [InlineData("header", "text/plain", "")]
    [InlineData("trailer", "text/plain", "")]
    [InlineData("base64", "text/plain", "")]
    [InlineData("hex", "text/plain", "")]
    [InlineData("json", "application/json", "")]
    [InlineData("body", "text/plain", "gzip")]
    [InlineData("body", "text/plain", "br")]
    public async Task A_value_that_an_answer_gives_back_becomes_the_placeholder_again(string how, string type, string coding)
    {
        DoorCredential credential = Credential();
        await using TestDoor door = await StartAsync(async context =>
        {
            string key = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
            context.Response.ContentType = type;
            string text = how switch
            {
                "base64" => "x" + Convert.ToBase64String(Encoding.ASCII.GetBytes("yy" + key + "zzz")),
                "hex" => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(key)),
                "json" => System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["key"] = key }),
                "body" => "before " + key + " after " + key,
                "slow" => "data: " + key + "\n\n",
                _ => "ok",
            };
            if (how == "header")
                context.Response.Headers["X-Echo"] = $"Bearer {key}";
            if (how == "trailer")
                context.Response.DeclareTrailer("X-Echo");
            if (coding.Length > 0)
            {
                context.Response.Headers.ContentEncoding = coding;
                await using Stream packed = coding == "br"
                    ? new BrotliStream(context.Response.Body, CompressionLevel.Fastest)
                    : new GZipStream(context.Response.Body, CompressionLevel.Fastest);
                await packed.WriteAsync(Encoding.UTF8.GetBytes(text));
                return;
            }

            foreach (char each in text)
            {
                await context.Response.WriteAsync(each.ToString());
                if (how == "slow")
                    await context.Response.Body.FlushAsync();
            }

            if (how == "trailer")
                context.Response.AppendTrailer("X-Echo", key);
        }, credential);
        using HttpClient client = door.CreateClient(HttpVersion.Version20);
        using HttpResponseMessage response = await SendAsync(client, "Authorization", "Bearer {0}", "", credential.Placeholder);
        string all = await response.Content.ReadAsStringAsync(Token) + response.Headers + response.Content.Headers + response.TrailingHeaders;
        Assert.Contains(credential.Placeholder, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, Uri.UnescapeDataString(all), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Value)), all, StringComparison.Ordinal);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        await door.Recorder.WaitForAsync<CredentialUsed>(u => u.Use == "reflected");
        Assert.DoesNotContain(Value, Ledger(door) + Encoding.UTF8.GetString(door.Recorder.Read(ended.ResponseBody)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_whose_coding_can_not_be_undone_does_not_reach_the_agent()
    {
        DoorCredential credential = Credential();
        await using TestDoor door = await StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "x-unknown";
            return context.Response.WriteAsync("?");
        }, credential);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await SendAsync(client, "Authorization", "Bearer {0}", "", credential.Placeholder);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task A_body_gets_the_value_only_where_that_is_declared_and_is_whole_then()
    {
        var bodies = new ConcurrentQueue<string>();
        foreach (bool isDeclared in new[] { true, false })
        {
            DoorCredential credential = Credential() with { Places = isDeclared ? [CredentialPlace.Body] : [CredentialPlace.Header] };
            await using TestDoor door = await StartAsync(async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                bodies.Enqueue(await reader.ReadToEndAsync());
            }, credential);
            using HttpClient client = door.CreateClient();
            using var content = new StringContent($"{{\"secret\":\"{credential.Placeholder}\"}}", Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await client.PostAsync(new Uri("https://api.example.com/"), content, Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains(isDeclared ? Value : credential.Placeholder,
                System.Text.Json.JsonDocument.Parse(bodies.Last()).RootElement.GetProperty("secret").GetString()!, StringComparison.Ordinal);
            RequestStarted started = await door.Recorder.WaitForAsync<RequestStarted>();
            Assert.Contains(credential.Placeholder, Encoding.UTF8.GetString(door.Recorder.Read(started.Body)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_identities_never_share_a_connection_and_one_keeps_its_own()
    {
        var connections = new ConcurrentQueue<(string Key, string Connection)>();
        DoorCredential one = Credential() with { Name = "one", Value = () => "value-of-one-0123" };
        DoorCredential two = Credential() with { Name = "two", Value = () => "value-of-two-0123", Placeholder = DoorCredential.CreatePlaceholder() };
        await using TestDoor door = await StartAsync(context =>
        {
            connections.Enqueue((context.Request.Headers.Authorization.ToString(), context.Connection.Id));
            return context.Response.WriteAsync("ok");
        }, one, configure: options => options with { Credentials = [one, two] });
        using HttpClient client = door.CreateClient();
        foreach (string placeholder in new[] { one.Placeholder, two.Placeholder, "", one.Placeholder })
        {
            using HttpResponseMessage response = await SendAsync(client, placeholder.Length == 0 ? "X-None" : "Authorization", "Bearer {0}", "", placeholder);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(4, connections.Count);
        Assert.Equal(3, connections.Select(c => c.Connection).Distinct().Count());
        Assert.All(connections.GroupBy(c => c.Connection), group => Assert.Single(group.Select(c => c.Key).Distinct()));
    }

    [Fact]
    public async Task Cookies_of_a_guarded_host_stay_at_the_door_so_that_an_honest_client_has_none_to_send()
    {
        DoorCredential credential = Credential();
        await using TestDoor door = await StartAsync(context =>
        {
            context.Response.Cookies.Append("session", "1");
            return context.Response.WriteAsync("ok");
        }, credential);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await SendAsync(client, "Authorization", "Bearer {0}", "", credential.Placeholder);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    private static DoorCredential Credential() => new() { Name = "api-key", Hosts = [TestDoor.Rule("api.example.com")], Value = () => Value };

    private static string Fill(string form, string value)
    {
        string filled = form.Replace("{0}", value, StringComparison.Ordinal);
        return form.StartsWith("Basic ", StringComparison.Ordinal) && form.Contains(':')
            ? "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(filled["Basic ".Length..]))
            : filled;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string header, string form, string query, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("https://api.example.com/" + query.Replace("{0}", value, StringComparison.Ordinal)))
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (header.Length > 0)
            request.Headers.TryAddWithoutValidation(header, Fill(form, value));
        return await client.SendAsync(request, Token);
    }

    private static string Ledger(TestDoor door) =>
        string.Join("\n", door.Recorder.All.Select(o => Encoding.UTF8.GetString(new Entry(1, "t", 0, default, o).ToUtf8())));

    private static async Task<TestDoor> StartAsync(
        RequestDelegate handle, DoorCredential credential, string allow = "api.example.com other.example.com", Func<DoorOptions, DoorOptions>? configure = null)
    {
        TestDoor door = await TestDoor.StartAsync(allow, handle, options =>
        {
            DoorOptions with = options with { Credentials = [credential] };
            return configure?.Invoke(with) ?? with;
        });
        await door.LookUpAsync("api.example.com", 443);
        return door;
    }
}
