namespace Vitrine.Egress.Rewriting;

/// <summary>
/// Walks over the strings of JSON that may stand among other text, such as the fields of an event. It judges nothing: what is no JSON has strings too, or none.
/// </summary>
internal ref struct JsonStrings(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>The next string, without its quotes; escapes stand as they are.</summary>
    public bool TryNext(out int start, out int length)
    {
        start = length = 0;
        int open = _text[_at..].IndexOf((byte)'"');
        if (open < 0)
            return false;
        start = _at + open + 1;
        int end = start;
        while (true)
        {
            int step = _text[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0)
                return false;
            end += step;
            if (_text[end] == '"')
                break;
            end += 2;
            if (end > _text.Length)
                return false;
        }

        length = end - start;
        _at = end + 1;
        return true;
    }

    /// <summary>The last string that ends in the beginning of something looked for, and where that begins; null when there is none.</summary>
    public static (int Start, int Length)? FindUnfinished(ReadOnlySpan<byte> text, ReplacementTable table)
    {
        (int Start, int Length)? found = null;
        var strings = new JsonStrings(text);
        while (strings.TryNext(out int start, out int length))
        {
            int at = table.UnfinishedAt(text.Slice(start, length));
            if (at < length)
                found = (start + at, length - at);
        }

        return found;
    }
}
