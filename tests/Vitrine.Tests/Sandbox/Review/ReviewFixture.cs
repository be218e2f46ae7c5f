using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Review;
using Xunit;

namespace Vitrine.Tests.Sandbox.Review;

/// <summary>A workspace and an upper layer, as overlayfs would have left it.</summary>
internal sealed partial class ReviewFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vitrine-review").FullName;

    public ReviewFixture()
    {
        Workspace = Directory.CreateDirectory(Path.Combine(_root, "workspace")).FullName;
        Upper = Directory.CreateDirectory(Path.Combine(_root, "upper")).FullName;
        Outside = Directory.CreateDirectory(Path.Combine(_root, "outside")).FullName;
    }

    public string Workspace { get; }

    public string Upper { get; }

    public string Outside { get; }

    public ChangeMarker Since { get; private set; } = new(long.MaxValue, 0);

    /// <summary>From here on what changes in the workspace has moved on.</summary>
    public void Begin()
    {
        // A directory made now has the clock's time; one more tick parts it from what was written before.
        for (ChangeMarker before = Mark(); Since == new ChangeMarker(long.MaxValue, 0) || Since == before; Since = Mark())
        {
        }
    }

    public ReviewedWorkspace Open() => ReviewedWorkspace.Open(new UnixPath(Upper), new UnixPath(Workspace), Since, "test");

    public static void Write(string directory, string name, string text = "text")
    {
        string path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Whiteout(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Upper, name))!);
        const uint S_IFCHR = 0x2000;
        Assert.Equal(0, Mknod(Encoding.UTF8.GetBytes(Path.Combine(Upper, name) + '\0'), S_IFCHR, 0));
    }

    public void Fifo(string name) => Assert.Equal(0, Mknod(Encoding.UTF8.GetBytes(Path.Combine(Upper, name) + '\0'), 0x1000 | 0x1A4, 0));

    public void HardLink(string existing, string name) =>
        Assert.Equal(0, Link(Encoding.UTF8.GetBytes(Path.Combine(Upper, existing) + '\0'), Encoding.UTF8.GetBytes(Path.Combine(Upper, name) + '\0')));

    /// <summary>Exchanges two names of the workspace at once.</summary>
    public void Exchange(string one, string other) =>
        Assert.Equal(0,
            Rename(-100, Encoding.UTF8.GetBytes(Path.Combine(Workspace, one) + '\0'), -100, Encoding.UTF8.GetBytes(Path.Combine(Workspace, other) + '\0'), 2));

    public void Opaque(string name) =>
        Assert.Equal(0, SetAttribute(Encoding.UTF8.GetBytes(Path.Combine(Upper, name) + '\0'), "user.overlay.opaque\0"u8.ToArray(), "y"u8.ToArray(), 1, 0));

    public IReadOnlyList<WorkspaceChange> Changes()
    {
        using ReviewedWorkspace review = Open();
        return review.Scan(new HashSet<UnixPath>()).Changes;
    }

    /// <summary>Applies everything, whatever it asks for.</summary>
    public IReadOnlyList<(string Path, ApplyResult Result)> ApplyAll()
    {
        using ReviewedWorkspace review = Open();
        return [.. review.Scan(new HashSet<UnixPath>()).Changes.Select(change => (change.Path.ToString(), review.Apply(change, out _)))];
    }

    /// <summary>All names below a directory, with what stands there.</summary>
    public static IEnumerable<string> Tree(string directory) =>
        Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path)
                + (new FileInfo(path).LinkTarget is { } link ? " -> " + link : Directory.Exists(path) ? "/" : "=" + File.ReadAllText(path)))
            .Order(StringComparer.Ordinal);

    private ChangeMarker Mark()
    {
        string probe = Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString())).FullName;
        ChangeMarker marker = ChangeMarker.Of(new UnixPath(probe));
        Directory.Delete(probe);
        return marker;
    }

    public void Dispose() => TreeRemoval.Remove(new UnixPath(Path.GetDirectoryName(_root)!), Path.GetFileName(_root));

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true)]
    private static partial int Mknod(byte[] path, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    private static partial int Link(byte[] existing, byte[] name);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static partial int Rename(int from, byte[] existing, int to, byte[] name, uint flags);

    [LibraryImport("libc", EntryPoint = "setxattr", SetLastError = true)]
    private static partial int SetAttribute(byte[] path, byte[] name, byte[] value, nint size, int flags);
}
