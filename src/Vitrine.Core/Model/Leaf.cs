namespace Vitrine.Core.Model;

/// <summary>
/// What the ledger's tree holds of an entry, in clear and for ever: what the supervisor says of it, and nothing that the agent, its traffic or the machine
/// chose; all that is in the sealed record whose digest is here. Its bytes are canonical JSON (RFC 8785): see <see cref="LeafJson"/>.
/// </summary>
/// <param name="Type">The kind of observation, such as <c>request-started</c>; <c>ledger-</c>… for entries of the ledger's keeper.</param>
/// <param name="Time">UTC; whole microseconds.</param>
public sealed record Leaf(string Type, DateTimeOffset Time)
{
    /// <summary>The format version.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The largest leaf: a C2SP tlog-tiles bundle gives its length in 16 bits.</summary>
    public const int MaximumSize = 65_535;

    /// <summary>How the types of the keeper's entries begin. They belong to no session and have <see cref="Data"/>.</summary>
    public const string KeeperPrefix = "ledger-";

    /// <summary>Session id; null for the keeper's entries.</summary>
    public string? Session { get; init; }

    /// <summary>Number within the session, from 0, without a gap; null for the keeper's entries.</summary>
    public long? Sequence { get; init; }

    /// <summary>What was decided, where something was.</summary>
    public Effect? Decision { get; init; }

    /// <summary>Which rule decided, where that is a word of a fixed vocabulary or a place; null else.</summary>
    public string? Rule { get; init; }

    /// <summary>SHA-256 of the session's policy, lower-case hex; null without a policy file.</summary>
    public string? Policy { get; init; }

    /// <summary>SHA-256 of stored (encrypted) bodies that the entry names, lower-case hex, in the entry's order.</summary>
    public IReadOnlyList<string> Payloads { get; init; } = [];

    /// <summary>Digest of the sealed record, lower-case hex; null where there is none.</summary>
    public string? Sealed { get; init; }

    /// <summary>What the keeper says in clear, sorted by name (ordinal), each name once: it must outlive every key.</summary>
    public IReadOnlyList<LeafMember> Data { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(Leaf? other) =>
        other is not null
        && (Type, Time, Session, Sequence, Decision, Rule, Policy, Sealed) == (other.Type, other.Time, other.Session, other.Sequence, other.Decision,
            other.Rule, other.Policy, other.Sealed)
        && Payloads.SequenceEqual(other.Payloads) && Data.SequenceEqual(other.Data);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Time, Session, Sequence, Sealed);
}
