using System.Security.Cryptography;
using System.Text;
using Vitrine.Audit.Targets;
using Xunit;

namespace Vitrine.Tests.Audit.Targets;

public sealed class TreeDigestTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vitrine-tree-");

    public TreeDigestTests()
    {
        Put("b.txt", "two");
        Put("a/ä.txt", "one");
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Digests_are_those_of_the_documents()
    {
        string one = Hash("one"), two = Hash("two");
        IReadOnlyDictionary<string, string> digests = Of();
        Assert.Equal(Hash($"100644 {one}  a/ä.txt\0100644 {two}  b.txt\0"), digests["sha256"]);
        // find . -type f -printf '%P\n' | LC_ALL=C sort | xargs sha256sum | sha256sum
        Assert.Equal(Hash($"{one}  a/ä.txt\n{two}  b.txt\n"), digests["dirHash"]);
    }

    [Fact]
    public void Order_is_that_of_bytes_and_not_of_utf_16()
    {
        Put("\U0001F600", "");
        Put("\uFB00", "");
        string none = Hash("");
        Assert.Equal(Hash($"{Hash("one")}  a/ä.txt\n{Hash("two")}  b.txt\n{none}  \uFB00\n{none}  \U0001F600\n"), Of()["dirHash"]);
    }

    [Fact]
    public void Whatever_changes_what_runs_changes_the_digest()
    {
        HashSet<string> seen = [Of()["sha256"]];
        string file = Path.Combine(_root.FullName, "b.txt");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.True(seen.Add(Of()["sha256"]));
        File.CreateSymbolicLink(Path.Combine(_root.FullName, "link"), "b.txt");
        Assert.True(seen.Add(Of()["sha256"]));
        File.Delete(Path.Combine(_root.FullName, "link"));
        File.CreateSymbolicLink(Path.Combine(_root.FullName, "link"), "a");
        Assert.True(seen.Add(Of()["sha256"]));
        Directory.Move(Path.Combine(_root.FullName, "a"), Path.Combine(_root.FullName, "c"));
        Assert.True(seen.Add(Of()["sha256"]));
    }

    [Fact]
    public void Name_with_a_newline_cannot_pass_for_two_files()
    {
        Put($"x\n{Hash("two")}  y", "one");
        string first = Of()["sha256"];
        Assert.False(Of().ContainsKey("dirHash"));
        File.Delete(Path.Combine(_root.FullName, $"x\n{Hash("two")}  y"));
        Put("x", "one");
        Put("y", "two");
        Assert.NotEqual(first, Of()["sha256"]);
    }

    private IReadOnlyDictionary<string, string> Of() => TreeDigest.Of(_root.FullName, TestContext.Current.CancellationToken);

    private void Put(string name, string text)
    {
        string path = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
