using Vitrine.Core.Model;
using Vitrine.Egress;
using Vitrine.FunctionalTests.Running;
using Vitrine.Runtime.Sessions;
using Vitrine.Runtime.Workspaces;

namespace Vitrine.FunctionalTests.Review;

/// <summary>A copy-on-write workspace, and what a person does with it afterwards.</summary>
public sealed class ReviewTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task The_workspace_stays_as_it_was_until_a_person_applies(string who)
    {
        Desk desk = await WorkedOnAsync(who);
        string before = await StateOfAsync(desk);
        Finished run = (await desk.RunAsync(["--review"], ["bash", $"{machine.Scripts}/review.sh"])).Exits(0);
        Assert.Equal("", run.Text);
        Assert.Equal(before, await StateOfAsync(desk));

        // What is shown is safe to show, and complete.
        string shown = (await desk.VitrineAsync(["diff"])).Exits(0).Text;
        Assert.DoesNotContain('\u001b', shown);
        foreach (string part in (string[])["+more\n", "+one\n+two\n", "removed old.txt", "removed tree/kept", "changed tool.sh (mode 0644 → 0755)",
            "added new\\x0aline\\x1b[31m\\xff", "added .envrc", "changed .git/config"])
            Assert.Contains(part, shown, StringComparison.Ordinal);

        Assert.DoesNotContain("removed marked", shown, StringComparison.Ordinal);

        // Applied are the files; kept is what the host would obey, what leads out and what is no file.
        Finished applied = (await desk.VitrineAsync(["apply", "last"])).Exits(1);
        foreach (string name in (string[])[".envrc", "deep/.vscode/tasks.json", ".git/config", ".git/hooks/post-checkout", "leak", "pipe"])
        {
            Assert.Contains($"kept {name}:", applied.Text, StringComparison.Ordinal);
            if (name != ".git/config")
                Assert.False(Path.Exists(Path.Combine(desk.Workspace, name)));
        }

        Assert.Equal("hello\nmore\n", await ReadAsync(desk, "README.md"));
        Assert.Equal("fresh\n", await ReadAsync(desk, "tree/fresh"));
        Assert.False(Path.Exists(Path.Combine(desk.Workspace, "tree/kept")));
        Assert.True(File.Exists(Path.Combine(desk.Workspace, "dir/moved.txt")));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(desk.Workspace, "tool.sh")));

        // The commits are there, and no branch, hook or setting is the agent's.
        string history = (await desk.OnHostAsync("git", ["log", "--format=%s", $"refs/vitrine/{run.Session}/heads/feature"])).Exits(0).Text;
        Assert.Equal("third\nsecond\nfirst\n", history);
        Assert.Equal("first\n", (await desk.OnHostAsync("git", ["log", "--format=%s"])).Exits(0).Text);
        Assert.Equal("refs/heads/main\n", (await desk.OnHostAsync("git", ["symbolic-ref", "HEAD"])).Exits(0).Text);
        (await desk.OnHostAsync("git", ["fsck", "--strict"])).Exits(0);
        Assert.DoesNotContain("fsmonitor", await ReadAsync(desk, ".git/config"), StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(desk.Workspace, "owned")));

        // Again changes nothing; one by its name; the rest goes.
        Assert.Equal(applied.Text.Split('\n').Where(line => line.StartsWith("kept", StringComparison.Ordinal)),
            (await desk.VitrineAsync(["apply"])).Exits(1).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        (await desk.VitrineAsync(["apply", run.Session, ".envrc"])).Exits(0);
        Assert.Equal("echo from envrc\n", await ReadAsync(desk, ".envrc"));
        Finished accepted = (await desk.VitrineAsync(["apply", "--executable"])).Exits(1);
        Assert.Contains("added deep/.vscode/tasks.json", accepted.Text, StringComparison.Ordinal);
        Assert.Contains("kept .git/config:", accepted.Text, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(desk.Workspace, ".git/hooks/post-checkout")));
        (await desk.VitrineAsync(["discard"])).Exits(0);
        (await desk.VitrineAsync(["diff"])).Exits(2);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(desk.State, "vitrine/review")));
    }

    [Fact]
    public async Task What_the_person_changed_meanwhile_is_not_overwritten()
    {
        Desk desk = await WorkedOnAsync(Machine.People.First().Data);
        Finished run = (await desk.ShellAsync("echo agent >old.txt; echo agent >README.md", "--review")).Exits(0);
        await File.WriteAllTextAsync(Path.Combine(desk.Workspace, "old.txt"), "person\n", TestContext.Current.CancellationToken);
        Finished applied = (await desk.VitrineAsync(["apply", run.Session])).Exits(1);
        Assert.Contains("kept old.txt: the workspace's own changed", applied.Text, StringComparison.Ordinal);
        Assert.Equal(("person\n", "agent\n"), (await ReadAsync(desk, "old.txt"), await ReadAsync(desk, "README.md")));
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task The_exit_gate_works_also_when_the_supervisor_was_killed(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        await using (RunningVitrine running = desk.Start(["run", "--", "bash", "-c",
            "echo x >.envrc; mkdir -p sub/.git/hooks; echo x >sub/.git/hooks/pre-commit; echo ready; sleep 60"]))
        {
            await running.WaitForAsync("ready");
            await running.SignalAsync("KILL");
            _ = await running.FinishAsync();
        }

        Assert.True(File.Exists(Path.Combine(desk.Workspace, ".envrc")));
        Finished log = (await desk.VitrineAsync(["log"])).Exits(0);
        Assert.Contains("lost its supervisor; 2 files", log.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(desk.Workspace, ".envrc")));
        Assert.False(Path.Exists(Path.Combine(desk.Workspace, "sub/.git/hooks")));
        Assert.Contains(".envrc", (await desk.VitrineAsync(["held"])).Exits(0).Text, StringComparison.Ordinal);
        (await desk.VitrineAsync(["apply", "last"])).Exits(1);
        (await desk.VitrineAsync(["apply", "last", ".envrc"])).Exits(0);
        Assert.Equal("x\n", await ReadAsync(desk, ".envrc"));
        (await desk.VitrineAsync(["discard", "last"])).Exits(0);
        (await desk.VitrineAsync(["held"])).Exits(2);
    }

    [Theory]
    [InlineData(WorkspaceUse.Write)]
    [InlineData(WorkspaceUse.Read)]
    [InlineData(WorkspaceUse.Review)]
    public async Task What_the_rules_hide_or_seal_is_so_in_the_box(WorkspaceUse use)
    {
        Desk desk = await machine.DeskAsync();
        foreach (string name in (string[])[".env", "secrets/key", "locked/a", "free"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(desk.Workspace, name))!);
            await File.WriteAllTextAsync(Path.Combine(desk.Workspace, name), Person.Secret, TestContext.Current.CancellationToken);
        }

        const string Attempts = """
            exec 2>/dev/null
            cat .env secrets/key && echo read; chmod 777 .env secrets; cat .env secrets/key && echo "read after chmod"
            ls secrets && echo listed; rm -f .env && echo "removed .env"; mv secrets elsewhere && echo "moved secrets"
            echo x >locked/a && echo wrote; mv locked aside && echo "moved locked"; ln .env other && cat other && echo linked
            cat locked/a >/dev/null || echo "cannot read locked"
            echo x >free && echo "wrote free"
            exit 0
            """;
        var plan = new SessionPlan
        {
            Command = [new UnixPath("bash"), new UnixPath("-c"), new UnixPath($"exec >\"$HOME/output\"; {Attempts}")],
            PrivateHome = Path.Combine(desk.State, "vitrine/agents/test/home"),
            WorkspaceUse = use,
            WorkspaceRules = new WorkspaceRules(
                path => path.ToString().EndsWith("/.env", StringComparison.Ordinal) || path.ToString().EndsWith("/secrets", StringComparison.Ordinal),
                path => path.ToString().EndsWith("/locked", StringComparison.Ordinal)),
        };
        BoxTools tools = BoxTools.Find()! with { FirstStage = new UnixPath(machine.Program) };
        var places = new SessionPlaces(desk.Person.Home, Path.Combine(desk.State, "vitrine"), Path.Combine(desk.State, "configuration"));
        Task<SessionAuthority> authority = Session.PrepareAuthority(TimeProvider.System);
        SessionOutcome outcome = await new Session(plan, places, new UnixPath(desk.Workspace), tools, TimeProvider.System,
            authority).RunAsync(TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        Assert.Equal(0, outcome.ExitStatus);
        Assert.Equal(use == WorkspaceUse.Read ? "" : "wrote free\n",
            await File.ReadAllTextAsync(Path.Combine(plan.PrivateHome, "output"), TestContext.Current.CancellationToken));
        Assert.Equal(use == WorkspaceUse.Write ? "x\n" : Person.Secret, await ReadAsync(desk, "free"));
    }

    private async Task<Desk> WorkedOnAsync(string who)
    {
        Desk desk = await (await machine.DeskAsync(who)).WithRepositoryAsync();
        foreach (string name in (string[])["old.txt", "moved.txt", "tool.sh", "tree/kept", "marked/kept"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(desk.Workspace, name))!);
            await File.WriteAllTextAsync(Path.Combine(desk.Workspace, name), name + "\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(Path.Combine(desk.Workspace, name), (UnixFileMode)0b110_100_100);
        }

        await desk.Person.OwnAsync(desk.Workspace);
        return desk;
    }

    /// <summary>Every name with its type, mode, owner, size, times and content.</summary>
    private static Task<string> StateOfAsync(Desk desk) =>
        HostCommand.RunAsync("bash", "-c",
            $"cd '{desk.Workspace}' && find . -printf '%p %y %m %U %s %T@ %C@ %i\\n' | sort && find . -type f -exec sha256sum {{}} + | sort");

    private static Task<string> ReadAsync(Desk desk, string name) =>
        File.ReadAllTextAsync(Path.Combine(desk.Workspace, name), TestContext.Current.CancellationToken);
}
