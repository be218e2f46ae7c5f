using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Workspaces;

/// <summary>What the host's own tools would execute later, outside any box.</summary>
public sealed class RepositoryTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Git_works_but_its_hooks_and_configuration_are_out_of_reach(string who)
    {
        Desk desk = await (await machine.DeskAsync(who)).WithRepositoryAsync();
        string[] before = [.. Sealed(desk).Select(File.ReadAllText)];
        Finished run = (await desk.RunAsync([], ["bash", $"{machine.Scripts}/repository.sh"])).Exits(0);
        Assert.Equal("second\nfirst\n", run.Text);
        Assert.Equal(before, Sealed(desk).Select(File.ReadAllText));
        Assert.False(File.Exists(Path.Combine(desk.Workspace, ".git/hooks/pre-commit")));

        // What appeared newly is taken out, kept, recorded and reported.
        SessionRecord record = (await run.RecordAsync()).IsWhole();
        foreach (string name in (string[])[".vscode/tasks.json", ".envrc", ".mcp.json"])
        {
            string path = Path.Combine(desk.Workspace, name);
            FileHeldBack held = Assert.Single(record.All<FileHeldBack>(), held => held.Path == new UnixPath(path));
            Assert.False(Path.Exists(path));
            Assert.NotNull(new FileInfo(held.KeptAt.ToString()).UnixFileMode.ToString());
            Assert.Contains(name, run.Error, StringComparison.Ordinal);
        }

        Assert.Equal("echo from envrc\n",
            await File.ReadAllTextAsync(record.All<FileHeldBack>()
                .Single(held => held.Path.ToString().EndsWith("/.envrc", StringComparison.Ordinal)).KeptAt.ToString(),
                TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_hook_in_a_repository_that_the_agent_made_is_held_back_too()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.ShellAsync("git init -q . && echo '#!/bin/sh' >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit")).Exits(0);
        Assert.False(File.Exists(Path.Combine(desk.Workspace, ".git/hooks/pre-commit")));
        Assert.Contains((await run.RecordAsync()).All<FileHeldBack>(), held => held.Path.ToString().Contains(".git/hooks", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Sealed(Desk desk) =>
        Directory.GetFiles(Path.Combine(desk.Workspace, ".git/hooks")).Append(Path.Combine(desk.Workspace, ".git/config")).Order(StringComparer.Ordinal);
}
