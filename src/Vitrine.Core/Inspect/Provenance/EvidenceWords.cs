namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// The words of a text, one after the other: runs of letters of one case (with a capital before small ones), of digits, or of bytes outside of ASCII; names are
/// taken apart at <c>camelCase</c> and <c>snake_case</c>. Shorter ones, and the number that a line begins with, are no words: they and all signs belong to what
/// stands before the next one.
/// </summary>
internal ref struct EvidenceWords(ReadOnlySpan<byte> text)
{
    /// <summary>Letters that a word must have.</summary>
    public const int ShortestWord = 3;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private bool _begins = true;

    /// <summary>The word.</summary>
    public ReadOnlySpan<byte> Word { get; private set; }

    /// <summary>Signs of code before it, since the last one.</summary>
    public int Signs { get; private set; }

    /// <summary>Signs and short names right before it, without space between them: what minified code is made of.</summary>
    public ReadOnlySpan<byte> Glue { get; private set; }

    /// <summary>Goes to the next word; at the end there is none, but there may be signs.</summary>
    public bool Next()
    {
        Signs = 0;
        int glue = _at;
        while (_at < _text.Length)
        {
            byte value = _text[_at];
            int length = Length(_text[_at..]);
            if (length >= ShortestWord && !(_begins && LinePrefix.IsStroke(_text.Slice(_at, length))))
            {
                ReadOnlySpan<byte> word = _text.Slice(_at, length);
                Glue = _text[glue.._at];
                glue = _at += length;
                bool isNumber = _begins && value is >= (byte)'0' and <= (byte)'9';
                _begins = false;
                if (isNumber)
                    continue;
                Word = word;
                return true;
            }

            if (value <= ' ')
                (glue, _begins) = (_at + 1, _begins || value is (byte)'\n' or 0);
            else
                _begins &= length != 1 || value is (>= (byte)'0' and <= (byte)'9') or (byte)'L';
            Signs += value is (byte)';' or (byte)'=' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)'<' or (byte)'>' ? 1 : 0;
            _at += Math.Max(1, length);
        }

        Word = default;
        return false;
    }

    private static int Length(ReadOnlySpan<byte> text)
    {
        Kind kind = KindOf(text[0]);
        if (kind == Kind.Other)
            return 0;
        int length = 1;
        if (kind == Kind.Capital && text.Length > 1 && KindOf(text[1]) == Kind.Small)
            kind = Kind.Small;
        while (length < text.Length && KindOf(text[length]) == kind)
            length++;
        // "HTTPServer" is "HTTP" and "Server".
        return kind == Kind.Capital && length > 1 && length < text.Length && KindOf(text[length]) == Kind.Small ? length - 1 : length;
    }

    private static Kind KindOf(byte value) => Kinds[value];

    private static readonly Kind[] Kinds = MakeKinds();

    private static Kind[] MakeKinds()
    {
        var kinds = new Kind[256];
        for (int value = 0; value < kinds.Length; value++)
            kinds[value] = (byte)value switch
            {
                >= (byte)'a' and <= (byte)'z' => Kind.Small,
                >= (byte)'A' and <= (byte)'Z' => Kind.Capital,
                >= (byte)'0' and <= (byte)'9' => Kind.Digit,
                >= 0x80 => Kind.Foreign,
                _ => Kind.Other,
            };
        return kinds;
    }

    private enum Kind : byte
    {
        Other,
        Small,
        Capital,
        Digit,
        Foreign,
    }
}
