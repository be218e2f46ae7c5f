using System.Text.Json;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Life;

/// <summary>How a run ends: statuses, signals, and that nothing of it is left.</summary>
public sealed class EndTests(Machine machine)
{
    [Fact]
    public async Task The_exit_status_is_the_agents_own()
    {
        Desk desk = await machine.DeskAsync();
        foreach (int status in (int[])[0, 1, 2, 64, 124, 125, 126, 127, 128, 130, 254, 255])
            (await desk.ShellAsync($"exit {status}", "-q")).Exits(status);
    }

    [Fact]
    public async Task A_signal_that_ended_the_agent_is_128_and_its_number()
    {
        Desk desk = await machine.DeskAsync();
        foreach (int signal in (int[])[1, 2, 6, 9, 11, 13, 15])
            (await desk.ShellAsync($"kill -{signal} $$", "-q")).Exits(128 + signal);
    }

    [Fact]
    public async Task A_command_that_is_not_there_or_is_no_program_says_so()
    {
        Desk desk = await machine.DeskAsync();
        (await desk.RunAsync([], ["no-such-program"])).Exits(127);
        (await desk.RunAsync([], ["/etc/passwd"])).Exits(126);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("USR1")]
    public async Task A_signal_to_vitrine_reaches_the_agent(string signal)
    {
        Desk desk = await machine.DeskAsync();
        await using RunningVitrine running = desk.Start(["run", "-q", "--", "bash", "-c",
            $"trap 'echo heard; exit 7' {signal}; echo ready; while :; do sleep 0.05; done"]);
        await running.WaitForAsync("ready");
        await running.SignalAsync(signal);
        Assert.Equal("ready\nheard\n", (await running.FinishAsync()).Exits(7).Text);
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Background_processes_end_with_the_run(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        string mark = Guid.NewGuid().ToString("n");
        Finished run = (await desk.RunAsync([], ["python3", $"{machine.Scripts}/background.py", mark])).Exits(0);
        Assert.Equal("left\n", run.Text);
        Assert.Empty(Processes(mark));
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task When_the_supervisor_is_killed_the_box_ends_and_the_session_is_known_as_lost(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        string mark = Guid.NewGuid().ToString("n");
        await using RunningVitrine running = desk.Start(["run", "--ro", machine.Scripts, "--", "bash", "-c",
            $"python3 {machine.Scripts}/background.py {mark}; echo ready; exec sleep 3600"]);
        await running.WaitForAsync("ready");
        await running.SignalAsync("KILL");

        // The box's processes hold the other end of this pipe: its end is theirs.
        (await running.FinishAsync()).Exits(137);
        Assert.Empty(Processes(mark));
        Assert.Equal("lost", await StateOfFirstAsync(desk));
        Assert.Contains("lost", (await desk.VitrineAsync(["log"])).Exits(0).Text, StringComparison.Ordinal);

        // The next run gives it its end; whoever looks in between sees it as lost, and afterwards too.
        (await desk.ShellAsync("true")).Exits(0);
        Assert.Equal("lost", await StateOfFirstAsync(desk));
    }

    // The kernel exempts user id 0 of the host from RLIMIT_NPROC; a box of root's is not bounded in this way.
    [Fact]
    public async Task A_fork_bomb_of_an_ordinary_user_is_bounded()
    {
        Desk desk = await machine.DeskAsync("ordinary user");
        Finished run = (await desk.RunAsync(["--processes", "64"], ["python3", $"{machine.Scripts}/forks.py", "300"])).Exits(0);
        Assert.StartsWith("stopped", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_of_the_same_command_at_once_have_a_session_each()
    {
        Desk desk = await machine.DeskAsync();
        Finished[] runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => desk.ShellAsync($"echo {i} >~/from-{i}; sleep 0.2; cat ~/from-{i}")));
        Assert.Equal(["0\n", "1\n", "2\n"], runs.Select(run => run.Exits(0).Text));
        Assert.Equal(3, runs.Select(run => run.Session).Distinct().Count());
        foreach (Finished run in runs)
            (await run.RecordAsync()).IsWhole();
    }

    private static async Task<string?> StateOfFirstAsync(Desk desk)
    {
        Finished log = (await desk.VitrineAsync(["log", "--json"])).Exits(0);
        return JsonDocument.Parse(log.Output).RootElement.EnumerateArray().Last().GetProperty("state").GetString();
    }

    private static IEnumerable<string> Processes(string mark) => Directory.GetDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(process + "/cmdline").Contains(mark, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // no process, or one that is gone
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    });
}
