using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Sandbox.Review;

namespace Vitrine.Runtime.Workspaces;

/// <summary>What one session left for a person to apply or discard.</summary>
public sealed class PendingChanges : IDisposable
{
    private readonly string _parent, _name, _settledPath;
    private readonly ReviewedWorkspace _reviewed;
    private readonly HashSet<UnixPath> _settled;

    internal PendingChanges(SessionId id, bool isHeld, string parent, string name, string upper, string settledPath, UnixPath workspace, ChangeMarker since)
    {
        (Session, IsHeld, _parent, _name, _settledPath, Workspace, Upper) = (id, isHeld, parent, name, settledPath, workspace, new UnixPath(upper));
        _settled = ReadSettled(settledPath);
        _reviewed = ReviewedWorkspace.Open(Upper, workspace, since, id.ToString());
    }

    /// <summary>The session.</summary>
    public SessionId Session { get; }

    /// <summary>Whether the exit gate took these out of the workspace; else the box wrote them to an overlay.</summary>
    public bool IsHeld { get; }

    /// <summary>Where they belong.</summary>
    public UnixPath Workspace { get; }

    /// <summary>Where they are.</summary>
    public UnixPath Upper { get; }

    /// <summary>Lists what is neither applied nor discarded yet.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public ReviewListing Scan()
    {
        ReviewListing listing = _reviewed.Scan(_settled);

        // Whatever the gate took, it took for that reason.
        return IsHeld ? listing with { Changes = [.. listing.Changes.Where(change => change.Type != ChangeType.Directory).Select(Gated)] } : listing;
    }

    private static WorkspaceChange Gated(WorkspaceChange change) => change.Hold == ChangeHold.NotAFile ? change : change with { Hold = ChangeHold.HostObeys };

    /// <inheritdoc cref="ReviewedWorkspace.HasRepository"/>
    public bool HasRepository => !IsHeld && _reviewed.HasRepository;

    /// <summary>Applies one change.</summary>
    public ApplyResult Apply(WorkspaceChange change, out string? problem) => _reviewed.Apply(change, out problem);

    /// <inheritdoc cref="ReviewedWorkspace.Read"/>
    public byte[]? Read(WorkspaceChange change, bool asLeft, int most) => _reviewed.Read(change, asLeft, most);

    /// <summary>Notes that these paths were dealt with; what was applied is made durable before.</summary>
    /// <exception cref="IOException">It can't be noted: the paths will come up again.</exception>
    public void Settle(IReadOnlyCollection<UnixPath> paths, bool wereApplied)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (wereApplied)
            _reviewed.Sync();
        using var file = new FileStream(_settledPath, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var buffer = new MemoryStream();

        // A note that a crash cut off must not run into the next.
        if (file.Position > 0)
            buffer.WriteByte(0);
        foreach (UnixPath path in paths)
            if (_settled.Add(path))
            {
                buffer.Write(path.ToBytes());
                buffer.WriteByte(0);
            }

        file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Removes all that is kept, for good.</summary>
    /// <exception cref="IOException">Something of it stays.</exception>
    public void Remove()
    {
        TreeRemoval.Remove(new UnixPath(_parent), _name);
        if (IsHeld)
            File.Delete(_settledPath);
    }

    private static HashSet<UnixPath> ReadSettled(string path)
    {
        var settled = new HashSet<UnixPath>();
        if (!File.Exists(path))
            return settled;
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);

        // Only what has its end: a cut note counts as none.
        for (int end; (end = bytes.IndexOf((byte)0)) >= 0; bytes = bytes[(end + 1)..])
            if (end > 0)
                settled.Add(UnixPath.FromBytes(bytes[..end]));
        return settled;
    }

    /// <inheritdoc/>
    public void Dispose() => _reviewed.Dispose();
}
