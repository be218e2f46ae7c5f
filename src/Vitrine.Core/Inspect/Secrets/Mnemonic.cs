namespace Vitrine.Core.Inspect.Secrets;

/// <summary>The words from which a wallet's keys are made (BIP 39), behind the word that announces them. The list of the words itself is not carried.</summary>
internal static class Mnemonic
{
    /// <summary>
    /// The words behind <paramref name="at"/>; empty unless there are 12, 15, 18, 21 or 24 of three to eight lower-case letters, and more than two different
    /// ones.
    /// </summary>
    public static TextRange Find(ReadOnlySpan<byte> text, int at)
    {
        int i = at, limit = Math.Min(text.Length, at + 40);
        while (i < limit && text[i] is not ((byte)'=' or (byte)':'))
            i++;
        while (i < limit && text[i] is (byte)'=' or (byte)':' or (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\\')
            i++;
        int start = i, end = i, words = 0;
        while (words < 25 && i < text.Length)
        {
            int word = i;
            while (i < text.Length && i - word < 9 && text[i] is >= (byte)'a' and <= (byte)'z')
                i++;
            if (i - word is < 3 or > 8)
                break;
            end = i;
            words++;
            if (i >= text.Length || text[i] is not ((byte)' ' or (byte)','))
                break;
            i++;
        }

        return words is 12 or 15 or 18 or 21 or 24
            && (end >= text.Length || text[end] is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\n' or (byte)'\r' or (byte)'\\' or (byte)'<' or 0)
            ? new TextRange(start, end - start)
            : default;
    }
}
