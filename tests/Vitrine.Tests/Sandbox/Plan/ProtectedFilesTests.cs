using Vitrine.Core.Model;
using Vitrine.Sandbox;
using Vitrine.Sandbox.Plan;
using Xunit;

namespace Vitrine.Tests.Sandbox.Plan;

public sealed class ProtectedFilesTests : IDisposable
{
    private readonly string _workspace = Directory.CreateTempSubdirectory("vitrine-workspace").FullName;

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    [Fact]
    public void What_exists_is_read_only_and_its_parent_cannot_be_moved_aside()
    {
        Directory.CreateDirectory(Path.Combine(_workspace, ".git", "hooks"));
        File.WriteAllText(Path.Combine(_workspace, ".git", "config"), "");
        File.WriteAllText(Path.Combine(_workspace, ".envrc"), "");
        Assert.Equal(
            [
                (MountKind.ReadWrite, ".git"), (MountKind.ReadOnly, ".git/hooks"), (MountKind.ReadOnly, ".git/config"), (MountKind.ReadOnly, ".envrc"),
            ],
            Mounts());
    }

    [Fact]
    public void An_ordinary_workspace_needs_none()
    {
        File.WriteAllText(Path.Combine(_workspace, "main.c"), "");
        Assert.Empty(Mounts());
    }

    [Theory]
    [InlineData(".envrc")]
    [InlineData(".vscode")]
    [InlineData(".git")]
    public void A_link_that_an_earlier_run_left_leads_no_mount_out_of_the_workspace(string name)
    {
        string outside = Directory.CreateTempSubdirectory("vitrine-outside").FullName;
        try
        {
            File.WriteAllText(Path.Combine(outside, "tasks.json"), "{}");
            File.WriteAllText(Path.Combine(outside, "config"), "");
            File.CreateSymbolicLink(Path.Combine(_workspace, name), outside);
            Assert.Empty(Mounts());
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    private IEnumerable<(MountKind Kind, string Path)> Mounts() =>
        ProtectedFiles.Plan(new UnixPath(_workspace)).Select(mount => (mount.Kind, Path.GetRelativePath(_workspace, mount.Target.ToString())));
}
