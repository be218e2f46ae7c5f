using Vitrine.Sandbox.Requirements;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Sandbox.Requirements;

[Collection(ProcessStartingTests.Name)]
public sealed class ProbeTests
{
    [Fact]
    public async Task A_program_gets_its_input_and_no_environment()
    {
        ProbeResult result = await RunAsync("cat; env | grep -v ^PWD= | grep -v ^_= | grep -v ^SHLVL=; echo a >&2; echo 'b\u001b[31m' >&2; exit 3", "hello");
        Assert.Equal(new ProbeResult(3, "hello", "b [31m"), result);
    }

    [Fact]
    public async Task A_flood_is_read_to_its_end_and_kept_in_part()
    {
        ProbeResult result = await RunAsync("yes | head -c 1000000; yes | head -c 1000000 >&2");
        Assert.Equal((0, 4095), (result.Status, result.Output.Length));
    }

    [Fact]
    public async Task A_program_that_does_not_read_or_is_not_there_does_no_harm()
    {
        Assert.Equal(0, (await RunAsync(":", new string('x', 1_000_000))).Status);
        ProbeResult absent = await Probe.RunAsync(new ProbeCommand("/nowhere/at/all", []), TestContext.Current.CancellationToken);
        Assert.Equal(-1, absent.Status);
        Assert.NotEmpty(absent.Error);
    }

    [Fact]
    public void A_result_that_nobody_made_is_no_success() => Assert.False(default(ProbeResult).IsOk);

    [Fact]
    public async Task A_cancelled_attempt_ends_and_its_program_with_it()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<ProbeResult> attempt = Probe.RunAsync(new ProbeCommand("/bin/sh", ["-c", "exec sleep 600"]), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
    }

    private static Task<ProbeResult> RunAsync(string script, string input = "") =>
        Probe.RunAsync(new ProbeCommand("/bin/sh", ["-c", script], input), TestContext.Current.CancellationToken);
}
