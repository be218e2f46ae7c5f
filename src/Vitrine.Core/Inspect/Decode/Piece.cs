namespace Vitrine.Core.Inspect.Decode;

/// <summary>How the data of a piece is laid out, where it holds other pieces.</summary>
internal enum Format : byte
{
    /// <summary>Nothing known: text or bytes.</summary>
    None,
    Json,
    Sse,
    Multipart,
    Form,
    Query,
    Path,
}

/// <summary>What a piece is to what holds it.</summary>
internal enum Role : byte
{
    /// <summary>A value.</summary>
    Value,

    /// <summary>The name of a JSON member.</summary>
    Name,

    /// <summary>Bytes between or around the parts of a format.</summary>
    Rest,

    /// <summary>The header of a part.</summary>
    Header,

    /// <summary>The content of a part.</summary>
    Part,
}

/// <summary>One piece: a leaf that is laid into the text, or a layer that holds others.</summary>
internal struct Piece
{
    /// <summary>The piece that holds it; -1 for the body.</summary>
    public int Parent;

    /// <summary>Its bytes in the parent's data, before the layer is undone.</summary>
    public int SourceStart;

    /// <summary>How many bytes these are.</summary>
    public int SourceLength;

    /// <summary>Where its data starts: in the text, or in its buffer.</summary>
    public int Start;

    /// <summary>How long its data is.</summary>
    public int Length;

    /// <summary>Which buffer holds its data; <see cref="InText"/> for the text.</summary>
    public int Buffer;

    public Layer Layer;
    public Format Format;
    public Role Role;

    /// <summary>How many layers it is in, content codings not counted.</summary>
    public byte Depth;

    /// <summary>Whether its data is known to be UTF-8, so that the fast paths hold.</summary>
    public bool IsUtf8;

    public const int InText = -1;

    /// <summary>Whether detectors see it.</summary>
    public readonly bool IsLeaf => Buffer == InText && Layer != Layer.Known;

    public readonly TextRange Source => new(SourceStart, SourceLength);
}
