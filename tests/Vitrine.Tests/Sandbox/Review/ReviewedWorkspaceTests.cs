using System.Text;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Review;
using Xunit;

namespace Vitrine.Tests.Sandbox.Review;

public sealed class ReviewedWorkspaceTests : IDisposable
{
    private readonly ReviewFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void What_the_overlay_says_is_read_as_changes()
    {
        foreach (string name in (string[])["same", "changed", "gone", "dir/kept", "dir/gone", "old/a", "old/b/c"])
            ReviewFixture.Write(_files.Workspace, name, name);
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "same", "same");
        ReviewFixture.Write(_files.Upper, "changed", "another");
        ReviewFixture.Write(_files.Upper, "new/deep", "n");
        _files.Whiteout("gone");
        _files.Whiteout("dir/gone");
        _files.Whiteout("never");
        ReviewFixture.Write(_files.Upper, "old/a", "x");
        _files.Opaque("old");
        Assert.Equal(
            ["Modified changed", "Removed dir/gone", "Removed gone", "Added new", "Added new/deep", "Modified old/a", "Removed old/b/c", "Removed old/b"],
            _files.Changes().Select(change => $"{change.Kind} {change.Path}"));
        Assert.All(_files.ApplyAll(), outcome => Assert.Equal(ApplyResult.Applied, outcome.Result));
        Assert.Equal(["changed=another", "dir/", "dir/kept=dir/kept", "new/", "new/deep=n", "old/", "old/a=x", "same=same"],
            ReviewFixture.Tree(_files.Workspace));
        Assert.Empty(_files.Changes());
    }

    [Fact]
    public void A_file_that_the_person_changed_meanwhile_is_kept_as_it_is()
    {
        ReviewFixture.Write(_files.Workspace, "both", "before");
        ReviewFixture.Write(_files.Workspace, "removed", "before");
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "both", "agent");
        ReviewFixture.Write(_files.Upper, "new", "agent");
        _files.Whiteout("removed");
        foreach (string name in (string[])["both", "removed", "new"])
            ReviewFixture.Write(_files.Workspace, name, "person");
        Assert.All(_files.Changes(), change => Assert.True(change.HasMovedOn));
        Assert.All(_files.ApplyAll(), outcome => Assert.Equal(ApplyResult.MovedOn, outcome.Result));
        Assert.Equal(["both=person", "new=person", "removed=person"], ReviewFixture.Tree(_files.Workspace));
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("sub/deep")]
    public void A_directory_that_became_a_link_leads_nothing_out_of_the_workspace(string swapped)
    {
        ReviewFixture.Write(_files.Workspace, "sub/deep/a", "before");
        ReviewFixture.Write(_files.Workspace, "sub/deep/b", "before");
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "sub/deep/a", "agent");
        ReviewFixture.Write(_files.Upper, "sub/deep/new", "agent");
        _files.Whiteout("sub/deep/b");

        // Between the look and the deed.
        using ReviewedWorkspace review = _files.Open();
        IReadOnlyList<WorkspaceChange> changes = review.Scan(new HashSet<UnixPath>()).Changes;
        Assert.Equal(3, changes.Count);
        foreach (string name in (string[])["a", "b", "deep/a", "deep/b"])
            ReviewFixture.Write(_files.Outside, name, "outside");
        Directory.Move(Path.Combine(_files.Workspace, swapped), Path.Combine(_files.Workspace, "aside"));
        File.CreateSymbolicLink(Path.Combine(_files.Workspace, swapped), _files.Outside);
        string[] before = [.. ReviewFixture.Tree(_files.Outside)];
        foreach (WorkspaceChange change in changes.Concat(_files.Changes()))
            _ = review.Apply(change, out _);
        Assert.Equal(before, ReviewFixture.Tree(_files.Outside));
    }

    [Fact]
    public void A_directory_that_is_swapped_all_the_time_leads_nothing_out_of_the_workspace()
    {
        ReviewFixture.Write(_files.Workspace, "sub/deep/a", "before");
        ReviewFixture.Write(_files.Outside, "deep/a", "outside");
        ReviewFixture.Write(_files.Outside, "deep/b", "outside");
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "sub/deep/a", "agent");
        for (int i = 0; i < 300; i++)
            ReviewFixture.Write(_files.Upper, $"sub/deep/new{i}/file", "agent");
        _files.Whiteout("sub/deep/b");
        using ReviewedWorkspace review = _files.Open();
        IReadOnlyList<WorkspaceChange> changes = review.Scan(new HashSet<UnixPath>()).Changes;
        File.CreateSymbolicLink(Path.Combine(_files.Workspace, "link"), _files.Outside);
        using var stop = new CancellationTokenSource();
        int swaps = 0;
        var swapper = new Thread(() =>
        {
            for (; !stop.IsCancellationRequested; swaps++)
                _files.Exchange("sub", "link");
        });
        swapper.Start();
        var removal = new WorkspaceChange(new UnixPath("sub/deep/b"), ChangeKind.Removed, ChangeType.File);
        for (int round = 0; round < 20; round++)
            foreach (WorkspaceChange change in changes.Append(removal))
                _ = review.Apply(change, out _);
        stop.Cancel();
        swapper.Join();
        Assert.True(swaps > 100, $"only {swaps} swaps");
        Assert.Equal(["deep/", "deep/a=outside", "deep/b=outside"], ReviewFixture.Tree(_files.Outside));
    }

    [Fact]
    public void A_workspace_behind_a_link_is_no_workspace()
    {
        string link = Path.Combine(_files.Outside, "link");
        File.CreateSymbolicLink(link, Path.GetDirectoryName(_files.Workspace)!);
        Assert.Throws<IOException>(() => ReviewedWorkspace.Open(new UnixPath(_files.Upper), new UnixPath(Path.Combine(link, "workspace")),
            ChangeMarker.Beginning, "test"));
    }

    [Fact]
    public void A_link_in_the_place_of_a_file_is_never_written_through()
    {
        ReviewFixture.Write(_files.Workspace, "a", "before");
        ReviewFixture.Write(_files.Outside, "target", "outside");
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "a", "agent");
        File.Delete(Path.Combine(_files.Workspace, "a"));
        File.CreateSymbolicLink(Path.Combine(_files.Workspace, "a"), Path.Combine(_files.Outside, "target"));
        _ = _files.ApplyAll();
        Assert.Equal("outside", File.ReadAllText(Path.Combine(_files.Outside, "target")));
    }

    [Fact]
    public void Hard_links_of_the_layer_come_over_as_files_of_their_own()
    {
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "a", "agent");
        string linked = Path.Combine(_files.Upper, "b");
        _files.HardLink("a", "b");
        _ = _files.ApplyAll();
        File.WriteAllText(linked, "written later");
        Assert.Equal(["a=agent", "b=agent"], ReviewFixture.Tree(_files.Workspace));
    }

    [Fact]
    public void Set_id_bits_and_leave_for_others_to_write_stay_behind()
    {
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "tool");
        Directory.CreateDirectory(Path.Combine(_files.Upper, "open"));
        File.SetUnixFileMode(Path.Combine(_files.Upper, "tool"), (UnixFileMode)0xFFF);
        File.SetUnixFileMode(Path.Combine(_files.Upper, "open"), (UnixFileMode)0xFFF);
        _ = _files.ApplyAll();
        Assert.Equal((UnixFileMode)0b111_111_101, File.GetUnixFileMode(Path.Combine(_files.Workspace, "tool")));
        Assert.Equal((UnixFileMode)0b111_111_101, File.GetUnixFileMode(Path.Combine(_files.Workspace, "open")));
    }

    [Fact]
    public void A_fifo_is_listed_and_never_opened_or_applied()
    {
        _files.Begin();
        _files.Fifo("pipe");
        WorkspaceChange change = Assert.Single(_files.Changes());
        Assert.Equal((ChangeType.Other, ChangeHold.NotAFile), (change.Type, change.Hold));
        Assert.Equal([("pipe", ApplyResult.NotAccepted)], _files.ApplyAll());

        // Also where a file was when it was looked at.
        using ReviewedWorkspace review = _files.Open();
        ApplyResult result = review.Apply(change with { Type = ChangeType.File, Hold = ChangeHold.None }, out _);
        Assert.Equal(ApplyResult.Failed, result);
        Assert.Empty(Directory.GetFileSystemEntries(_files.Workspace));
    }

    [Fact]
    public void What_a_crash_left_does_not_stand_in_the_way()
    {
        ReviewFixture.Write(_files.Workspace, "a", "before");
        _files.Begin();
        ReviewFixture.Write(_files.Upper, "a", "agent");
        ReviewFixture.Write(_files.Upper, "b", "agent");

        // After the rename and before the note: the same content is no conflict. Before the rename: the temporary file is still there.
        ReviewFixture.Write(_files.Workspace, "b", "agent");
        ReviewFixture.Write(_files.Workspace, ".vitrine-test.tmp", "half");
        File.SetUnixFileMode(Path.Combine(_files.Upper, "b"), File.GetUnixFileMode(Path.Combine(_files.Workspace, "b")));
        Assert.Equal([("a", ApplyResult.Applied)], _files.ApplyAll());
        Assert.Equal(["a=agent", "b=agent"], ReviewFixture.Tree(_files.Workspace));
    }

    [Theory]
    [InlineData(".envrc", true)]
    [InlineData("deep/in/.vscode/tasks.json", true)]
    [InlineData(".git/hooks/pre-commit", true)]
    [InlineData("sub/.git/config", true)]
    [InlineData("sub/.git/modules/x/config", true)]
    [InlineData("sub/.git/rebase-merge/git-rebase-todo", true)]
    [InlineData(".husky/pre-push", true)]
    [InlineData(".cargo", true)] // A file or link that stands for the directory.
    [InlineData("sub/.git", true)]
    [InlineData(".git/objects/00/11", false)]
    [InlineData("envrc", false)]
    [InlineData("src/main.c", false)]
    public void What_the_host_obeys_is_known_at_any_depth(string path, bool expected) =>
        Assert.Equal(expected, HostObeyed.Is(Encoding.UTF8.GetBytes(path), isDirectory: false));

    [Fact]
    public void A_bare_repository_in_a_directory_has_its_configuration_held()
    {
        _files.Begin();
        foreach (string name in (string[])["lib/HEAD", "lib/objects/x", "lib/refs/heads/main", "lib/config", "lib/hooks/post-checkout"])
            ReviewFixture.Write(_files.Upper, name);
        Assert.Equal(["lib", "lib/config", "lib/hooks/post-checkout"], _files.Changes().Select(change => change.Path.ToString()));
        Assert.Equal(2, _files.Changes().Count(change => change.Hold == ChangeHold.HostObeys));
    }

    [Theory]
    [InlineData("a", "b", false)]
    [InlineData("d/a", "../b", false)]
    [InlineData("a", "./d/b", false)]
    [InlineData("a", "../b", true)]
    [InlineData("d/a", "../../b", true)]
    [InlineData("a", "/etc/passwd", true)]
    [InlineData("a", "d/../../b", true)]
    [InlineData("a", "x/x/..", true)] // With x -> . that is the workspace's parent.
    public void A_link_out_of_the_workspace_is_known_by_its_text(string path, string text, bool expected) =>
        Assert.Equal(expected, LinkTarget.MayLeadOut(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_tree_deeper_than_any_path_is_bounded_and_can_be_removed()
    {
        _files.Begin();
        string here = Directory.GetCurrentDirectory();
        string moved = Path.Combine(_files.Upper, "d");
        Directory.CreateDirectory(moved);
        for (int i = 0; i < 600; i++)
        {
            // From the inside out: no path is ever longer than one step.
            string next = Path.Combine(_files.Upper, "next");
            Directory.CreateDirectory(next);
            Directory.Move(moved, Path.Combine(next, "d"));
            Directory.Move(next, moved);
        }

        Assert.Equal(here, Directory.GetCurrentDirectory());
        Assert.Contains(_files.Changes(), change => change.Type == ChangeType.Other);
        TreeRemoval.Remove(new UnixPath(_files.Upper), "d");
        Assert.Empty(Directory.GetFileSystemEntries(_files.Upper));
    }
}
