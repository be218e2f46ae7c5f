using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Audit.Reading.Hiding;

/// <summary>The digits of an encoding of 5 or 6 bits each, in an order of a program's own.</summary>
internal sealed class Alphabet
{
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Longest = 64 << 10;

    private readonly Dictionary<char, int> _values = [];
    private readonly int _bits;

    private Alphabet(string digits, int bits)
    {
        _bits = bits;
        for (int value = 0; value < 1 << bits; value++)
            _values[digits[value]] = value;
    }

    /// <summary>Base32 (RFC 4648).</summary>
    public static Alphabet Base32 { get; } = new("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5);

    /// <summary>Reads one: 32 or 64 different characters, perhaps with one more for padding, in no usual order.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out Alphabet? alphabet)
    {
        alphabet = null;
        int bits = text.Length switch { 32 or 33 => 5, 64 or 65 => 6, _ => 0 };
        if (bits == 0
            || text.StartsWith("0123456789", StringComparison.Ordinal)
            || text.StartsWith(Base64, StringComparison.Ordinal)
            || text.Distinct().Count() != text.Length
            || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return false;
        alphabet = new Alphabet(text, bits);
        return true;
    }

    /// <summary>The bytes of a text; null where a character is no digit.</summary>
    public byte[]? Decode(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimEnd('=');
        if (digits.Length > Longest)
            return null;
        var bytes = new List<byte>(digits.Length * _bits / 8);
        int held = 0, buffer = 0;
        foreach (char digit in digits)
        {
            if (!_values.TryGetValue(digit, out int value))
                return null;
            buffer = ((buffer << _bits) | value) & 0xffff;
            held += _bits;
            if (held < 8)
                continue;
            held -= 8;
            bytes.Add((byte)(buffer >> held));
        }

        return [.. bytes];
    }
}
