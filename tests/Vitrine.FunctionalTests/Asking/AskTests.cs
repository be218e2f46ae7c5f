using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Asking;

/// <summary>A policy that asks, and a person who answers: with a command, or at a terminal.</summary>
public sealed class AskTests(Machine machine)
{
    [Theory]
    [InlineData("once", 0, "hello", "once")]
    [InlineData("session", 0, "hello", "session")]
    [InlineData("always", 0, "hello", "always")]
    [InlineData("refuse", 126, "", "refused")]
    public async Task What_the_policy_asks_about_waits_for_an_answer(string answer, int exit, string output, string approver)
    {
        Desk desk = await machine.DeskAsync();
        await desk.WritePolicyAsync("commands:\n  default: ask\n  allow: []");
        await using RunningVitrine running = desk.Start(["run", "--", "/usr/bin/nice", "/usr/bin/printf", "hello"]);
        await using RunningVitrine watching = desk.Start(["watch", "--json"]);
        await watching.WaitForAsync("\"question\":{");
        if (answer == "once")
            (await desk.VitrineAsync(["answer", "last", "99", answer])).Exits(2);
        (await desk.VitrineAsync(["answer", "last", "1", answer])).Exits(0);
        await watching.WaitForAsync("\"kind\":\"policy-decided\"");
        await watching.WaitForAsync("\"kind\":\"session-ended\"");
        Finished run = (await running.FinishAsync()).Exits(exit);
        Assert.Equal(output, run.Text);
        PolicyDecided decided = Assert.Single((await run.RecordAsync()).IsWhole().All<PolicyDecided>());
        Assert.Equal((approver, exit == 0, "default: ask"), (decided.Approver, decided.Decision.IsAllowed, decided.Decision.Rule));

        // For ever is a line in the person's own policy, and then nobody is asked.
        string policy = await File.ReadAllTextAsync(desk.Policy, TestContext.Current.CancellationToken);
        Assert.Equal(answer == "always", policy.Contains("/usr/bin/printf hello", StringComparison.Ordinal));
        if (answer == "always")
            Assert.Equal("hello", (await desk.VitrineAsync(["run", "-q", "--", "/usr/bin/nice", "/usr/bin/printf", "hello"])).Exits(0).Text);
    }

    [Theory]
    [InlineData("o", "exit 0\nhello")]
    [InlineData("n", "exit 126\n")]
    public async Task At_a_terminal_one_key_answers(string key, string ending)
    {
        Desk desk = await machine.DeskAsync();
        await desk.WritePolicyAsync("commands: { ask: [printf] }");
        Finished shown = await desk.OnHostAsync("bash", [$"{machine.Scripts}/watch.sh", key]);
        Assert.Contains("May this command be?", shown.Text, StringComparison.Ordinal);
        Assert.Contains("/usr/bin/printf hello", shown.Text, StringComparison.Ordinal);
        Assert.Contains("o once   s for this session   a always   n refuse", shown.Text, StringComparison.Ordinal);
        Assert.Contains(ending, shown.Text, StringComparison.Ordinal);
        Assert.EndsWith("left the view\n", shown.Text, StringComparison.Ordinal);
    }
}
