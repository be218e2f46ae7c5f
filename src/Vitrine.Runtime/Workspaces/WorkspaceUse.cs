using Vitrine.Core.Model;

namespace Vitrine.Runtime.Workspaces;

/// <summary>What the box may do with the workspace.</summary>
public enum WorkspaceUse
{
    /// <summary>Write to it; files that the host would execute are held back.</summary>
    Write,

    /// <summary>Read it.</summary>
    Read,

    /// <summary>Write to a copy of it (copy-on-write), whose changes a person applies or discards afterwards.</summary>
    Review,

    /// <summary>Write to it, with nothing guarded or held back: for a workspace that is thrown away afterwards.</summary>
    Free,
}

/// <summary>Which files of the workspace the box may not read, or not write. Both are asked for absolute paths, directories before what is in them.</summary>
/// <param name="IsHidden">True for what an empty, unreadable place is to stand for.</param>
/// <param name="IsReadOnly">True for what may be read and not written.</param>
public sealed record WorkspaceRules(Func<UnixPath, bool> IsHidden, Func<UnixPath, bool> IsReadOnly);

/// <summary>How much waits for a person.</summary>
/// <param name="Files">Changed names.</param>
/// <param name="OfHost">Of those, files that the host would execute, and links that lead out.</param>
/// <param name="HasCommits">The agent changed git's own files: there may be commits to fetch.</param>
public readonly record struct PendingCount(long Files, long OfHost, bool HasCommits);
