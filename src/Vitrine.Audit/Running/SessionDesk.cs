using System.Text;
using Vitrine.Audit.Targets;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Plan;
using Vitrine.Sandbox.Review;

namespace Vitrine.Audit.Running;

/// <summary>The directories of one session on the host: made afresh, shown in the box at the machine's own places, and gone afterwards.</summary>
internal sealed class SessionDesk : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        Shared = Own | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // When somebody worked here last. File times of the box's own making are the machine's.
    private static readonly DateTime Worked = new(2026, 3, 12, 9, 30, 0, DateTimeKind.Utc);
    private readonly string _scratch, _name, _root;
    private (string Directory, (long Bytes, int Names) Before)? _counted;

    public SessionDesk(string scratch)
    {
        (_scratch, _name) = (scratch, Guid.NewGuid().ToString("N"));
        _root = Path.Combine(scratch, _name);
        Directory.CreateDirectory(_root, Own);
    }

    /// <summary>The home directory.</summary>
    public string Home => Path.Combine(_root, "home");

    /// <summary>The workspace.</summary>
    public string Workspace => Path.Combine(_root, "workspace");

    /// <summary>The box's /tmp.</summary>
    public string Temporary => Path.Combine(_root, "tmp");

    /// <summary>Each place and its directory.</summary>
    public IReadOnlyList<(string Place, string Directory)> Places => [("home", Home), ("workspace", Workspace), ("tmp", Temporary)];

    /// <summary>Makes the home.</summary>
    public void MakeHome(AuditMachine machine)
    {
        Directory.CreateDirectory(Home, Shared);
        foreach ((string path, string text) in machine.HomeFiles)
            Write(Path.Combine(Home, path), text, path.StartsWith(".ssh/", StringComparison.Ordinal) || path.StartsWith(".aws/", StringComparison.Ordinal));
        Settle(Home);
    }

    /// <summary>Makes workspace and /tmp, anew where there were some.</summary>
    public void MakeWorkspace(AuditMachine machine, WorkspaceTemplates templates)
    {
        Remove("workspace");
        Remove("tmp");
        templates.CopyTo(machine, Workspace);
        Settle(Workspace);
        Directory.CreateDirectory(Temporary);
        File.SetUnixFileMode(Temporary, (UnixFileMode)0b1_111_111_111);
    }

    /// <summary>Makes a copy of a package, which its installation may write to.</summary>
    /// <returns>Its directory.</returns>
    /// <exception cref="IOException">It can't be copied.</exception>
    public string MakePackage(string from, CancellationToken cancellationToken)
    {
        string package = Path.Combine(_root, "package");
        PackageCopy.Copy(from, package, new UnpackLimits(), cancellationToken);
        return package;
    }

    /// <summary>Counts from now on what a directory grows by, too.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public void Count(string directory) => _counted = (directory, TreeScan.Measure(new UnixPath(directory), int.MaxValue));

    /// <summary>No longer: nothing of it can grow.</summary>
    public void CountNoMore() => _counted = null;

    /// <summary>How much there is; why it is too much, or null.</summary>
    public string? TooMuch(long bytes, int names)
    {
        (long Bytes, int Names) sum = default;
        if (_counted is { } counted)
        {
            (long Bytes, int Names) grown = TreeScan.Measure(new UnixPath(counted.Directory), counted.Before.Names + names + 1);
            sum = (Math.Max(0, grown.Bytes - counted.Before.Bytes), Math.Max(0, grown.Names - counted.Before.Names));
        }

        foreach ((_, string directory) in Places)
        {
            (long Bytes, int Names) found = TreeScan.Measure(new UnixPath(directory), names + 1 - Math.Min(names, sum.Names));
            sum = (sum.Bytes + found.Bytes, sum.Names + found.Names);
        }

        return sum.Bytes > bytes ? $"its files took more than {bytes >> 20} MiB" : sum.Names > names ? $"it made more than {names} files" : null;
    }

    private static void Write(string path, string text, bool isPrivate)
    {
        string directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory, isPrivate ? Own : Shared);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        File.SetUnixFileMode(path,
            isPrivate
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite
                : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>Equal times in each session.</summary>
    private static void Settle(string top)
    {
        foreach (string path in Directory.EnumerateFiles(top, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, Worked);
        foreach (string path in Directory.EnumerateDirectories(top, "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(path, Worked);
        Directory.SetLastWriteTimeUtc(top, Worked);
    }

    private void Remove(string name) => TreeRemoval.Remove(new UnixPath(_root), name);

    /// <inheritdoc/>
    public void Dispose() => TreeRemoval.Remove(new UnixPath(_scratch), _name);
}
