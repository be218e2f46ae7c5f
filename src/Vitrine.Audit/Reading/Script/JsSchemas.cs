namespace Vitrine.Audit.Reading.Script;

/// <summary>Where a program describes its tools to a model: objects with the form of a JSON Schema, and the objects that hold them.</summary>
internal sealed class JsSchemas
{
    private const int Deepest = 256;
    private readonly List<(int From, int To)> _ranges = [];

    public JsSchemas(ReadOnlyMemory<byte> source, JsToken[] tokens, int count)
    {
        ReadOnlySpan<byte> span = source.Span;
        Span<Frame> frames = stackalloc Frame[Deepest];
        int level = 0;
        for (int at = 0; at + 1 < count; at++)
        {
            JsToken token = tokens[at];
            if (token.Kind == JsTokenKind.Mark && token.End - token.Start == 1)
            {
                byte mark = span[token.Start];
                if (mark is (byte)'{' or (byte)'[' or (byte)'(')
                {
                    if (level < Deepest)
                        frames[level] = new Frame(at, mark == '{');
                    level++;
                }
                else if (mark is (byte)'}' or (byte)']' or (byte)')' && level > 0)
                {
                    level--;
                    if (level < Deepest && frames[level].IsSchema)
                        Close(frames, level, at);
                }
            }
            else if (token.Kind is JsTokenKind.Word or JsTokenKind.Text && level is > 0 and <= Deepest && frames[level - 1].IsObject
                && tokens[at + 1].End - tokens[at + 1].Start == 1 && span[tokens[at + 1].Start] == ':')
                Key(ref frames[level - 1], token.Kind == JsTokenKind.Text ? JsText.Inner(span, token) : token.In(span));
        }
    }

    /// <summary>Whether a token stands in one.</summary>
    public bool Has(int token)
    {
        int low = 0, high = _ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _ranges[middle].To < token ? (middle + 1, high) : (low, middle);
        }

        return low < _ranges.Count && _ranges[low].From <= token;
    }

    private static void Key(ref Frame frame, ReadOnlySpan<byte> key)
    {
        frame.HasType |= key.SequenceEqual("type"u8);
        frame.HasMembers |= key.SequenceEqual("properties"u8)
            || key.SequenceEqual("required"u8)
            || key.SequenceEqual("enum"u8)
            || key.SequenceEqual("description"u8);
        frame.HasProperties |= key.SequenceEqual("properties"u8);
    }

    // Ranges stay in order and do not overlap: an outer one takes those within it away.
    private void Close(Span<Frame> frames, int level, int at)
    {
        Frame frame = frames[level];
        while (_ranges.Count > 0 && _ranges[^1].From >= frame.Start)
            _ranges.RemoveAt(_ranges.Count - 1);
        _ranges.Add((frame.Start, at));
        // The object that holds a whole schema is the tool's own: its name and description are for the model, too.
        if (frame.HasProperties && !frame.IsOwner && level > 0 && frames[level - 1].IsObject)
            frames[level - 1].IsOwner = true;
    }

    private struct Frame(int start, bool isObject)
    {
        public int Start = start;
        public bool IsObject = isObject;
        public bool HasType;
        public bool HasMembers;
        public bool HasProperties;
        public bool IsOwner;

        public readonly bool IsSchema => IsObject && (IsOwner || (HasType && HasMembers));
    }
}
