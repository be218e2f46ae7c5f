using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Policies;

/// <summary>What the policy says of commands, at the real execve.</summary>
public sealed class CommandTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task A_denied_program_is_refused_however_it_is_called(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        await desk.WritePolicyAsync("commands: { deny: [id] }");
        Finished run = (await desk.RunAsync([], ["bash", $"{machine.Scripts}/forbidden.sh"])).Exits(0);
        Assert.Equal("over\n", run.Text);
        PolicyDecided[] decided = [.. (await run.RecordAsync()).IsWhole().All<PolicyDecided>()];
        Assert.True(decided.Length >= 12, $"{decided.Length} decisions");
        Assert.All(decided, one => Assert.Equal(("command", Effect.Deny, null), (one.Subject, one.Decision.Outcome, one.Approver)));
        Assert.All(decided.Where(one => one.Decision.Rule == "id"), one => Assert.EndsWith("vitrine.yaml:2", one.Decision.Origin, StringComparison.Ordinal));
        Assert.Contains("command refused", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_under_another_name_is_stopped_by_a_list_of_what_is_allowed()
    {
        const string Copy = "cp /usr/bin/id ./cat && ./cat; echo over";
        Desk desk = await machine.DeskAsync();
        await desk.WritePolicyAsync("commands: { allow: [bash, cp, cat] }");
        Finished run = (await desk.RunAsync([], ["/usr/bin/bash", "-c", Copy])).Exits(0);
        Assert.Equal("over\n", run.Text);
        Assert.Contains((await run.RecordAsync()).IsWhole().All<PolicyDecided>(),
            one => one.What.StartsWith("./cat", StringComparison.Ordinal) && !one.Decision.IsAllowed);
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task No_other_program_runs_than_the_one_that_was_judged_though_path_and_words_change_meanwhile(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        await desk.WritePolicyAsync("commands: { deny: [whoami, \"printf evil.\"] }");
        Finished run = (await desk.RunAsync([], [$"{machine.Scripts}/racer", "150"])).Exits(0);
        Assert.DoesNotContain("evil", run.Text, StringComparison.Ordinal);
        Assert.Contains("good.", run.Text, StringComparison.Ordinal);
        Assert.EndsWith("150 of 150\n", run.Text, StringComparison.Ordinal);
        Assert.Contains((await run.RecordAsync()).All<PolicyDecided>(), one => one.Decision.Rule == "whoami");
    }
}
