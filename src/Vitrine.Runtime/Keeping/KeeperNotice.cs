using Vitrine.Core.Model;

namespace Vitrine.Runtime.Keeping;

/// <summary>
/// The entries by which the ledger says what was done to it: in clear, since they must outlive every key, and so without a word of what a session held.
/// </summary>
public static class KeeperNotice
{
    /// <summary>Sessions whose keys and payloads were destroyed.</summary>
    public const string Purged = "ledger-purged";

    /// <summary>Sessions that may not be purged.</summary>
    public const string Held = "ledger-held";

    /// <summary>Sessions that may be purged again.</summary>
    public const string Released = "ledger-released";

    /// <summary>Entries before an index were taken off the disk.</summary>
    public const string Pruned = "ledger-pruned";

    /// <summary>The ledger's key was changed.</summary>
    public const string KeyRotated = "ledger-key-rotated";

    /// <summary>This ledger begins because another was set aside.</summary>
    public const string Restarted = "ledger-restarted";

    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 1000;

    /// <summary>Makes one.</summary>
    /// <param name="type">Which.</param>
    /// <param name="time">When.</param>
    /// <param name="by">Who, and why.</param>
    /// <param name="more">What else it says.</param>
    /// <exception cref="ArgumentException">The reason is empty or too long, or the whole does not fit into an entry.</exception>
    public static Leaf Of(string type, DateTimeOffset time, Keeper by, params IEnumerable<LeafMember> more)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (string.IsNullOrWhiteSpace(by.Reason) || by.Reason.Length > LongestReason)
            throw new ArgumentException($"A reason has 1 to {LongestReason} characters.", nameof(by));
        LeafMember[] data = [LeafMember.Of("actor", by.Actor), LeafMember.Of("reason", by.Reason), .. more];
        return new Leaf(type, new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero))
        {
            Data = [.. data.OrderBy(member => member.Name, StringComparer.Ordinal)],
        };
    }

    /// <summary>The text, number or list of a member; null where there is none.</summary>
    public static LeafMember? Find(this Leaf leaf, string name)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return leaf.Data.FirstOrDefault(member => member.Name == name);
    }
}

/// <summary>Who does something to the ledger, and why.</summary>
/// <param name="Actor">The person: login name, user id and machine; or <c>policy</c>.</param>
/// <param name="Reason">In a person's words; it stays in the ledger for ever.</param>
public sealed record Keeper(string Actor, string Reason)
{
    /// <summary>The user who runs this process.</summary>
    public static Keeper Caller(string reason) => new($"{Environment.UserName} on {Environment.MachineName}", reason);
}
