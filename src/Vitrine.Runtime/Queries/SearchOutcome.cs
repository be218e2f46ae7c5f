using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>An entry that a query asked for.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Context">What the session's first entry says.</param>
/// <param name="Utf8">The entry: JSON, as <see cref="Core.Model.Entry.Parse"/> reads it.</param>
public readonly record struct FoundEntry(SessionId Session, SessionContext Context, ReadOnlyMemory<byte> Utf8);

/// <summary>How far a search or the making of indexes has come.</summary>
/// <param name="Sessions">Sessions whose index has been looked into.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Indexed">Entries that were indexed on the way.</param>
/// <param name="Blocks">Blocks of entries that have been read since.</param>
/// <param name="OfBlocks">Of how many at most; 0 as long as that is not known.</param>
public readonly record struct SearchProgress(int Sessions, int Of, long Indexed, long Blocks = 0, long OfBlocks = 0);

/// <summary>A session that could not be searched, or not to its end.</summary>
/// <param name="Session">The session.</param>
/// <param name="What">What is wrong with it.</param>
public readonly record struct SearchProblem(SessionId Session, string What);

/// <summary>What a search came to.</summary>
public sealed record SearchOutcome
{
    /// <summary>Entries that were given out, or, where only counted, that there are.</summary>
    public long Found { get; init; }

    /// <summary>Whether there are more than the limit.</summary>
    public bool IsCut { get; init; }

    /// <summary>Sessions that were looked into.</summary>
    public int Sessions { get; init; }

    /// <summary>Sessions of which nothing can be read any more, as their key was destroyed.</summary>
    public int Purged { get; init; }

    /// <summary>Entries that were indexed on the way.</summary>
    public long Indexed { get; init; }

    /// <summary>Blocks of entries that were read.</summary>
    public long BlocksRead { get; init; }

    /// <summary>Stored bodies that could not be read.</summary>
    public long UnreadBodies { get; init; }

    /// <summary>Sessions that could not be searched, or not to their end.</summary>
    public IReadOnlyList<SearchProblem> Problems { get; init; } = [];

    /// <summary>Why an index could not be stored, so that the next search has to make it again; null if all were.</summary>
    public string? NotStored { get; init; }
}
