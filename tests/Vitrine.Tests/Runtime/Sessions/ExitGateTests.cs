using Vitrine.Core.Model;
using Vitrine.Runtime.Sessions;
using Xunit;

namespace Vitrine.Tests.Runtime.Sessions;

public sealed class ExitGateTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vitrine-gate").FullName;
    private readonly string _workspace;
    private readonly string _held;

    public ExitGateTests()
    {
        _workspace = Directory.CreateDirectory(Path.Combine(_root, "workspace")).FullName;
        _held = Path.Combine(_root, "held");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_new_file_that_the_host_would_execute_is_taken_out_and_kept()
    {
        ExitGate gate = ExitGate.Remember(new UnixPath(_workspace));
        Write(".git/hooks/post-checkout", "evil");
        Write(".vscode/tasks.json", "{}");
        Write("src/main.c", "int x;");
        FileHeldBack[] held = [.. gate.Close(_held)];
        Assert.Equal([Path.Combine(_workspace, ".git/hooks"), Path.Combine(_workspace, ".vscode/tasks.json")], held.Select(one => one.Path.ToString()));
        Assert.False(Directory.Exists(Path.Combine(_workspace, ".git/hooks")));
        Assert.Equal("evil", File.ReadAllText(Path.Combine(_held, ".git/hooks/post-checkout")));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(_held, ".vscode/tasks.json")));
        Assert.True(File.Exists(Path.Combine(_workspace, "src/main.c")));
    }

    [Fact]
    public void What_was_there_before_stays()
    {
        Write(".envrc", "export A=1");
        ExitGate gate = ExitGate.Remember(new UnixPath(_workspace));
        Assert.Empty(gate.Close(_held));
        Assert.True(File.Exists(Path.Combine(_workspace, ".envrc")));
    }

    [Fact]
    public void A_link_is_taken_out_and_what_it_points_to_is_left_alone()
    {
        string outside = Path.Combine(_root, "outside");
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "tasks.json"), "mine");
        ExitGate gate = ExitGate.Remember(new UnixPath(_workspace));
        File.CreateSymbolicLink(Path.Combine(_workspace, ".envrc"), Path.Combine(outside, "tasks.json"));
        File.CreateSymbolicLink(Path.Combine(_workspace, ".vscode"), outside);
        FileHeldBack held = Assert.Single(gate.Close(_held));
        Assert.Equal(Path.Combine(_workspace, ".envrc"), held.Path.ToString());
        Assert.Equal("mine", File.ReadAllText(Path.Combine(outside, "tasks.json")));
        Assert.Null(new FileInfo(Path.Combine(_workspace, ".envrc")).LinkTarget);
    }

    private void Write(string path, string content)
    {
        string full = Path.Combine(_workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
