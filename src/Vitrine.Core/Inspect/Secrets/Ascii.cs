namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Comparisons of bytes as ASCII, without regard to case.</summary>
internal static class Ascii
{
    public static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[..word.Length], word);

    public static bool Ends(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[^word.Length..], word);

    public static bool Has(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        // The first byte of the word, in either case.
        byte lower = (byte)(word[0] | 0x20), upper = Ascii.IsLetter(word[0]) ? (byte)(word[0] & ~0x20) : word[0];
        for (int last = text.Length - word.Length; last >= 0;)
        {
            int next = text[..(last + 1)].IndexOfAny(lower, upper);
            if (next < 0)
                return false;
            if (Starts(text[next..], word))
                return true;
            text = text[(next + 1)..];
            last -= next + 1;
        }

        return false;
    }

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') < 26;

    public static bool IsDigit(byte value) => (uint)(value - '0') < 10;

    public static bool IsHex(byte value) => IsDigit(value) || (uint)((value | 0x20) - 'a') < 6;
}
