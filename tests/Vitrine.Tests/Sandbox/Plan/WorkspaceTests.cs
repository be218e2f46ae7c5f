using Vitrine.Core.Model;
using Vitrine.Sandbox.Plan;
using Xunit;

namespace Vitrine.Tests.Sandbox.Plan;

public sealed class WorkspaceTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("vitrine-home").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("/", WorkspaceProblem.HoldsHome)]
    [InlineData("/usr", WorkspaceProblem.IsSystem)]
    [InlineData("/usr/lib", WorkspaceProblem.IsSystem)]
    [InlineData("/etc", WorkspaceProblem.IsSystem)]
    [InlineData("/proc/self", WorkspaceProblem.IsSystem)]
    [InlineData("/nowhere/at/all", WorkspaceProblem.NotADirectory)]
    [InlineData("/etc/passwd", WorkspaceProblem.NotADirectory)]
    public void A_system_directory_is_no_workspace(string path, WorkspaceProblem problem) => Assert.Equal(problem, Find(path).Problem);

    [Fact]
    public void The_home_and_what_holds_it_is_no_workspace_and_what_it_holds_is()
    {
        string project = Directory.CreateDirectory(Path.Combine(_home, "src", "a b\nc")).FullName;
        Assert.Equal(WorkspaceProblem.HoldsHome, Find(_home).Problem);
        Assert.Equal(WorkspaceProblem.HoldsHome, Find(Path.GetDirectoryName(_home)!).Problem);
        Assert.Equal(new Workspace(new UnixPath(project), WorkspaceProblem.None), Find(project));
    }

    [Fact]
    public void State_is_neither_in_a_workspace_nor_is_a_workspace_in_it()
    {
        string state = Directory.CreateDirectory(Path.Combine(_home, "x", "state")).FullName;
        Assert.Equal(WorkspaceProblem.HoldsState, Workspace.Find(new UnixPath(state), new UnixPath(_home), new UnixPath(state)).Problem);
        Assert.Equal(WorkspaceProblem.HoldsState, Workspace.Find(new UnixPath(Path.Combine(_home, "x")), new UnixPath(_home), new UnixPath(state)).Problem);
    }

    [Fact]
    public void A_link_is_followed_once_and_the_real_directory_is_judged()
    {
        string link = Path.Combine(_home, "link");
        File.CreateSymbolicLink(link, "/usr/share");
        Assert.Equal(WorkspaceProblem.IsSystem, Find(link).Problem);
    }

    private Workspace Find(string path) => Workspace.Find(new UnixPath(path), new UnixPath(_home), new UnixPath(Path.Combine(_home, ".local/state/vitrine")));
}
