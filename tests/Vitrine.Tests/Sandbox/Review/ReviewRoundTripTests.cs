using FsCheck;
using FsCheck.Fluent;
using Vitrine.Sandbox.Review;
using Xunit;

namespace Vitrine.Tests.Sandbox.Review;

/// <summary>Whatever an agent made of a workspace: applying all of it gives exactly that.</summary>
public sealed class ReviewRoundTripTests
{
    private static readonly string[] Names = ["a", "b", "d/a", "d/b", "d/e/a", "f/a", "f/e"];

    [Fact]
    public void Applying_all_gives_what_the_agent_left()
    {
        // For each name: not there, a file of one of two contents, or a link, in the workspace and after the agent.
        Gen<int[]> tree = Gen.Choose(0, 3).ArrayOf(Names.Length);
        Property property = Prop.ForAll(tree.ToArbitrary(), tree.ToArbitrary(), (before, after) =>
        {
            using var files = new ReviewFixture();
            Build(files.Workspace, before);
            files.Begin();
            string left = Path.Combine(files.Outside, "left");
            Build(Directory.CreateDirectory(left).FullName, after);
            Layer(files, files.Workspace, left, "");
            Assert.All(files.ApplyAll(), outcome => Assert.Equal(ApplyResult.Applied, outcome.Result));
            Assert.Equal(ReviewFixture.Tree(left), ReviewFixture.Tree(files.Workspace));
            return true;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), property);
    }

    private static void Build(string directory, int[] what)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            string path = Path.Combine(directory, Names[i]);
            if (what[i] == 0)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (what[i] == 3)
                File.CreateSymbolicLink(path, "target");
            else
                File.WriteAllText(path, what[i] == 1 ? "one" : "two");
        }
    }

    /// <summary>Writes what overlayfs would: whiteouts for what is gone, an opaque directory where all of it is new, else the difference.</summary>
    private static void Layer(ReviewFixture files, string lower, string left, string path)
    {
        string[] was = Listed(Path.Combine(lower, path)), now = Listed(Path.Combine(left, path));
        foreach (string name in was.Except(now))
            files.Whiteout(Path.Combine(path, name));
        foreach (string name in now)
        {
            string below = Path.Combine(path, name), source = Path.Combine(left, below), target = Path.Combine(files.Upper, below);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (new FileInfo(source).LinkTarget is { } link)
                File.CreateSymbolicLink(target, link);
            else if (Directory.Exists(source))
            {
                Directory.CreateDirectory(target);
                bool isNew = (below.Length & 1) == 1 && Directory.Exists(Path.Combine(lower, below));
                if (isNew)
                    files.Opaque(below);
                Layer(files, isNew ? files.Outside + "/none" : lower, left, below);
            }
            else
                File.Copy(source, target);
        }
    }

    private static string[] Listed(string directory) =>
        Directory.Exists(directory) ? [.. Directory.GetFileSystemEntries(directory).Select(path => Path.GetFileName(path))] : [];
}
