using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>A constant that is the hash of a word.</summary>
internal readonly record struct HashedWord(string Algorithm, string Word)
{
    public override string ToString() => $"{Algorithm} of {Word}";
}

/// <summary>
/// Zones, languages, hosts and words under the hashes that programs compare with instead of the word itself. A hash cannot be turned back, but there are few
/// things that a program would compare with: they are all hashed once, when the first constant asks for it.
/// </summary>
internal sealed class HashedWords
{
    private const int ShortestDigits = 8;
    private const int MostMissed = 64;
    private readonly Lazy<(Dictionary<uint, HashedWord> Numbers, Dictionary<string, HashedWord> Digests)> _tables;

    private readonly List<(string Digest, Sighting Seen)> _missed = [];

    public HashedWords(IEnumerable<string> words) => (Words, _tables) = (words, new(() => Make(words)));

    /// <summary>The words.</summary>
    public IEnumerable<string> Words { get; }

    /// <summary>What looks like a digest, and is that of no word alone.</summary>
    public IReadOnlyList<(string Digest, Sighting Seen)> Missed => _missed;

    /// <summary>Keeps a constant of a program that stands in a list, or is compared, for <see cref="SaltedWords"/>, where it may be a digest.</summary>
    public void Miss(string text, in Sighting seen)
    {
        if (seen is { IsCode: true, Suspicion: >= Suspicion.Listed }
            && _missed.Count < MostMissed
            && text.Length is >= ShortestDigits and <= 128
            && text.Length % 2 == 0
            && Hiding.Escapes.EndOfHex(text) < 0
            && text.AsSpan().ContainsAnyInRange('0', '9') && text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            _missed.Add((text, seen));
    }

    /// <summary>The word whose digest, or whose digest's beginning, a text is: in hexadecimal (at least 8 digits) or base64.</summary>
    public HashedWord? Find(string text)
    {
        bool isHex = text.Length <= 128 && text.Length % 2 == 0 && Hiding.Escapes.EndOfHex(text) < 0;
        bool isBase64 = text.Length is 24 or 28 or 44 or 88 && text[^1] == '=';
        if (!isHex && !isBase64)
            return null;
        if (isHex
            && text.Length == 8
            && uint.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out uint number)
            && FindNumber(number) is { } short32)
            return short32;
        string key = isHex ? text.ToLowerInvariant() : text;
        Dictionary<string, HashedWord> digests = _tables.Value.Digests;
        return digests.TryGetValue(key.Length > 16 && isHex ? key[..16] : key, out HashedWord found) ? found : null;
    }

    /// <summary>The word whose hash of 32 bits a number is; only large numbers count, for small ones are of other things.</summary>
    public HashedWord? FindNumber(double number)
    {
        if (number is < -2147483648.0 or > 4294967295.0 || number != Math.Floor(number) || Math.Abs(number) < 1 << 24)
            return null;
        return _tables.Value.Numbers.TryGetValue(unchecked((uint)(long)number), out HashedWord found) ? found : null;
    }

    private static (Dictionary<uint, HashedWord>, Dictionary<string, HashedWord>) Make(IEnumerable<string> words)
    {
        var numbers = new Dictionary<uint, HashedWord>();
        var digests = new Dictionary<string, HashedWord>(StringComparer.Ordinal);
        foreach (string word in words)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(word);
            foreach ((string name, uint value) in WordHashes.All(bytes))
                numbers.TryAdd(value, new HashedWord(name, word));
#pragma warning disable CA5350, CA5351 // Not for security: targets use them.
            foreach ((string name, byte[] digest) in ((string, byte[])[])[("md5", MD5.HashData(bytes)), ("sha1", SHA1.HashData(bytes)),
                ("sha256", SHA256.HashData(bytes)), ("sha512", SHA512.HashData(bytes))])
#pragma warning restore CA5350, CA5351
            {
                string digits = Convert.ToHexStringLower(digest);
                for (int length = ShortestDigits; length <= 16; length += 2)
                    digests.TryAdd(digits[..length], new HashedWord(name, word));
                digests.TryAdd(Convert.ToBase64String(digest), new HashedWord(name, word));
            }
        }

        return (numbers, digests);
    }
}
