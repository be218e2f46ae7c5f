using System.Text;
using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Terminal;

/// <summary>A person at a real terminal; the dialogues are files.</summary>
public sealed class TerminalTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task A_shell_in_the_box_has_job_control(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        desk.Environment["TERM"] = "dumb";
        (await AtTerminalAsync(desk, "job-control.txt", "bash", "--norc", "--noprofile", "-i")).Exits(5);
    }

    [Fact]
    public async Task A_new_size_reaches_the_program()
    {
        Desk desk = await machine.DeskAsync();
        (await AtTerminalAsync(desk, "resize.txt", "bash", "-c",
            "trap 'echo heard $(stty size); exit' WINCH; echo ready $(stty size); while :; do sleep 0.05; done")).Exits(0);
    }

    [Fact]
    public async Task What_would_reach_into_the_persons_clipboard_is_dropped_and_recorded()
    {
        Desk desk = await machine.DeskAsync();
        await File.WriteAllTextAsync(Path.Combine(desk.Workspace, "end.txt"), "expect after\n", TestContext.Current.CancellationToken);
        Finished run = (await desk.OnHostAsync("python3",
            [$"{machine.Scripts}/terminal.py", "end.txt", machine.Program, "run", "-q", "--", "printf", "\\033]52;c;c2VjcmV0\\007after\\n"])).Exits(0);
        Assert.DoesNotContain("]52;", run.Text, StringComparison.Ordinal);
        Finished shown = (await desk.VitrineAsync(["show", "--entries"])).Exits(0);
        Assert.Contains(
            shown.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => Entry.Parse(Encoding.UTF8.GetBytes(line)).Data)
                .OfType<TerminalSequencesDropped>(),
            dropped => dropped is { Sequence: "clipboard", Count: 1 });
    }

    private Task<Finished> AtTerminalAsync(Desk desk, string dialogue, params string[] command) =>
        desk.OnHostAsync("python3", [$"{machine.Scripts}/terminal.py", $"{machine.Scripts}/{dialogue}", machine.Program, "run", "-q", "--", .. command]);
}
