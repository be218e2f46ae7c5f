using System.Buffers;
using System.Text;

namespace Vitrine.Core.Model;

/// <summary>What the members of a leaf may be.</summary>
internal static class LeafForm
{
    private const int DigestLength = 64, MaximumWord = 64, MaximumRule = 128, MaximumMembers = 64, MaximumTexts = 4096;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> Word = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A digest as leaves have it, or null: what is none does not get in.</summary>
    public static string? DigestOrNull(string? text) => IsDigest(text) ? text : null;

    public static string WordOf(Effect effect) => effect switch
    {
        Effect.Deny => "deny",
        Effect.Ask => "ask",
        Effect.Redact => "redact",
        Effect.Record => "record",
        Effect.Allow => "allow",
        _ => throw new ArgumentOutOfRangeException(nameof(effect)),
    };

    public static Effect? EffectOf(string word) => word switch
    {
        "deny" => Effect.Deny,
        "ask" => Effect.Ask,
        "redact" => Effect.Redact,
        "record" => Effect.Record,
        "allow" => Effect.Allow,
        _ => null,
    };

    public static void Check(Leaf leaf)
    {
        if (!IsGood(leaf))
            throw new ArgumentException($"A member of a leaf of type '{leaf.Type}' is not of its form.", nameof(leaf));
    }

    public static bool IsGood(Leaf leaf)
    {
        if (!IsWord(leaf.Type) || leaf.Time.Offset != TimeSpan.Zero || leaf.Time.Ticks % TimeSpan.TicksPerMicrosecond != 0)
            return false;
        bool isKeepers = leaf.Type.StartsWith(Leaf.KeeperPrefix, StringComparison.Ordinal);
        if (isKeepers
            ? leaf.Session is not null || leaf.Sequence is not null
            : !IsWord(leaf.Session) || leaf.Sequence is not (>= 0 and <= LeafMember.MaximumNumber) || leaf.Data.Count > 0)
            return false;
        return leaf.Decision is null or (>= Effect.Deny and <= Effect.Allow)
            && IsRule(leaf.Rule)
            && (leaf.Policy is null || IsDigest(leaf.Policy))
            && (leaf.Sealed is null || IsDigest(leaf.Sealed))
            && leaf.Payloads.Count <= MaximumMembers && leaf.Payloads.All(IsDigest) && IsGood(leaf.Data);
    }

    private static bool IsGood(IReadOnlyList<LeafMember> data)
    {
        string? before = null;
        foreach (LeafMember member in data)
        {
            // RFC 8785 sorts by UTF-16 code units.
            bool isNext = IsWord(member.Name) && char.IsAsciiLetterLower(member.Name[0]) && string.CompareOrdinal(before, member.Name) < 0;
            if (!isNext
                || !IsText(member.Text)
                || member.Number is < 0 or > LeafMember.MaximumNumber
                || member.List?.Count > MaximumTexts
                || member.List?.All(IsText) == false)
                return false;
            before = member.Name;
        }

        return data.Count <= MaximumMembers;
    }

    private static bool IsDigest(string? text) => text is { Length: DigestLength } && !text.AsSpan().ContainsAnyExcept(Hex);

    private static bool IsWord(string? text) => text is { Length: > 0 and <= MaximumWord } && !text.AsSpan().ContainsAnyExcept(Word);

    private static bool IsRule(string? text) => text is null || (text.Length is > 0 and <= MaximumRule && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'));

    // Half of a surrogate pair has no UTF-8.
    private static bool IsText(string? text)
    {
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int used) != OperationStatus.Done)
                return false;
            rest = rest[used..];
        }

        return true;
    }
}
