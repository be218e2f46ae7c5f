namespace Vitrine.Core.Inspect.Secrets;

/// <summary>
/// A value that stands in a place of its own behind a name: <c>"name": "X", "value": "…"</c>, <c>- name: X</c> with <c>value: …</c> below, <c>key="X"
/// value="…"</c>, <c>&lt;name&gt;X&lt;/name&gt;&lt;value&gt;…</c>.
/// </summary>
internal static class PairedValue
{
    private const int LongestGap = 64;

    /// <summary>Where the value begins, at its quote if it has one; 0 for none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Behind the name.</param>
    public static int Find(ReadOnlySpan<byte> text, int at)
    {
        int limit = Math.Min(text.Length, at + LongestGap), start = at;
        while (at < limit
            && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'"' or (byte)'\'' or (byte)'-' or (byte)'\\' or (byte)'+')
            at++;

        // The name's own element is closed first.
        if (at + 2 < limit && text[at] == '<' && text[at + 1] == '/')
        {
            at++;
            while (at < limit && text[at] != '<')
                at++;
            if (at == limit)
                return 0;
        }

        if (at < limit && text[at] == '<')
            at++;
        if (at == start || !Ascii.Starts(text[at..], "value"u8))
            return 0;
        at += 5;
        while (at < limit && text[at] is (byte)'"' or (byte)'\'' or (byte)' ' or (byte)'\\')
            at++;
        if (at >= text.Length || text[at] is not ((byte)':' or (byte)'=' or (byte)'>'))
            return 0;
        at++;
        while (at < text.Length && at < limit && text[at] is (byte)' ' or (byte)'\t')
            at++;
        return at < text.Length ? at : 0;
    }
}
