using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// What leaves in place of a value: the same for the same value throughout a session, so that the agent's history stays the same from turn to turn, and keyed,
/// so that nobody who has not seen it can name it.
/// </summary>
internal sealed class Placeholders(ReadOnlyMemory<byte> key)
{
    private const int MostRemembered = 4_096, Bytes = 10;
    private readonly byte[] _key = HMACSHA256.HashData(key.Span, "vitrine placeholders"u8);
    private readonly ConcurrentDictionary<string, byte[]> _originals = new(StringComparer.Ordinal);

    /// <summary>The placeholder for a value.</summary>
    /// <param name="what">What the value is, such as the rule that found it.</param>
    /// <param name="value">The value.</param>
    public string Of(string what, ReadOnlySpan<byte> value)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, value, mac);
        string text = $"[redacted-{Word(what)}-{Convert.ToHexStringLower(mac[..Bytes])}]";
        if (_originals.Count < MostRemembered)
            _originals.TryAdd(text, value.ToArray());
        return text;
    }

    /// <summary>The value that a placeholder stands for; null where it is not known any more.</summary>
    public ReadOnlyMemory<byte>? OriginalOf(string placeholder) => _originals.TryGetValue(placeholder, out byte[]? value) ? value : null;

    // A rule's id may come from a person's file; only what every layer of a body carries unchanged stays.
    private static string Word(string what)
    {
        var word = new StringBuilder(Math.Min(what.Length, 40));
        foreach (char c in what.AsSpan(0, Math.Min(what.Length, 40)))
            word.Append(char.IsAsciiLetterOrDigit(c) ? c : '-');
        return word.ToString();
    }
}
