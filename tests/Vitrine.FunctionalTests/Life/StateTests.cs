using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Life;

/// <summary>No record, no run: a state directory that cannot be written refuses, one that fills up ends the agent.</summary>
public sealed class StateTests(Machine machine)
{
    [Fact]
    public async Task A_read_only_state_directory_refuses_the_run()
    {
        Desk desk = await machine.DeskAsync("ordinary user");
        Finished run = await desk.OnHostAsync("bash",
            ["-c", "mkdir -p \"$XDG_STATE_HOME\" && chmod 555 \"$XDG_STATE_HOME\" && exec \"$VITRINE\" run -- touch ran"]);
        Refused(run.Exits(125));
        Assert.False(File.Exists(Path.Combine(desk.Workspace, "ran")));
    }

    [Fact]
    public async Task A_full_disk_ends_the_agent_with_a_clear_message()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can mount a small file system.");
        Desk desk = await machine.DeskAsync();
        Finished run = await desk.OnHostAsync("unshare", ["--mount", "bash", "-c", $"""
            mkdir -p "$XDG_STATE_HOME" && mount -t tmpfs -o size=400k none "$XDG_STATE_HOME" &&
            exec "$VITRINE" run -- bash -c 'for ((i = 0; ; i++)); do : <"/usr/no-such-file-$i-{new string('x', 200)}"; done 2>/dev/null'
            """]);
        Refused(run.Exits(125));
    }

    private static void Refused(Finished run)
    {
        Assert.Contains("vitrine: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Text);
    }
}
