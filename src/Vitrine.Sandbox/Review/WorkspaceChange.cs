using Vitrine.Core.Model;

namespace Vitrine.Sandbox.Review;

/// <summary>What happened to a name.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Its content, its link text or its mode is another.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>What stands at a name, or stood there if it was removed.</summary>
public enum ChangeType
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A FIFO, a socket, a device, or a name nested too deeply: never brought over.</summary>
    Other,
}

/// <summary>Why a change needs more than to be among those that are applied.</summary>
public enum ChangeHold
{
    /// <summary>It needs no more.</summary>
    None,

    /// <summary>The host's own tools would execute or obey it (<see cref="Plan.ProtectedFiles"/>).</summary>
    HostObeys,

    /// <summary>A link that leads, or may lead, out of the workspace: a host's tool that follows it later would leave the workspace (CVE-2026-39861).</summary>
    LeadsOut,

    /// <summary>It is no file, directory or link, and can't be brought over at all.</summary>
    NotAFile,
}

/// <summary>One difference between what the agent left and the workspace.</summary>
/// <param name="Path">Relative to the workspace.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Type">What it is; of a removed one, what it was.</param>
public sealed record WorkspaceChange(UnixPath Path, ChangeKind Kind, ChangeType Type)
{
    /// <summary>Bytes in the workspace, if it is there.</summary>
    public long OldSize { get; init; }

    /// <summary>Bytes as the agent left it.</summary>
    public long NewSize { get; init; }

    /// <summary>Permission bits in the workspace.</summary>
    public int OldMode { get; init; }

    /// <summary>Permission bits as the agent left it; set-id and sticky bits are never brought over.</summary>
    public int NewMode { get; init; }

    /// <summary>What else is needed to apply it.</summary>
    public ChangeHold Hold { get; init; }

    /// <summary>The workspace's own file changed since the session began: applying would lose that.</summary>
    public bool HasMovedOn { get; init; }
}
