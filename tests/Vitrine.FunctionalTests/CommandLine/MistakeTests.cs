using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.CommandLine;

/// <summary>A mistake gets one clear line and a hint on standard error, exit 2, and runs nothing.</summary>
public sealed class MistakeTests(Machine machine)
{
    [Theory]
    [InlineData("run")]
    [InlineData("run", "--nonsense", "--", "touch", "ran")]
    [InlineData("run", "touch", "ran")]
    [InlineData("run", "--agent", "opencoed", "touch")]
    [InlineData("run", "--agent", "", "touch")]
    [InlineData("run", "--allow", "https://example.com/", "--", "touch", "ran")]
    [InlineData("run", "--allow", "exa mple.com", "--", "touch", "ran")]
    [InlineData("run", "--allow", "*", "--", "touch", "ran")]
    [InlineData("run", "--allow", "example.com:70000", "--", "touch", "ran")]
    [InlineData("run", "--offline", "--observe", "--", "touch", "ran")]
    [InlineData("run", "--offline", "--allow", "example.com", "--", "touch", "ran")]
    [InlineData("run", "--env", "NAME=value", "--", "touch", "ran")]
    [InlineData("run", "--env", "NO_SUCH_VARIABLE_HERE", "--", "touch", "ran")]
    [InlineData("run", "--ro", "/no/such/path", "--", "touch", "ran")]
    [InlineData("run", "--processes", "1", "--", "touch", "ran")]
    [InlineData("run", "--processes", "many", "--", "touch", "ran")]
    [InlineData("run", "--memory", "5 cats", "--", "touch", "ran")]
    [InlineData("run", "--clock", "yesterday", "--", "touch", "ran")]
    [InlineData("run", "--clock", "1969-12-31T23:59:59Z", "--", "touch", "ran")]
    [InlineData("run", "--clock-step", "60", "--", "touch", "ran")]
    [InlineData("run", "--clock-step", "NaN", "--", "touch", "ran")]
    [InlineData("run", "--script", "default", "--", "touch", "ran")]
    [InlineData("run", "--offline", "--script", "/no/such/script.yaml", "--", "touch", "ran")]
    [InlineData("run", "--endpoint", "https://example.com", "--", "touch", "ran")]
    [InlineData("nonsense")]
    [InlineData("show", "--body", "x")]
    [InlineData("show", "19990101-000000-aaaaaa")]
    public async Task A_mistake_is_said_in_one_line_with_a_hint(params string[] arguments)
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.VitrineAsync(arguments)).Exits(2);
        Assert.Equal("", run.Text);
        string[] lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 2, run.Error);
        Assert.StartsWith("vitrine: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("hint: ", lines[1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(desk.Workspace));
    }

    [Theory]
    [InlineData("/usr/bin", "bubblewrap")]
    [InlineData("/usr/sbin", "nftables")]
    public async Task Without_what_a_box_needs_nothing_runs(string hidden, string missing)
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.OnHostAsync("bwrap",
            ["--dev-bind", "/", "/", "--tmpfs", hidden, machine.Program, "run", "--", "/bin/echo", "ran"])).Exits(125);
        Assert.Equal("", run.Text);
        Assert.Contains(missing, run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_user_namespaces_are_closed_nothing_runs()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.OnHostAsync("unshare",
            ["--user", "--map-root-user", "bash", "-c", "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$VITRINE\" run -- echo ran"])).Exits(125);
        Assert.Equal("", run.Text);
        Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
    }
}
