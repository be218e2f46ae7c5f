using Vitrine.Core.Model;
using Vitrine.Sandbox.Plan;
using Xunit;

namespace Vitrine.Tests.Sandbox.Plan;

public sealed class NestedRepositoriesTests : IDisposable
{
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UnixEpoch, Later = DateTimeOffset.UtcNow.AddHours(1);
    private readonly string _top = Directory.CreateTempSubdirectory("vitrine-nested").FullName;

    public void Dispose() => Directory.Delete(_top, recursive: true);

    [Fact]
    public void Configuration_hooks_and_pointers_of_a_repository_below_are_found_when_they_are_new()
    {
        Write("deep/er/.git/config");
        Write("deep/er/.git/hooks/post-checkout");
        Write("deep/er/.git/HEAD");
        Write("module/.git");
        Assert.Equal(["deep/er/.git/config", "deep/er/.git/hooks", "module/.git"], Find(LongAgo));
        Assert.Empty(Find(Later));
    }

    [Fact]
    public void A_bare_repository_is_one_by_what_it_holds()
    {
        Write("store/HEAD");
        Write("store/config");
        Directory.CreateDirectory(Path.Combine(_top, "store", "objects"));
        Directory.CreateDirectory(Path.Combine(_top, "store", "refs"));
        Write("no-store/config");
        Assert.Equal(["store/config"], Find(LongAgo));
    }

    [Fact]
    public void The_top_has_its_own_guard_and_ordinary_files_are_none()
    {
        Write(".git/config");
        Write("src/config");
        Write("hooks/pre-commit");
        Assert.Empty(Find(LongAgo));
    }

    [Fact]
    public void No_link_is_followed_and_one_that_stands_for_a_repository_is_found()
    {
        Write("outside/.git/config");
        Directory.Move(Path.Combine(_top, "outside"), _top + "-outside");
        try
        {
            File.CreateSymbolicLink(Path.Combine(_top, "link"), _top + "-outside");
            Directory.CreateDirectory(Path.Combine(_top, "sub"));
            File.CreateSymbolicLink(Path.Combine(_top, "sub", ".git"), _top + "-outside/.git");
            Assert.Equal(["sub/.git"], Find(LongAgo));
        }
        finally
        {
            Directory.Delete(_top + "-outside", recursive: true);
        }
    }

    [Fact]
    public void A_directory_that_can_be_entered_and_not_listed_is_looked_into_and_left_as_it_was()
    {
        Write("closed/.git/config");
        string closed = Path.Combine(_top, "closed");
        const UnixFileMode EnterOnly = UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(closed, EnterOnly);
        Assert.Equal(["closed/.git/config"], Find(LongAgo));
        Assert.Equal(EnterOnly, File.GetUnixFileMode(closed));
        File.SetUnixFileMode(closed, EnterOnly | UnixFileMode.UserRead);
    }

    [Fact]
    public void The_guard_takes_out_what_is_new()
    {
        using var guard = WorkspaceGuard.Open(new UnixPath(_top));
        Write("sub/.git/config");
        string held = _top + "-held";
        try
        {
            FileHeldBack one = Assert.Single(guard.Close(held, "mark", LongAgo));
            Assert.Equal(Path.Combine(_top, "sub/.git/config"), one.Path.ToString());
            Assert.False(File.Exists(Path.Combine(_top, "sub/.git/config")));
            Assert.True(File.Exists(one.KeptAt.ToString()));
        }
        finally
        {
            Directory.Delete(held, recursive: true);
        }
    }

    private IEnumerable<string> Find(DateTimeOffset since) =>
        NestedRepositories.Find(new UnixPath(_top), since).Select(path => path.ToString()).Order(StringComparer.Ordinal);

    private void Write(string path)
    {
        string full = Path.Combine(_top, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "x");
    }
}
