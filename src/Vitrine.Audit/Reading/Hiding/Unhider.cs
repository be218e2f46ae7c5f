using System.Buffers;
using System.Text;

namespace Vitrine.Audit.Reading.Hiding;

/// <summary>
/// Undoes what hides a string: base64, hexadecimal, reversal, rotation of the alphabet, masks of bytes, compression, one within the other. Ordinary words are
/// left as they are: a result counts only when it is text that the source was not.
/// </summary>
internal sealed class Unhider(DecodeAllowance allowance)
{
    private const int FewestCharacters = 8;
    private static readonly SearchValues<char> Base64Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\r\n");
    private static readonly SearchValues<char> Base32Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    private static readonly SearchValues<char> HexAlphabet = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether the program at hand undoes compression.</summary>
    public bool MayUnpack { get; set; }

    /// <summary>Alphabets of encodings that the program at hand has.</summary>
    public IReadOnlyList<Alphabet> Alphabets { get; set; } = [];

    /// <summary>Takes bytes that nothing near them undid, for keys of other files.</summary>
    public Action<byte[], string[]>? Unsolved { get; set; }

    /// <summary>The layers that came off, each with its text; the last is the plainest.</summary>
    /// <param name="text">A string as it stands in the program.</param>
    /// <param name="keys">What may be a key.</param>
    /// <param name="mayMask">Whether the program has code that could undo a mask, or is a kind where nobody can tell.</param>
    public IEnumerable<Revealed> Undo(string text, IReadOnlyList<byte[]> keys, bool mayMask)
    {
        if (text.Length < FewestCharacters || allowance.IsSpent)
            yield break;
        if (Reversed(text) is { } reversed)
            yield return new Revealed(reversed, null, ["reversed"], true);
        if (mayMask && Rotation.Find(text) is { } rotated)
            yield return new Revealed(rotated.Text, null, [Rotation.Describe(rotated.By)], true);
        foreach ((byte[] bytes, string[] steps, bool isDeliberate) in Encoded(text))
            foreach (Revealed found in UndoBytes(bytes, steps, isDeliberate, keys, mayMask, 0))
                yield return found;
        foreach ((byte[] bytes, string step) in OwnEncoded(text))
            foreach (Revealed found in UndoBytes(bytes, [step], true, keys, false, 1))
                yield return found;
        // Escaped or Latin-1 text that is no text: the mask is on the characters themselves.
        if (mayMask && text.Length <= 65536 && IsOdd(text))
            foreach (Revealed found in UndoBytes(Encoding.Latin1.GetBytes(text), [], false, keys, true, 0))
                yield return found;
    }

    /// <summary>The same for bytes.</summary>
    public IEnumerable<Revealed> UndoBytes(byte[] bytes, string[] steps, bool isDeliberate, IReadOnlyList<byte[]> keys, bool mayMask, int depth)
    {
        if (bytes.Length < 4 || depth > allowance.MaxDepth || !allowance.Take(bytes.Length))
            yield break;
        if (TextScore.IsPrintable(bytes))
        {
            string text = Encoding.UTF8.GetString(bytes);
            // Masked letters may be printable, too, but they read as no words.
            if (mayMask && bytes.Length >= 8 && TextScore.Words(text) < bytes.Length * 0.3f && allowance.TakeSearch()
                && XorSearch.Find(bytes, null, keys) is { } masked && masked.Bits > TextScore.Of(bytes) + TextScore.Words(text) + XorSearch.Needed)
            {
                foreach (Revealed found in UndoBytes(masked.Bytes, [.. steps, masked.Steps], true, keys, false, depth + 1))
                    yield return found;
                yield break;
            }

            if (steps.Length > 0 && (TextScore.OfEither(bytes) > 6 || bytes.Length > 64))
                yield return new Revealed(text, bytes, steps, isDeliberate);
            if (depth < allowance.MaxDepth && text.Length >= FewestCharacters)
            {
                if (Reversed(text) is { } reversed)
                    yield return new Revealed(reversed, null, [.. steps, "reversed"], true);
                foreach ((byte[] inner, string[] more, bool isMore) in Encoded(text))
                    foreach (Revealed found in UndoBytes(inner, [.. steps, .. more], isDeliberate || isMore || steps.Length > 0, keys, mayMask, depth + 1))
                        yield return found;
            }

            yield break;
        }

        if (Compression.Undo(bytes, tryAll: bytes.Length >= 32 && depth < 3, allowance.LargestPiece, out _) is { } unpacked)
        {
            foreach (Revealed found in UndoUnpacked(unpacked, steps, isDeliberate, keys, mayMask, depth))
                yield return found;
            yield break;
        }

        if (!mayMask)
        {
            // Another file may undo what stands here.
            if (depth == 0 && steps.Length > 0 && Unsolved is { } other)
                other(bytes, steps);
            yield break;
        }

        if (IsWorthSearching(bytes) && allowance.TakeSearch() && XorSearch.Find(bytes, null, keys) is { } plain)
        {
            foreach (Revealed found in UndoBytes(plain.Bytes, [.. steps, plain.Steps], true, keys, mayMask, depth + 1))
                yield return found;
            yield break;
        }

        if (MayUnpack && depth < 2 && keys.Count > 0 && allowance.TakeKeyed() && KeyedPacking.Find(bytes, keys) is { } packed)
        {
            foreach (Revealed found in UndoBytes(packed.Bytes, [.. steps, packed.Steps], true, keys, mayMask, depth + 1))
                yield return found;
            yield break;
        }

        if (depth == 0 && Unsolved is { } later)
            later(bytes, steps);
    }

    /// <summary>Strings that were hidden in one and the same way: rotated, or encoded and masked with one key.</summary>
    public IEnumerable<Revealed> UndoList(IReadOnlyList<string> texts, IReadOnlyList<byte[]> keys)
    {
        // The list as a whole may tell the rotation, or one of its words alone, and all are rotated alike then.
        if ((Rotation.Find(string.Join(' ', texts)) ?? texts.Take(64).Select(Rotation.Find).FirstOrDefault(one => one is not null)) is { } rotated)
        {
            foreach (string one in texts)
                yield return new Revealed(Rotation.Turn(one, rotated.By), null, [Rotation.Describe(rotated.By)], true);
            yield break;
        }

        var parts = new List<byte[]>();
        string step = "";
        foreach (string text in texts)
        {
            byte[]? bytes = null;
            if (text.Length >= 4 && text.Length % 2 == 0 && Escapes.EndOfHex(text) < 0)
                (bytes, step) = (Convert.FromHexString(text), "hex");
            else if (text.Length >= 4 && !text.AsSpan().ContainsAnyExcept(Base64Alphabet) && Plain64(text) is { } plain)
                (bytes, step) = (plain, "base64");
            else if (IsOdd(text))
                (bytes, step) = (Encoding.Latin1.GetBytes(text), "bytes");
            if (bytes is null)
                yield break;
            parts.Add(bytes);
        }

        foreach (Revealed found in UndoParts(parts, step, keys))
            yield return found;
    }

    /// <summary>Byte strings that one key masks, each from its own start.</summary>
    public IEnumerable<Revealed> UndoParts(IReadOnlyList<byte[]> parts, string step, IReadOnlyList<byte[]> keys)
    {
        byte[] all = [.. parts.SelectMany(part => part).Take(1 << 16)];
        int[] index = [.. parts.SelectMany(part => Enumerable.Range(0, part.Length)).Take(1 << 16)];
        if (!allowance.TakeSearch() || TextScore.IsPrintable(all) || XorSearch.Find(all, index, keys) is not { } found)
            yield break;
        int start = 0;
        foreach (byte[] part in parts)
        {
            if (start + part.Length > found.Bytes.Length)
                yield break;
            yield return new Revealed(Encoding.UTF8.GetString(found.Bytes, start, part.Length), null, [step, found.Steps], true);
            start += part.Length;
        }
    }

    private IEnumerable<Revealed> UndoUnpacked(Unmasked unpacked, string[] steps, bool isDeliberate, IReadOnlyList<byte[]> keys, bool mayMask, int depth)
    {
        if (!TextScore.IsPrintable(unpacked.Bytes))
            yield return new Revealed(Encoding.Latin1.GetString(unpacked.Bytes.AsSpan(0, Math.Min(64, unpacked.Bytes.Length))), unpacked.Bytes,
                [.. steps, unpacked.Steps], isDeliberate)
            { IsOpaque = true };
        foreach (Revealed found in UndoBytes(unpacked.Bytes, [.. steps, unpacked.Steps], isDeliberate, keys, mayMask, depth + 1))
            yield return found;
    }

    private static IEnumerable<(byte[] Bytes, string[] Steps, bool IsDeliberate)> Encoded(string text)
    {
        if (IsHex(text))
        {
            yield return (Convert.FromHexString(text), ["hex"], false);
            yield break;
        }

        byte[]? plain = Base64(text);
        if (plain is not null)
            yield return (plain, ["base64"], false);
        // Padding in front, or no text from the front: base64 from behind, where that gives text.
        if (text[0] == '=' || (text.Length >= 12 && (plain is null or { Length: 0 } || !TextScore.IsPrintable(plain))))
            if (Base64(Backwards(text)) is { } backwards
                && (text[0] == '=' || plain is null || (TextScore.IsPrintable(backwards) && TextScore.OfEither(backwards) > 12)))
                yield return (backwards, ["reversed", "base64"], true);
        if (text.Contains("\\x", StringComparison.Ordinal) || text.Contains('%'))
            if (Escapes.Undo(text) is { } unescaped)
                yield return (unescaped, ["escapes"], false);
        if (Escapes.Numbers(text) is { } numbers)
            yield return (numbers, ["code numbers"], true);
    }

    // Digits in another order are only known by the text they make.
    private IEnumerable<(byte[] Bytes, string Step)> OwnEncoded(string text)
    {
        if (text.Length < 12 || TextScore.Words(text) > text.Length * 0.3f)
            yield break;
        bool isBase32 = text.Length >= 16 && !text.AsSpan().TrimEnd('=').ContainsAnyExcept(Base32Alphabet) && text.AsSpan().ContainsAnyInRange('2', '7');
        if (isBase32 && Alphabet.Base32.Decode(text) is { } plain && IsText(plain))
            yield return (plain, "base32");
        foreach (Alphabet alphabet in Alphabets)
            if (alphabet.Decode(text) is { } own && IsText(own))
                yield return (own, "alphabet of its own");
    }

    private static bool IsText(byte[] bytes) =>
        bytes.Length >= 6 && TextScore.IsPrintable(bytes) && TextScore.OfEither(bytes) > 20 && TextScore.Words(Encoding.UTF8.GetString(bytes)) > 0;

    private static bool IsHex(string text) => text.Length >= 12 && text.Length % 2 == 0 && !text.AsSpan().ContainsAnyExcept(HexAlphabet);

    private static byte[]? Base64(string text)
    {
        return text.AsSpan().ContainsAnyExcept(Base64Alphabet) || !LooksEncoded(text) ? null : Plain64(text);
    }

    private static byte[]? Plain64(string text)
    {
        bool isUrl = text.AsSpan().ContainsAny('-', '_');
        string trimmed = text.TrimEnd('=', '\r', '\n').Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        if (trimmed.Length % 4 == 1 || trimmed.Contains('='))
            return null;
        if (isUrl)
            trimmed = trimmed.Replace('-', '+').Replace('_', '/');
        byte[] result = new byte[(trimmed.Length * 3 / 4) + 3];
        string padded = trimmed.PadRight((trimmed.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, result, out int length) ? result[..length] : null;
    }

    // Names in camel case and paths are of the same alphabet: words read as words, and base64 does not.
    private static bool LooksEncoded(string text)
    {
        ReadOnlySpan<char> head = text.AsSpan(0, Math.Min(text.Length, 256));
        int upper = 0, lower = 0, digits = 0, changes = 0;
        for (int at = 0; at < head.Length; at++)
        {
            upper += char.IsAsciiLetterUpper(head[at]) ? 1 : 0;
            lower += char.IsAsciiLetterLower(head[at]) ? 1 : 0;
            digits += char.IsAsciiDigit(head[at]) || head[at] is '+' or '=' ? 1 : 0;
            changes += at > 0 && char.IsAsciiLetterUpper(head[at]) != char.IsAsciiLetterUpper(head[at - 1]) ? 1 : 0;
        }

        // With its padding, of full length and with more than letters in it, it is nothing else.
        if (text.Length >= 16 && text.Length % 4 == 0 && text.EndsWith('=') && text.IndexOf('=') >= text.Length - 2 && digits >= 4)
            return true;
        if (upper == 0 || lower == 0)
            return text.EndsWith('=') || text.StartsWith('=');
        return changes * 5 >= head.Length && (digits > 0 || TextScore.Words(head) < head.Length * 0.3f || text.EndsWith('='));
    }

    private static string? Reversed(string text)
    {
        if (text.Length > 4096)
            return null;
        string backwards = Backwards(text);
        return (Telling.Is(backwards) && !Telling.Is(text))
            || (text.Length >= 10 && TextScore.Words(backwards) > TextScore.Words(text) + 24 && TextScore.Words(backwards) > text.Length) ? backwards : null;
    }

    private static string Backwards(string text)
    {
        char[] characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    private static bool IsOdd(string text)
    {
        int odd = 0;
        foreach (char one in text)
        {
            if (one > 0xff)
                return false;
            odd += one < 0x20 && one is not ('\n' or '\r' or '\t') || one >= 0x7f ? 1 : 0;
        }

        return odd > 0;
    }

    // Digests and keys are of full entropy at their lengths; a search through them finds nothing and costs time.
    private static bool IsWorthSearching(byte[] bytes) => bytes.Length is not (16 or 20 or 32 or 48 or 64) || bytes.Length <= 64;
}

/// <summary>A string that came out.</summary>
/// <param name="Text">The string; of what is no text its first bytes.</param>
/// <param name="Bytes">The bytes, where they were bytes.</param>
/// <param name="Steps">What was undone.</param>
/// <param name="IsDeliberate">See <see cref="RevealedString.IsDeliberate"/>.</param>
internal readonly record struct Revealed(string Text, byte[]? Bytes, string[] Steps, bool IsDeliberate)
{
    /// <summary>Whether it is bytes that are no text, to be read as a file is.</summary>
    public bool IsOpaque { get; init; }
}
