using System.Buffers;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Names and values of forms and query strings, and the segments of paths.</summary>
internal static class FormPieces
{
    private static readonly SearchValues<byte> Ends = SearchValues.Create("&;="u8);

    /// <summary>Reads pairs (WHATWG URL, 5).</summary>
    public static void Read(Decoding decoding, int piece, TextRange range)
    {
        int at = range.Start;
        Role role = Role.Name;
        while (at < range.End)
        {
            ReadOnlySpan<byte> rest = decoding.Data(piece)[at..range.End];
            // A value may hold equals signs: base64 does.
            int length = role == Role.Name ? rest.IndexOfAny(Ends) : rest.IndexOfAny((byte)'&', (byte)';');
            length = length < 0 ? rest.Length : length;
            Add(decoding, piece, new TextRange(at, length), Layer.Form, role);
            role = length < rest.Length && rest[length] == '=' ? Role.Value : Role.Name;
            at += length + 1;
        }
    }

    /// <summary>Reads the segments of a path.</summary>
    public static void Path(Decoding decoding, int piece, TextRange range)
    {
        int at = range.Start;
        while (at < range.End)
        {
            ReadOnlySpan<byte> rest = decoding.Data(piece)[at..range.End];
            int length = rest.IndexOf((byte)'/');
            length = length < 0 ? rest.Length : length;
            Add(decoding, piece, new TextRange(at, length), Layer.Percent, Role.Value);
            at += length + 1;
        }
    }

    private static void Add(Decoding decoding, int piece, TextRange source, Layer layer, Role role)
    {
        if (source.Length == 0)
            return;
        int leaf = decoding.AddLeaf(piece, source, layer, role);
        if (leaf >= 0)
            NestedPieces.Read(decoding, leaf);
        // Base64 that nobody escaped: its plus signs are no spaces.
        int at = 0;
        ReadOnlySpan<byte> raw = decoding.Data(piece).Slice(source.Start, source.Length);
        if (layer == Layer.Form
            && raw.Contains((byte)'+')
            && EncodedRun.Next(raw, ref at, out TextRange run)
            && raw.Slice(run.Start, run.Length).Contains((byte)'+'))
        {
            leaf = decoding.AddLeaf(piece, source, Layer.Percent, role);
            if (leaf >= 0)
                NestedPieces.Read(decoding, leaf);
        }
    }
}
