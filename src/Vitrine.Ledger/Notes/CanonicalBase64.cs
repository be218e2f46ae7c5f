namespace Vitrine.Ledger.Notes;

/// <summary>Standard base64 (RFC 4648, section 4) of which each byte string has one spelling: with padding, without white space, unused bits zero.</summary>
internal static class CanonicalBase64
{
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.IsEmpty || text.Length % 4 != 0)
            return false;
        byte[] decoded = new byte[text.Length / 4 * 3];
        // .NET's decoder skips white space, and a reader elsewhere may not.
        if (!Convert.TryFromBase64Chars(text, decoded, out int written) || !text.SequenceEqual(Convert.ToBase64String(decoded, 0, written)))
            return false;
        bytes = written == decoded.Length ? decoded : decoded[..written];
        return true;
    }
}
