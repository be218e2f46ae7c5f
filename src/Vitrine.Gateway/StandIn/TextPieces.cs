namespace Vitrine.Gateway.StandIn;

/// <summary>Cuts text into the pieces of a stream.</summary>
internal static class TextPieces
{
    /// <summary>
    /// Pieces of at most <paramref name="length"/> characters (and one more where a surrogate pair would be cut); together they are the text.
    /// </summary>
    public static IEnumerable<string> Split(string text, int length)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = Math.Min(start + length, text.Length);
            if (end < text.Length && char.IsLowSurrogate(text[end]))
                end++;
            yield return text[start..end];
            start = end;
        }
    }
}
