using System.Net;
using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class RefusedForwardingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_that_leaves_before_the_first_byte_ends_the_upstreams_request_too()
    {
        var arrived = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            arrived.SetResult();
            await aborted.Task;
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<HttpResponseMessage> request = client.GetAsync(new Uri("https://api.example.com/"), leaving.Token);
        await arrived.Task.WaitAsync(Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal((0, "The agent closed the request."), (ended.Status, ended.Error));
    }

    [Fact]
    public async Task What_can_not_be_recorded_does_not_leave()
    {
        int requests = 0;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", context =>
        {
            Interlocked.Increment(ref requests);
            return context.Response.WriteAsync("ok");
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        door.Recorder.FailsObservations = true;
        using HttpResponseMessage refused = await client.GetAsync(new Uri("https://api.example.com/"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        door.Recorder.FailsObservations = false;
        door.Recorder.FailsPayloadsAfter = 10;
        using HttpResponseMessage body = await client.PostAsync(new Uri("https://api.example.com/"), new StringContent("longer than ten bytes"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, body.StatusCode);
        Assert.Equal(0, requests);
        Assert.Empty(door.Dialled);
    }

    [Fact]
    public async Task A_recorder_that_fails_in_the_middle_of_a_stream_ends_the_request()
    {
        long seen = 0;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            byte[] buffer = new byte[4096];
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
                seen += read;
            await context.Response.WriteAsync("done");
        });
        await door.LookUpAsync("api.example.com", 443);
        door.Recorder.FailsPayloadsAfter = 2_000_000;
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await client.PostAsync(new Uri("https://api.example.com/"), new ByteArrayContent(new byte[4_000_000]), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(seen, 0, 2_000_000);
    }

    [Fact]
    public async Task An_upstream_that_fails_is_named_and_nothing_else_is()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", route: _ => new IPEndPoint(IPAddress.Loopback, 1));
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await client.GetAsync(new Uri("https://api.example.com/"), Token);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("failed", Assert.Single(response.Headers.GetValues("x-vitrine")));
        Assert.Equal("api.example.com could not be reached.\n", await response.Content.ReadAsStringAsync(Token));
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal("door", ended.AnsweredBy);
        Assert.NotNull(ended.Error);
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_nobody_trusts_is_refused()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", configure: options => options with { ExtraRootsFile = null });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await client.GetAsync(new Uri("https://api.example.com/"), Token);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("api.example.com could not be reached securely.\n", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:192.168.1.1", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("203.0.113.9 10.0.0.1", false)]
    [InlineData("10.1.2.3", true)]
    public async Task A_name_that_stands_for_a_private_address_is_dialled_only_where_a_rule_says_so(string addresses, bool allowed)
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", configure: options => options with
        {
            AllowPrivate = allowed ? [TestDoor.Rule("api.example.com")] : [TestDoor.Rule("other.example.com")],
            Resolve = (_, _) => Task.FromResult(addresses.Split(' ').Select(IPAddress.Parse).ToArray()),
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await client.GetAsync(new Uri("https://api.example.com/"), Token);
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(allowed ? 1 : 0, door.Dialled.Count);
        if (allowed)
            return;
        Assert.Equal("refused", Assert.Single(response.Headers.GetValues("x-vitrine")));
        FlowRefused refused = await door.Recorder.WaitForAsync<FlowRefused>();
        Assert.Equal(("private-address", "--allow-private api.example.com"), (refused.Reason, refused.Decision.Hint));
    }
}
