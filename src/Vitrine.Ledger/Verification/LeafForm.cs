using System.Buffers;
using System.Text.Unicode;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Whether an entry of the tree is a canonical leaf of version 2: an object of RFC 8785 with these members and no others, in this order, each only where it
/// applies:
/// <code>
/// data       object               what a keeper's entry says; of others it is in the sealed part
/// decision   one of five words
/// payloads   array of digests     1 to 64
/// policy     digest
/// rule       printable ASCII, at most 128 characters
/// sealed     digest               every entry of a session, but an end that was given to one without its key
/// sequence   number               every entry of a session, and no keeper's
/// session    word                 every entry of a session, and no keeper's; at most 24 bytes
/// time       2026-11-21T08:30:00.123456Z
/// type       lower-case words and hyphens; a keeper's starts with "ledger-"
/// v          2
/// </code>
/// It allocates nothing for entries of sessions. It is apart from what writes leaves, so that a mistake there is not repeated here.
/// </summary>
internal static class LeafForm
{
    private const int DigestLength = 64, MaximumTypeLength = 64, MaximumRuleBytes = 2 * 128, MaximumPayloads = 64;
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<byte> WordLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);

    /// <summary>Reads a leaf.</summary>
    /// <param name="json">The entry.</param>
    /// <param name="view">What it holds.</param>
    /// <param name="problem">Otherwise: what is wrong, to be put behind "it".</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out LeafView view, out string problem)
    {
        view = default;
        problem = "is not canonical JSON";
        if (json.Length < 2 || json[0] != '{' || !Utf8.IsValid(json))
            return false;
        int at = 1;
        ReadOnlySpan<byte> before = default;
        do
        {
            if (!CanonicalValue.TrySkipString(json, ref at, out ReadOnlySpan<byte> name) || !CanonicalValue.TryTake(json, ref at, ":"u8))
                return false;
            // All names are ASCII, in which the order of bytes is that of UTF-16.
            if (name.SequenceCompareTo(before) <= 0)
                return false;
            before = name;
            if (TryReadMember(name, json, ref at, ref view))
                continue;
            problem = $"has a member \"{Shown(name)}\" that is not as it should be";
            return false;
        }
        while (CanonicalValue.TryTake(json, ref at, ","u8));
        if (!CanonicalValue.TryTake(json, ref at, "}"u8) || at != json.Length)
            return false;
        problem = Lacking(view);
        return problem.Length == 0;
    }

    private static string Lacking(in LeafView view)
    {
        if (!view.HasVersion)
            return "has no version";
        if (view.Type.IsEmpty || view.Time.IsEmpty)
            return "has no type or no time";
        if (view.IsKeepers)
            return view.Sealed.IsEmpty && view.Session.IsEmpty && !view.HasSequence ? "" : "is a keeper's, and has what only a session's has";
        if (!view.Data.IsEmpty)
            return "has data in clear, and is not a keeper's";
        if (view.Session.IsEmpty || !view.HasSequence)
            return "has no session or no sequence";
        return view.Sealed.IsEmpty && !view.Type.SequenceEqual("session-ended"u8) ? "has no sealed part" : "";
    }

    private static bool TryReadMember(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json, scoped ref int at, ref LeafView view)
    {
        int start = at;
        switch (name)
        {
            case [(byte)'d', (byte)'a', ..] when name.SequenceEqual("data"u8):
                if (at >= json.Length || json[at] != '{' || !CanonicalValue.TrySkip(json, ref at))
                    return false;
                view.Data = json[start..at];
                return true;
            case [(byte)'d', ..] when name.SequenceEqual("decision"u8):
                return CanonicalValue.TrySkipString(json, ref at, out ReadOnlySpan<byte> decision) && IsDecision(decision);
            case [(byte)'p', (byte)'a', ..] when name.SequenceEqual("payloads"u8):
                return TryReadDigests(json, ref at);
            case [(byte)'p', ..] when name.SequenceEqual("policy"u8):
                return TryReadText(json, ref at, HexDigits, DigestLength, DigestLength, out _);
            case [(byte)'r', ..] when name.SequenceEqual("rule"u8):
                return CanonicalValue.TrySkipString(json, ref at, out ReadOnlySpan<byte> rule)
                    && rule.Length is > 0 and <= MaximumRuleBytes
                    && !rule.ContainsAnyExceptInRange((byte)' ', (byte)'~');
            case [(byte)'s', (byte)'e', (byte)'a', ..] when name.SequenceEqual("sealed"u8):
                return TryReadText(json, ref at, HexDigits, DigestLength, DigestLength, out view.Sealed);
            case [(byte)'s', (byte)'e', (byte)'q', ..] when name.SequenceEqual("sequence"u8):
                view.HasSequence = CanonicalValue.TryReadNumber(json, ref at, out view.SequenceOrZero);
                return view.HasSequence && view.SequenceOrZero >= 0;
            case [(byte)'s', ..] when name.SequenceEqual("session"u8):
                return TryReadText(json, ref at, WordLetters, 1, SessionName.MaximumLength, out view.Session);
            case [(byte)'t', (byte)'i', ..] when name.SequenceEqual("time"u8):
                return CanonicalValue.TrySkipString(json, ref at, out view.Time) && IsTime(view.Time);
            case [(byte)'t', ..] when name.SequenceEqual("type"u8):
                return TryReadText(json, ref at, WordLetters, 1, MaximumTypeLength, out view.Type);
            case [(byte)'v']:
                view.HasVersion = CanonicalValue.TryReadNumber(json, ref at, out long version) && version == 2;
                return view.HasVersion;
            default:
                return false;
        }
    }

    private static bool TryReadText(ReadOnlySpan<byte> json, scoped ref int at, SearchValues<byte> letters, int least, int most, out ReadOnlySpan<byte> text) =>
        CanonicalValue.TrySkipString(json, ref at, out text) && text.Length >= least && text.Length <= most && !text.ContainsAnyExcept(letters);

    private static bool TryReadDigests(ReadOnlySpan<byte> json, scoped ref int at)
    {
        if (!CanonicalValue.TryTake(json, ref at, "["u8))
            return false;
        int count = 0;
        do
        {
            if (++count > MaximumPayloads || !TryReadText(json, ref at, HexDigits, DigestLength, DigestLength, out _))
                return false;
        }
        while (CanonicalValue.TryTake(json, ref at, ","u8));
        return CanonicalValue.TryTake(json, ref at, "]"u8);
    }

    private static bool IsDecision(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("record"u8)
        || word.SequenceEqual("allow"u8)
        || word.SequenceEqual("deny"u8)
        || word.SequenceEqual("ask"u8)
        || word.SequenceEqual("redact"u8);

    // RFC 3339 in UTC with six digits of a second, so that the order of text is that of time.
    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> form = "dddd-dd-ddTdd:dd:dd.ddddddZ"u8;
        if (text.Length != form.Length)
            return false;
        for (int i = 0; i < form.Length; i++)
        {
            if (form[i] == 'd' ? !char.IsAsciiDigit((char)text[i]) : text[i] != form[i])
                return false;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        bool isDate = year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return isDate && Two(text, 11) <= 23 && Two(text, 14) <= 59 && Two(text, 17) <= 59;
    }

    private static int Two(ReadOnlySpan<byte> text, int at) => ((text[at] - '0') * 10) + (text[at + 1] - '0');

    private static string Shown(ReadOnlySpan<byte> name) => System.Text.Encoding.UTF8.GetString(name[..Math.Min(name.Length, 40)]);
}
