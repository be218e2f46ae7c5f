using System.Buffers;
using System.Text.Json;

namespace Vitrine.Core.Model;

/// <summary>
/// Leaves as canonical JSON (RFC 8785, JSON Canonicalization Scheme): no white space, members in the order of their names, only what applies, whole
/// numbers only, in text only the escapes that JSON needs.
/// <code>
/// {"data":{…},"decision":"deny","payloads":["…"],"policy":"…","rule":"…","sealed":"…","sequence":7,"session":"…","time":"2026-11-21T08:30:00.123456Z","type":"…","v":2}
/// </code>
/// One leaf has one form: what <see cref="TryParse"/> takes is what <see cref="Write"/> makes, byte for byte.
/// </summary>
public static class LeafJson
{
    /// <summary>Writes a leaf.</summary>
    /// <exception cref="ArgumentException">It is none: a member is not of its form, or the whole is larger than <see cref="Leaf.MaximumSize"/>.</exception>
    public static void Write(Leaf leaf, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(destination);
        LeafForm.Check(leaf);
        var writer = new CanonicalWriter(destination);
        writer.BeginObject();
        WriteData(ref writer, leaf.Data);
        if (leaf.Decision is { } decision)
            writer.Text("decision"u8, LeafForm.WordOf(decision));
        if (leaf.Payloads.Count > 0)
            writer.List("payloads"u8, leaf.Payloads);
        if (leaf.Policy is { } policy)
            writer.Text("policy"u8, policy);
        if (leaf.Rule is { } rule)
            writer.Text("rule"u8, rule);
        if (leaf.Sealed is { } sealedDigest)
            writer.Text("sealed"u8, sealedDigest);
        if (leaf.Sequence is { } sequence)
            writer.Number("sequence"u8, sequence);
        if (leaf.Session is { } session)
            writer.Text("session"u8, session);
        writer.Time("time"u8, leaf.Time);
        writer.Text("type"u8, leaf.Type);
        writer.Number("v"u8, Leaf.CurrentVersion);
        writer.EndObject();
        if (writer.Written > Leaf.MaximumSize)
            throw new ArgumentException($"A leaf has at most {Leaf.MaximumSize} bytes; this one has {writer.Written}.", nameof(leaf));
    }

    /// <summary>The bytes of a leaf.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static byte[] ToUtf8(this Leaf leaf)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(leaf, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a leaf. Bytes that say the same in another form are refused, and so is what this version does not know.</summary>
    /// <returns>Null where they are no leaf.</returns>
    public static Leaf? TryParse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Leaf.MaximumSize)
            return null;
        try
        {
            if (LeafParser.Parse(utf8) is not { } leaf || !LeafForm.IsGood(leaf))
                return null;
            // Whatever the parser was lenient about, the one form of what it understood is not.
            return leaf.ToUtf8().AsSpan().SequenceEqual(utf8) ? leaf : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void WriteData(ref CanonicalWriter writer, IReadOnlyList<LeafMember> data)
    {
        if (data.Count == 0)
            return;
        writer.BeginObject("data"u8);
        for (int i = 0; i < data.Count; i++)
            writer.Member(data[i]);
        writer.EndObject();
    }
}
