using System.Security.Cryptography;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Life;

/// <summary>Standard input and output where there is no terminal: the agent has the caller's own pipes.</summary>
public sealed class StreamTests(Machine machine)
{
    [Fact]
    public async Task Many_bytes_of_any_value_pass_both_ways_unchanged()
    {
        Desk desk = await machine.DeskAsync();
        byte[] sent = RandomNumberGenerator.GetBytes(16 << 20);
        Finished run = (await desk.RunAsync(["-q"], ["cat"], sent)).Exits(0);
        Assert.True(sent.AsSpan().SequenceEqual(run.Output));
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Standard_error_stays_apart()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.ShellAsync("echo out; echo err >&2; [ -t 0 ] || [ -t 1 ] || [ -t 2 ] || echo none", "-q")).Exits(0);
        Assert.Equal(("out\nnone\n", "err\n"), (run.Text, run.Error));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_writer()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = await desk.OnHostAsync("bash", ["-c", "\"$VITRINE\" run -q -- yes | head -n 1; echo ${PIPESTATUS[0]}"]);
        Assert.Equal("y\n141\n", run.Text);
    }
}
