namespace Vitrine.Core.Inspect.Decode;

/// <summary>Names of the layers around a piece.</summary>
internal static class LayerNames
{
    public static string All(Decoding decoding, int piece) => Join(decoding, -1, piece);

    /// <summary>Those beyond the format of the body itself.</summary>
    public static string Nested(Decoding decoding, int content, int piece)
    {
        // The events of a stream are its format, so JSON in them is no wrapping.
        int floor = content;
        for (int each = piece; each > content; each = decoding[each].Parent)
        {
            if (decoding[each].Parent == content && decoding[content].Format is Format.Sse or Format.Multipart && decoding[each].Layer.Name.Length == 0)
                floor = each;
        }

        return Join(decoding, floor, piece);
    }

    private static string Join(Decoding decoding, int floor, int piece)
    {
        List<string> names = [];
        for (int each = piece; each > floor; each = decoding[each].Parent)
        {
            Piece it = decoding[each];
            string format = it.Format switch { Format.Json => "json", Format.Sse => "sse", Format.Multipart => "multipart", Format.Form => "form", _ => "" };
            if (format.Length > 0)
                names.Add(format);
            if (it.Layer.Name.Length > 0 && !(it.Layer is Layer.Form or Layer.Percent && decoding[it.Parent].Format != Format.None))
                names.Add(it.Layer.Name);
        }

        names.Reverse();
        return string.Join(' ', names);
    }
}
