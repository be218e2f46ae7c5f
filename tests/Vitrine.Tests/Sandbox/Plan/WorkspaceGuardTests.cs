using Vitrine.Core.Model;
using Vitrine.Sandbox;
using Vitrine.Sandbox.Plan;
using Xunit;

namespace Vitrine.Tests.Sandbox.Plan;

public sealed class WorkspaceGuardTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vitrine-guard").FullName;
    private readonly string _workspace, _held;

    public WorkspaceGuardTests()
    {
        _workspace = Directory.CreateDirectory(Path.Combine(_root, "workspace")).FullName;
        _held = Path.Combine(_root, "held");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_exists_is_read_only_and_no_directory_above_it_can_be_moved_aside()
    {
        Write(".git/hooks/pre-commit");
        Write(".git/config");
        Write(".git/info/attributes");
        Write(".envrc");
        Assert.Equal(
            [
                (MountKind.ReadWrite, "."), (MountKind.ReadWrite, ".git"), (MountKind.ReadOnly, ".git/hooks"), (MountKind.ReadOnly, ".git/config"),
                (MountKind.ReadWrite, ".git/info"), (MountKind.ReadOnly, ".git/info/attributes"), (MountKind.ReadOnly, ".envrc"),
            ],
            Mounts());
    }

    [Fact]
    public void A_guard_that_is_opened_again_holds_back_what_the_first_would_have()
    {
        Write(".git/hooks/pre-commit");
        Write(".npmrc");
        string saved;
        using (var guard = WorkspaceGuard.Open(new UnixPath(_workspace)))
            saved = guard.Save(DateTimeOffset.UnixEpoch);
        Write(".git/hooks/post-checkout");
        Write(".envrc");
        Write(".vscode/tasks.json");
        (WorkspaceGuard again, DateTimeOffset begun) = WorkspaceGuard.Reopen(saved)!.Value;
        using (again)
            Assert.Equal([".envrc", ".vscode/tasks.json"],
                again.Close(_held, "mark", null).Select(held => Path.GetRelativePath(_workspace, held.Path.ToString())));
        Assert.Equal(DateTimeOffset.UnixEpoch, begun);
        Assert.True(File.Exists(Path.Combine(_workspace, ".npmrc")));
    }

    [Fact]
    public void A_saved_guard_is_of_that_very_directory_and_whole()
    {
        string saved;
        using (var guard = WorkspaceGuard.Open(new UnixPath(_workspace)))
            saved = guard.Save(DateTimeOffset.UnixEpoch);
        for (int length = 0; length < saved.Length; length += 37)
            Assert.Throws<InvalidDataException>(() => WorkspaceGuard.Reopen(saved[..length]));
        Directory.Move(_workspace, _workspace + "-old");
        Assert.Null(WorkspaceGuard.Reopen(saved));
        Directory.CreateDirectory(_workspace);
        Assert.Null(WorkspaceGuard.Reopen(saved));
    }

    [Fact]
    public void An_ordinary_workspace_is_one_mount()
    {
        Write("main.c");
        Assert.Equal([(MountKind.ReadWrite, ".")], Mounts());
    }

    [Theory]
    [InlineData(".envrc")]
    [InlineData(".vscode")]
    [InlineData(".git")]
    public void A_link_that_an_earlier_run_left_leads_no_mount_out_of_the_workspace(string name)
    {
        string outside = Directory.CreateDirectory(Path.Combine(_root, "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "tasks.json"), "{}");
        File.WriteAllText(Path.Combine(outside, "config"), "");
        File.CreateSymbolicLink(Path.Combine(_workspace, name), outside);
        Assert.Equal([(MountKind.ReadWrite, ".")], Mounts());
    }

    [Fact]
    public void A_link_within_the_workspace_is_followed_to_what_must_be_read_only()
    {
        Write("conf/editor/tasks.json");
        File.CreateSymbolicLink(Path.Combine(_workspace, ".vscode"), "conf/editor");
        Assert.Equal([(MountKind.ReadWrite, "."), (MountKind.ReadWrite, "conf"), (MountKind.ReadWrite, "conf/editor"),
            (MountKind.ReadOnly, "conf/editor/tasks.json")],
            Mounts());
    }

    [Fact]
    public void A_git_file_that_names_the_git_directory_is_read_only()
    {
        Write(".git");
        Assert.Equal([(MountKind.ReadWrite, "."), (MountKind.ReadOnly, ".git")], Mounts());
    }

    [Fact]
    public void A_workspace_that_is_a_git_directory_is_guarded_like_one()
    {
        foreach (string name in (string[])["HEAD", "objects/x", "refs/x", "config", "hooks/x"])
            Write(name);
        Assert.Equal([(MountKind.ReadWrite, "."), (MountKind.ReadOnly, "hooks"), (MountKind.ReadOnly, "config")], Mounts());
    }

    [Fact]
    public void Each_mount_of_the_workspace_carries_what_it_was_when_it_was_judged()
    {
        Write(".git/config");
        using WorkspaceGuard guard = WorkspaceGuard.Open(new UnixPath(_workspace));
        Assert.All(guard.Mounts(), mount => Assert.NotNull(mount.Identity));
        Assert.Equal(3, guard.Mounts().Select(mount => mount.Identity).Distinct().Count());
    }

    [Fact]
    public void A_new_file_that_the_host_would_execute_is_taken_out_and_kept()
    {
        Assert.Equal([".git/hooks", ".vscode/tasks.json"], HeldAfter(() =>
        {
            Write(".git/hooks/post-checkout");
            Write(".vscode/tasks.json");
            Write("src/main.c");
        }));
        Assert.False(Directory.Exists(Path.Combine(_workspace, ".git/hooks")));
        Assert.True(File.Exists(Path.Combine(_held, ".git/hooks/post-checkout")));
        Assert.True(File.Exists(Path.Combine(_held, ".vscode/tasks.json")));
        Assert.True(File.Exists(Path.Combine(_workspace, "src/main.c")));
    }

    [Fact]
    public void What_was_there_before_stays_also_when_the_person_wrote_it_anew()
    {
        Write(".envrc");
        Assert.Empty(HeldAfter(() =>
        {
            Write("new");
            File.Move(Path.Combine(_workspace, "new"), Path.Combine(_workspace, ".envrc"), overwrite: true);
        }));
    }

    [Fact]
    public void A_redirection_of_the_git_directory_is_taken_out()
    {
        Write(".git/config");
        Assert.Equal([".git/commondir"], HeldAfter(() => Write(".git/commondir")));
    }

    [Theory]
    [InlineData(".git")]
    [InlineData(".vscode")]
    [InlineData(".cargo")]
    public void A_new_link_on_the_way_to_a_file_that_the_host_obeys_is_taken_out(string name)
    {
        Assert.Equal([name], HeldAfter(() =>
        {
            Write("elsewhere/config");
            File.CreateSymbolicLink(Path.Combine(_workspace, name), "elsewhere");
        }));
        Assert.True(File.Exists(Path.Combine(_workspace, "elsewhere/config")));
    }

    [Fact]
    public void A_git_file_that_replaces_nothing_or_a_directory_is_taken_out()
    {
        Assert.Equal([".git"], HeldAfter(() => Write(".git")));
        Directory.Delete(_held, recursive: true);
        Write(".git/HEAD");
        Assert.Equal([".git"], HeldAfter(() =>
        {
            Directory.Delete(Path.Combine(_workspace, ".git"), recursive: true);
            Write(".git");
        }));
    }

    [Fact]
    public void A_directory_in_the_place_of_a_link_is_not_taken_for_what_the_link_led_to()
    {
        Write("conf/tasks.json");
        File.CreateSymbolicLink(Path.Combine(_workspace, ".vscode"), "conf");
        Assert.Equal([".vscode/tasks.json"], HeldAfter(() =>
        {
            File.Delete(Path.Combine(_workspace, ".vscode"));
            Write(".vscode/tasks.json");
        }));
    }

    [Fact]
    public void A_workspace_that_became_a_git_directory_loses_what_makes_it_one() =>
        Assert.Equal(["HEAD"], HeldAfter(() =>
        {
            foreach (string name in (string[])["HEAD", "objects/x", "refs/x", "config"])
                Write(name);
        }));

    [Fact]
    public void What_a_link_points_to_outside_is_left_alone()
    {
        string outside = Directory.CreateDirectory(Path.Combine(_root, "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "tasks.json"), "mine");
        Assert.Equal([".envrc", ".vscode"], HeldAfter(() =>
        {
            File.CreateSymbolicLink(Path.Combine(_workspace, ".envrc"), Path.Combine(outside, "tasks.json"));
            File.CreateSymbolicLink(Path.Combine(_workspace, ".vscode"), outside);
        }).Order());
        Assert.Equal("mine", File.ReadAllText(Path.Combine(outside, "tasks.json")));
        Assert.Null(new FileInfo(Path.Combine(_workspace, ".envrc")).LinkTarget);
    }

    [Fact]
    public void A_directory_without_rights_is_taken_out_all_the_same()
    {
        Assert.Equal([".husky"], HeldAfter(() =>
        {
            Write(".husky/pre-commit");
            File.SetUnixFileMode(Path.Combine(_workspace, ".husky"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }));
        Assert.False(Directory.Exists(Path.Combine(_workspace, ".husky")));
    }

    private string[] HeldAfter(Action agent)
    {
        using WorkspaceGuard guard = WorkspaceGuard.Open(new UnixPath(_workspace));
        agent();
        return [.. guard.Close(_held, "mark", null).Select(held => Path.GetRelativePath(_workspace, held.Path.ToString()))];
    }

    private (MountKind Kind, string Path)[] Mounts()
    {
        using WorkspaceGuard guard = WorkspaceGuard.Open(new UnixPath(_workspace));
        return [.. guard.Mounts().Select(mount => (mount.Kind, Path.GetRelativePath(_workspace, mount.Target.ToString())))];
    }

    private void Write(string path)
    {
        string full = Path.Combine(_workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, path);
    }
}
