using Vitrine.Core.Model;
using Vitrine.Sandbox;
using Vitrine.Sandbox.FirstStage;
using Vitrine.Sandbox.Plan;
using Xunit;

namespace Vitrine.Tests.Sandbox.Plan;

public sealed class WorkspaceMasksTests : IDisposable
{
    private readonly string _workspace = Directory.CreateTempSubdirectory("vitrine-masks").FullName;

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    [Fact]
    public void What_is_hidden_is_not_entered_and_what_is_read_only_is_covered_once()
    {
        foreach (string name in (string[])[".env", "secrets/key", "secrets/more/.env", "locked/a", "locked/b/.env", "src/main.c"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_workspace, name))!);
            File.WriteAllText(Path.Combine(_workspace, name), name);
        }

        Directory.CreateSymbolicLink(Path.Combine(_workspace, "out"), "/");
        IReadOnlyList<BoxMask> masks = Find(
            path => path.ToString().EndsWith("/.env", StringComparison.Ordinal) || path.ToString().EndsWith("/secrets", StringComparison.Ordinal),
            path => path.ToString().Contains("/locked", StringComparison.Ordinal));
        Assert.Equal(
            ["Hidden .env", "ReadOnly locked", "Hidden locked/b/.env", "Hidden secrets"],
            masks.Select(mask => $"{mask.Kind} {Path.GetRelativePath(_workspace, mask.Target.ToString())}"));
        Assert.Equal(
            ["h.env", "rlocked", "plocked/b", "hlocked/b/.env", "hsecrets"],
            WorkspaceMounts.Steps(Plan(masks)).Select(step => step.ToString()[0] + Path.GetRelativePath(_workspace, step.ToString()[1..])));
    }

    [Fact]
    public void More_places_than_can_be_covered_are_refused()
    {
        for (int i = 0; i <= WorkspaceMasks.Most; i++)
            File.Create(Path.Combine(_workspace, $"f{i}")).Dispose();
        Assert.Throws<IOException>(() => Find(_ => true, _ => false));
    }

    private IReadOnlyList<BoxMask> Find(Func<UnixPath, bool> isHidden, Func<UnixPath, bool> isReadOnly) =>
        WorkspaceMasks.Find(new UnixPath(_workspace), isHidden, isReadOnly);

    private static BoxPlan Plan(IReadOnlyList<BoxMask> masks) => new()
    {
        Mounts = [],
        Masks = masks,
        Command = [],
        Environment = [],
        WorkingDirectory = new UnixPath("/"),
        Limits = new BoxLimits(0, 0),
        Bubblewrap = "",
        Nft = "",
        FirstStage = new UnixPath(""),
    };
}
