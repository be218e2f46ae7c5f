using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;

namespace Vitrine.Fuzz;

/// <summary>Lines of a hostile file in a hostile text: whatever is claimed is there, by a check that knows nothing of indexes.</summary>
internal static class ProvenanceFuzz
{
    private const int Fragment = 24, Beginning = 12;
    private static readonly ProvenanceKey Key = new([.. Enumerable.Range(1, ProvenanceKey.Length).Select(i => (byte)(i * 37))]);

    /// <summary>The input up to a byte 0xFF is a file, the rest is the text; the file itself stands in the text, too.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        int end = input.IndexOf((byte)0xFF);
        ReadOnlySpan<byte> file = end < 0 ? input : input[..end], text = end < 0 ? input : input[(end + 1)..];
        var index = new ProvenanceIndex(Key, new ProvenanceOptions { LeastEvidence = 1 });
        index.Add(new UnixPath("file"), file);
        byte[] twice = [.. text, 0, .. file, (byte)'\n', .. text];
        byte[] dense = Squeeze(twice),
            resolved = Squeeze(System.Text.Encoding.Latin1.GetBytes(System.Net.WebUtility.HtmlDecode(System.Text.Encoding.Latin1.GetString(twice))));
        foreach (SourceFound found in index.Find(twice))
            foreach (LineRange range in found.Lines)
            {
                BrokenPropertyException.Unless(range.First >= 1 && range.First <= range.Last && range.Last <= found.FileLines, "ranges lie in the file");
                for (int line = range.First; line <= range.Last; line++)
                    BrokenPropertyException.Unless(IsIn(dense, Squeeze(Line(file, line))) || IsIn(resolved, Squeeze(Line(file, line))),
                        "a line that is claimed is in the text");
            }
    }

    // Whole, or cut by the sender (its beginning), or a fragment's length of it.
    private static bool IsIn(ReadOnlySpan<byte> text, ReadOnlySpan<byte> line)
    {
        if (text.IndexOf(line) >= 0 || (line.Length > Beginning && text.IndexOf(line[..Beginning]) >= 0))
            return true;
        for (int at = 0; at + Fragment <= line.Length; at++)
            if (text.IndexOf(line.Slice(at, Fragment)) >= 0)
                return true;
        return false;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> file, int number)
    {
        for (; number > 1; number--)
            file = file[(file.IndexOf((byte)'\n') + 1)..];
        int end = file.IndexOf((byte)'\n');
        return end < 0 ? file : file[..end];
    }

    private static byte[] Squeeze(ReadOnlySpan<byte> text)
    {
        var dense = new List<byte>(text.Length);
        foreach (byte each in text)
            if (each is 0 or > 32)
                dense.Add(each);
        return [.. dense];
    }
}
