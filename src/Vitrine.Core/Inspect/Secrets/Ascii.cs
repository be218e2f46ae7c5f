namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Comparisons of bytes as ASCII, without regard to case.</summary>
internal static class Ascii
{
    public static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[..word.Length], word);

    public static bool Ends(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[^word.Length..], word);

    public static bool Has(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (int i = 0; i + word.Length <= text.Length; i++)
            if ((text[i] | 0x20) == (word[0] | 0x20) && Starts(text[i..], word))
                return true;
        return false;
    }

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') < 26;

    public static bool IsDigit(byte value) => (uint)(value - '0') < 10;

    public static bool IsHex(byte value) => IsDigit(value) || (uint)((value | 0x20) - 'a') < 6;
}
