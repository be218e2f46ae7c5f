namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A manifest of <c>kind: Secret</c>, in YAML or JSON: what stands under <c>data</c> and <c>stringData</c> is secret whatever its name.</summary>
internal static class KubernetesSecret
{
    private const int Before = 2048, Behind = 8192;

    /// <summary>Whether the word that begins here is the kind of a manifest.</summary>
    public static bool Starts(ReadOnlySpan<byte> text, int at)
    {
        if (at < 6
            || !Ascii.Starts(text[at..], "secret"u8)
            || at + 6 >= text.Length
            || !(text[at + 6] is <= (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\\'))
            return false;
        int i = at;
        while (i > 0 && at - i < 6 && text[i - 1] is (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\\')
            i--;
        if (i == 0 || text[i - 1] != ':')
            return false;
        i--;
        while (i > 0 && at - i < 10 && text[i - 1] is (byte)'"' or (byte)'\'' or (byte)'\\')
            i--;
        return i >= 4 && Ascii.Ends(text[..i], "kind"u8);
    }

    /// <summary>Adds a hit for each value.</summary>
    /// <returns>How far the text was read: another manifest's kind is looked at from there on only, so the cost stays linear.</returns>
    public static int Find(ReadOnlySpan<byte> text, int at, List<SecretHit> hits, int most)
    {
        int first = Math.Max(0, at - Before), last = Math.Min(text.Length, at + Behind);
        ReadOnlySpan<byte> before = text[first..at], behind = text[at..last];
        if (Math.Max(before.LastIndexOf("\n---"u8), before.LastIndexOf((byte)0)) is >= 0 and var start)
            first += start + 1;
        foreach (int cut in (ReadOnlySpan<int>)[behind.IndexOf("\n---"u8), behind.IndexOf((byte)0)])
            if (cut >= 0)
                last = Math.Min(last, at + cut);
        bool inData = false;
        int dataIndent = 0;
        for (int line = first; line < last;)
        {
            int length = text[line..last].IndexOf((byte)'\n');
            int end = length < 0 ? last : line + length;
            (int indent, int name, int nameEnd, int value, int valueEnd) = Pair(text, line, end);
            if (nameEnd > name)
            {
                ReadOnlySpan<byte> key = text[name..nameEnd];
                if (key.SequenceEqual("data"u8) || key.SequenceEqual("stringData"u8))
                    (inData, dataIndent) = (valueEnd == value || text[value] == '{', indent);
                else if (indent <= dataIndent)
                    inData = false;
                else if (inData && hits.Count < most)
                {
                    // The value of a block scalar stands on the next line.
                    if (valueEnd - value <= 2 && valueEnd > value && text[value] is (byte)'>' or (byte)'|' && end + 1 < last)
                    {
                        value = end + 1;
                        while (value < last && text[value] is (byte)' ' or (byte)'\t')
                            value++;
                        valueEnd = value;
                        while (valueEnd < last && text[valueEnd] > ' ')
                            valueEnd++;
                    }

                    Add(text, value, valueEnd, hits);
                }
            }

            line = end + 1;
        }

        return last;
    }

    private static void Add(ReadOnlySpan<byte> text, int start, int end, List<SecretHit> hits)
    {
        ReadOnlySpan<byte> value = text[start..end];
        if (value.Length < 9 || value.ContainsAny("{<$ "u8) || value.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E) || Placeholders.IsWord(value))
            return;
        var range = new TextRange(start, end - start);
        foreach (SecretHit hit in hits)
            if (hit.Range.Start < range.End && range.Start < hit.Range.End)
                return;
        hits.Add(new SecretHit(range, "kubernetes-secret", null, "", SecretCheck.None));
    }

    private static (int Indent, int Name, int NameEnd, int Value, int ValueEnd) Pair(ReadOnlySpan<byte> text, int line, int end)
    {
        int i = line;
        while (i < end && text[i] is (byte)' ' or (byte)'\t')
            i++;
        int indent = i - line;
        while (i < end && text[i] is (byte)'"' or (byte)'\'' or (byte)'-' or (byte)'+')
            i++;
        int name = i;
        while (i < end && (ByteSet.Base64Url.Contains(text[i]) || text[i] == '.'))
            i++;
        int nameEnd = i;
        if (i < end && text[i] is (byte)'"' or (byte)'\'')
            i++;
        if (i >= end || text[i] != ':')
            return default;
        i++;
        while (i < end && text[i] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'')
            i++;
        int valueEnd = end;
        while (valueEnd > i && text[valueEnd - 1] is <= (byte)' ' or (byte)'"' or (byte)'\'' or (byte)',')
            valueEnd--;
        return (indent, name, nameEnd, i, valueEnd);
    }
}
