using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Xunit;

namespace Vitrine.Tests.Policy;

public sealed class CommandTests
{
    private const string Listed =
        "commands: { allow: [git status, 'git diff *', make, 'npm run test*', ./scripts/*.sh, find *, {program: ls, arguments: []}], ask: [git commit], deny: [make install] }";

    [Theory]
    [InlineData("/usr/bin/git status", Effect.Allow)]
    [InlineData("/usr/bin/git status -s", Effect.Deny)]
    [InlineData("/usr/bin/git diff", Effect.Allow)]
    [InlineData("/usr/bin/git diff a b", Effect.Allow)]
    [InlineData("/usr/bin/git commit -m x", Effect.Ask)]
    [InlineData("/usr/bin/git -C /x commit", Effect.Ask)]
    [InlineData("/usr/bin/git push", Effect.Deny)]
    [InlineData("/usr/bin/make all", Effect.Allow)]
    [InlineData("/usr/bin/make install", Effect.Deny)]
    [InlineData("/usr/bin/make -j install", Effect.Deny)]
    [InlineData("/home/me/code/git status", Effect.Deny)]
    [InlineData("/tmp/make all", Effect.Deny)]
    [InlineData("/home/me/bin/make all", Effect.Deny)]
    [InlineData("/usr/bin/npm run test:unit", Effect.Allow)]
    [InlineData("/usr/bin/npm run build", Effect.Deny)]
    [InlineData("/home/me/code/scripts/a.sh x", Effect.Allow)]
    [InlineData("/home/me/other/scripts/a.sh x", Effect.Deny)]
    [InlineData("/usr/bin/ls", Effect.Allow)]
    [InlineData("/usr/bin/ls -l", Effect.Deny)]
    [InlineData("/usr/bin/find . -name x", Effect.Allow)]
    [InlineData("/usr/bin/find . -delete", Effect.Deny)]
    [InlineData("/usr/bin/find . -exec git status ;", Effect.Deny)]
    [InlineData("/usr/bin/env git status", Effect.Allow)]
    [InlineData("/usr/bin/env git push", Effect.Deny)]
    [InlineData("/usr/bin/timeout 5 git commit", Effect.Allow)]
    [InlineData("/usr/bin/busybox make", Effect.Deny)]
    [InlineData("/usr/lib/ld-linux-x86-64.so.2 /usr/bin/make install", Effect.Deny)]
    [InlineData("/usr/lib/ld-linux-x86-64.so.2 --argv0 x --library-path /y /usr/bin/make install", Effect.Deny)]
    public void An_execve_is_judged_by_the_real_program_and_its_arguments(string line, Effect expected)
    {
        string[] words = line.Split(' ');
        Assert.Equal(expected, PolicyOf.Text(Listed).Commands.Decide(PolicyOf.Command(words[0], words[1..]), PolicyOf.Places).Outcome);
    }

    [Theory]
    [InlineData("git status && git diff", Effect.Allow)]
    [InlineData("cd src; git status | make", Effect.Allow)]
    [InlineData("git status; git push", Effect.Deny)]
    [InlineData("git status; git commit", Effect.Allow)]
    [InlineData("git $x", Effect.Allow)]
    public void A_shell_is_judged_by_what_its_text_runs(string text, Effect expected) =>
        Assert.Equal(expected,
            PolicyOf.Text(Listed).Commands.Decide(new CommandFacts(new UnixPath("/usr/bin/dash"), new UnixPath("/bin/sh"), ["sh", "-c", text]),
                PolicyOf.Places).Outcome);

    [Fact]
    public void Git_called_by_a_name_of_its_commands_is_that_command()
    {
        CommandPolicy policy = PolicyOf.Text("commands: { default: allow, deny: [git push] }").Commands;
        var file = new UnixPath("/usr/bin/git");
        Assert.False(policy.Decide(new CommandFacts(file, new UnixPath("/usr/lib/git-core/git-push"), ["git-push", "origin"]), PolicyOf.Places).IsAllowed);
        Assert.True(policy.Decide(new CommandFacts(file, new UnixPath("/usr/lib/git-core/git-status"), ["git-status"]), PolicyOf.Places).IsAllowed);
    }

    [Fact]
    public void A_name_is_believed_only_where_the_agent_could_not_have_put_it()
    {
        CommandPolicy policy = PolicyOf.Text("commands: { allow: [awk] }").Commands;
        Assert.True(policy.Decide(new CommandFacts(new UnixPath("/usr/bin/mawk"), new UnixPath("/usr/bin/awk"), ["awk", "1"]), PolicyOf.Places).IsAllowed);
        Assert.False(policy.Decide(new CommandFacts(new UnixPath("/usr/bin/mawk"), new UnixPath("/home/me/code/awk"), ["awk", "1"]),
            PolicyOf.Places).IsAllowed);
        Assert.False(policy.Decide(new CommandFacts(new UnixPath("/usr/bin/curl"), null, ["awk", "1"]), PolicyOf.Places).IsAllowed);
    }

    [Fact]
    public void A_denial_goes_by_every_name()
    {
        CommandPolicy policy = PolicyOf.Text("commands: { default: allow, deny: [wget] }").Commands;
        Assert.False(policy.Decide(new CommandFacts(new UnixPath("/usr/bin/busybox"), null, ["wget", "x"]), PolicyOf.Places).IsAllowed);
        Assert.False(policy.Decide(new CommandFacts(new UnixPath("/usr/bin/busybox"), null, ["busybox", "wget", "x"]), PolicyOf.Places).IsAllowed);
        Assert.False(policy.Decide(new CommandFacts(new UnixPath("/opt/x/tool"), new UnixPath("/usr/bin/wget"), ["x"]), PolicyOf.Places).IsAllowed);
    }

    [Fact]
    public void Arguments_that_were_cut_are_not_believed()
    {
        CommandPolicy policy = PolicyOf.Text("commands: { allow: [make a], ask: [make x y] }").Commands;
        Assert.False(policy.Decide(PolicyOf.Command("/usr/bin/make", "a") with { AreArgumentsCut = true }, PolicyOf.Places).IsAllowed);
        Assert.Equal(Effect.Deny, policy.Decide(PolicyOf.Command("/usr/bin/make", "x") with { AreArgumentsCut = true }, PolicyOf.Places).Outcome);
    }

    [Fact]
    public void Each_decision_names_its_rule_its_place_and_the_line_that_would_allow_it()
    {
        CommandPolicy policy = PolicyOf.Text("commands:\n  allow:\n    - make\n  deny:\n    - make install\n").Commands;
        Decision allowed = policy.Decide(PolicyOf.Command("/usr/bin/make", "all"), PolicyOf.Places);
        Assert.Equal(("make", "user vitrine.yaml:3"), (allowed.Rule, allowed.Origin));
        Decision denied = policy.Decide(PolicyOf.Command("/usr/bin/make", "install"), PolicyOf.Places);
        Assert.Equal(("make install", "user vitrine.yaml:5"), (denied.Rule, denied.Origin));
        Decision missing = policy.Decide(PolicyOf.Command("/usr/bin/git", "push", "x"), PolicyOf.Places);
        Assert.Equal("commands: { allow: [git push *] }", missing.Hint);
        Assert.True(PolicyOf.Text(missing.Hint!).Commands.Decide(PolicyOf.Command("/usr/bin/git", "push", "x"), PolicyOf.Places).IsAllowed);
    }

    [Fact]
    public void The_default_denies() => Assert.False(new CommandPolicy([]).Decide(PolicyOf.Command("/usr/bin/ls"), PolicyOf.Places).IsAllowed);
}
