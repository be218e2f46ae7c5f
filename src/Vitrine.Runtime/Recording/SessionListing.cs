using Vitrine.Core.Model;

namespace Vitrine.Runtime.Recording;

/// <summary>What has become of a session.</summary>
public enum SessionState
{
    /// <summary>Its record cannot be read, or was changed.</summary>
    Corrupt,

    /// <summary>Its supervisor is alive.</summary>
    Running,

    /// <summary>Its last entry says how it ended.</summary>
    Ended,

    /// <summary>Its supervisor died; <see cref="SessionStore.CloseAbandoned"/> gives it an end.</summary>
    Abandoned,

    /// <summary>Its key was destroyed: how many entries it has is all that can be said.</summary>
    Purged,
}

/// <summary>A session as a list shows it: from its first and last entry only.</summary>
/// <param name="Id">The session.</param>
/// <param name="State">What has become of it, as far as those two entries tell.</param>
/// <param name="Started">What was planned, if that can be read.</param>
/// <param name="Ended">How it ended, if it did.</param>
/// <param name="Entries">Number of entries, when ended or purged; else 0.</param>
/// <param name="Problem">What is wrong with a corrupt one.</param>
public readonly record struct SessionListing(SessionId Id, SessionState State, SessionStarted? Started, SessionEnded? Ended, long Entries, string? Problem)
{
    /// <summary>Whether its record cannot be read, or was changed.</summary>
    public bool IsCorrupt => State == SessionState.Corrupt;
}

/// <summary>Whether a text names a session.</summary>
public enum SessionLookupStatus
{
    /// <summary>None.</summary>
    NotFound,

    /// <summary>Exactly one.</summary>
    Found,

    /// <summary>It is the beginning of several ids.</summary>
    Ambiguous,
}

/// <summary>The result of looking for a session by what a person typed.</summary>
/// <param name="Status">Whether there is one.</param>
/// <param name="Id">The session, when found.</param>
/// <param name="Candidates">When ambiguous, those it could be, newest first; else empty.</param>
public readonly record struct SessionLookup(SessionLookupStatus Status, SessionId Id, IReadOnlyList<SessionId> Candidates);

/// <summary>What was done with a session whose supervisor died.</summary>
/// <param name="Id">The session.</param>
/// <param name="Problem">Why it could not be ended, or null when it was.</param>
public readonly record struct AbandonedSession(SessionId Id, string? Problem)
{
    /// <summary>Files that were taken out of its workspace now, because the host would execute them; null for none.</summary>
    public IReadOnlyList<FileHeldBack>? Held { get; init; }
}
