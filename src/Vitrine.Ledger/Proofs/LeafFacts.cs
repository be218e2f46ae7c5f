using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Vitrine.Ledger.Proofs;

/// <summary>What a leaf says in clear: it is all that is left of an entry once its session's key is gone.</summary>
/// <param name="Type">Kind of the entry, such as <c>request-started</c>; <c>ledger-…</c> for the keeper's own.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Session">The session; null for the keeper's own entries.</param>
/// <param name="Sequence">Number within the session, from 0; null for the keeper's own entries.</param>
public sealed record LeafFacts(string Type, DateTimeOffset Time, string? Session, long? Sequence)
{
    /// <summary>The largest leaf: a C2SP tlog-tiles bundle gives its length in 16 bits.</summary>
    public const int MaximumSize = 65_535;

    private const int MaximumDepth = 16;

    /// <summary>The effect of the rule that decided: <c>allow</c>, <c>deny</c>, <c>ask</c>, <c>redact</c> or <c>record</c>; null where nothing was decided.</summary>
    public string? Decision { get; init; }

    /// <summary>The rule that decided, where it is a place in the policy or a word of ours.</summary>
    public string? Rule { get; init; }

    /// <summary>SHA-256 of the session's policy, hex.</summary>
    public string? Policy { get; init; }

    /// <summary>SHA-256 that binds the encrypted part, hex: of its commitment and the digest of its ciphertext.</summary>
    public string? Sealed { get; init; }

    /// <summary>The keeper's data, JSON as it stands in the leaf; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Reads a leaf. Members that later versions add are passed over; a member twice, or one of another kind than it must be, is refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> leaf, [NotNullWhen(true)] out LeafFacts? facts)
    {
        facts = null;
        // Canonical JSON (RFC 8785) has no white space and escapes control characters; a raw line feed would let one leaf pass for two lines.
        if (leaf.Length is 0 or > MaximumSize || leaf.Span.IndexOfAnyInRange<byte>(0, 0x1f) >= 0)
            return false;
        try
        {
            facts = Parse(leaf);
            return facts is not null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is no valid Unicode.
            return false;
        }
    }

    private static LeafFacts? Parse(ReadOnlyMemory<byte> leaf)
    {
        var reader = new Utf8JsonReader(leaf.Span, new JsonReaderOptions { MaxDepth = MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        var facts = new LeafFacts("", default, null, null);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!seen.Add(name) || !reader.Read() || !TryTake(ref reader, name, leaf, ref facts))
                return null;
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read() || !seen.Contains("type") || !seen.Contains("time"))
            return null;
        return facts.Session is null == facts.Sequence is null ? facts : null;
    }

    private static bool TryTake(ref Utf8JsonReader reader, string name, ReadOnlyMemory<byte> leaf, ref LeafFacts facts)
    {
        bool isText = reader.TokenType == JsonTokenType.String;
        switch (name)
        {
            case "type" when isText:
                facts = facts with { Type = reader.GetString()! };
                return facts.Type.Length > 0;
            case "time" when isText:
                bool isTime = DateTimeOffset.TryParseExact(
                    reader.GetString(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
                facts = facts with { Time = time };
                return isTime;
            case "session" when isText:
                facts = facts with { Session = reader.GetString() };
                return true;
            case "sequence" when reader.TokenType == JsonTokenType.Number:
                bool isNumber = reader.TryGetInt64(out long sequence);
                facts = facts with { Sequence = sequence };
                return isNumber && sequence >= 0;
            case "decision" when isText:
                facts = facts with { Decision = reader.GetString() };
                return true;
            case "rule" when isText:
                facts = facts with { Rule = reader.GetString() };
                return true;
            case "policy" when isText:
                facts = facts with { Policy = reader.GetString() };
                return true;
            case "sealed" when isText:
                facts = facts with { Sealed = reader.GetString() };
                return true;
            case "data":
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                facts = facts with { Data = leaf[start..(int)reader.BytesConsumed] };
                return true;
            case "type" or "time" or "session" or "sequence" or "decision" or "rule" or "policy" or "sealed":
                return false;
            default:
                reader.Skip();
                return true;
        }
    }
}
