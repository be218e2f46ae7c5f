using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>
/// A decoded body: all its pieces in one text, each followed by one zero byte. A zero byte within a piece stands there as U+0001. Not for use by two
/// threads at once; memory goes back to the pool with <see cref="Dispose"/>.
/// </summary>
public sealed class DecodedBody : IDisposable
{
    private readonly Decoding _decoding;
    private readonly HashSet<(int Container, int Start)> _hidden = [];
    private int[]? _leaves;
    private PointerWalk? _walk;
    private (int Container, int Start, string Pointer)? _lastPointer;

    internal DecodedBody(Decoding decoding, int content, bool isTarget = false)
    {
        _decoding = decoding;
        Content = content;
        IsTarget = isTarget;
    }

    /// <summary>What detectors search. Good until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Text => _decoding.Text;

    /// <summary>How many pieces the text has.</summary>
    public int PieceCount => Leaves.Length;

    /// <summary>What was not searched, and why.</summary>
    public IEnumerable<UnscannedPart> Unscanned => _decoding.Skipped.Select(Unsearched);

    /// <summary>Whether more was left unsearched than is listed.</summary>
    public bool IsUnscannedCut => _decoding.IsSkippedCut;

    /// <summary>The body after its content codings.</summary>
    public ReadOnlySpan<byte> ContentBytes => _decoding.Data(Content);

    internal Decoding Decoding => _decoding;

    /// <summary>Whether it is a request's path and query.</summary>
    internal bool IsTarget { get; }

    /// <summary>The piece after all content codings.</summary>
    internal int Content { get; }

    internal ReadOnlySpan<int> Leaves => _leaves ??= LeavesOf(_decoding.Pieces);

    /// <summary>The number of the piece that holds an offset in the text; its closing zero counts as its own.</summary>
    public int PieceAt(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)offset, (uint)_decoding.TextLength);
        int low = 0, high = Leaves.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _decoding[Leaves[middle]].Start <= offset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>Where a piece stands in the text, without its closing zero.</summary>
    public TextRange RangeOf(int piece) => new(_decoding[Leaves[piece]].Start, _decoding[Leaves[piece]].Length);

    /// <summary>
    /// Where a piece stands in the body: JSON pointer (RFC 6901), <c>event N</c>, <c>part N</c>, <c>query/NAME</c>, <c>path</c>, joined by <c> &gt; </c> where
    /// one is within another. Names that were hidden are <c>*</c>.
    /// </summary>
    public string PlaceOf(int piece) => PlaceOfPiece(Leaves[piece]);

    /// <summary>All that was undone to get a piece, outermost first, such as <c>gzip json base64</c>.</summary>
    public string LayersOf(int piece) => LayerNames.All(_decoding, Leaves[piece]);

    /// <summary>How a piece is wrapped beyond what its body's format is, such as <c>base64</c>; empty in clear.</summary>
    public string EncodingOf(int piece) => LayerNames.Nested(_decoding, Content, Leaves[piece]);

    /// <summary>
    /// Maps a range of the text to the body after content codings. Exact through escapes; through base64, compression and the like it is the whole string that
    /// holds it. A range over several pieces is cut at the first one's end.
    /// </summary>
    public TextRange ToContent(TextRange range)
    {
        int piece = Leaves[PieceAt(range.Start)];
        int start = range.Start - _decoding[piece].Start;
        return ToContent(piece, new TextRange(start, Math.Max(0, Math.Min(range.Length, _decoding[piece].Length - start))));
    }

    /// <summary>Keeps a name out of every place that is told from now on, because a secret is in it.</summary>
    /// <param name="piece">The piece; nothing happens where it is no name.</param>
    public void HideName(int piece) => HideNameOf(Leaves[piece]);

    /// <inheritdoc/>
    public void Dispose() => _decoding.Dispose();

    internal void HideNameOf(int index)
    {
        _lastPointer = null;
        // What is nested in a name hides the name, too.
        for (; index >= 0; index = _decoding[index].Parent)
        {
            if (_decoding[index].Role == Role.Name)
                _hidden.Add((_decoding[index].Parent, _decoding[index].SourceStart));
        }
    }

    internal TextRange ToContent(int piece, TextRange range)
    {
        while (piece > Content)
        {
            Piece it = _decoding[piece];
            if (!it.Layer.IsByUnit)
                range = it.Source;
            else if (it.Buffer != Piece.InText && it.Layer == Layer.Text)
                range = range with { Start = range.Start + it.SourceStart };
            else
            {
                TextRange source = Units.ToSource(it.Layer, _decoding.Data(it.Parent).Slice(it.SourceStart, it.SourceLength), range);
                range = source with { Start = source.Start + it.SourceStart };
            }

            piece = it.Parent;
        }

        // What stands beside the coded content, such as in a skippable frame, is nowhere in it.
        return piece == Content ? range : default;
    }

    internal string PlaceOfPiece(int index) => _decoding[index].Parent < 0 ? "" : PlaceAt(_decoding[index].Parent, _decoding[index].SourceStart);

    /// <summary>The place of what starts somewhere in a piece's data.</summary>
    internal string PlaceAt(int container, int start)
    {
        string own = Segment(container, start);
        string outer = PlaceOfPiece(container);
        return outer.Length == 0 ? own : own.Length == 0 ? outer : $"{outer} > {own}";
    }

    internal string EncodingOfPiece(int index) => LayerNames.Nested(_decoding, Content, index);

    internal UnscannedPart Unsearched(Skipped skipped) =>
        new(PlaceAt(skipped.Piece, skipped.Source.Start), skipped.Source.Length, skipped.Why);

    private static int[] LeavesOf(ReadOnlySpan<Piece> pieces)
    {
        int count = 0, at = 0;
        foreach (ref readonly Piece each in pieces)
            count += each.IsLeaf ? 1 : 0;
        var leaves = new int[count];
        for (int i = 0; at < count; i++)
        {
            leaves[at] = i;
            at += pieces[i].IsLeaf ? 1 : 0;
        }

        return leaves;
    }

    private string Segment(int container, int start)
    {
        switch (_decoding[container].Format)
        {
            case Format.Json:
                if (_lastPointer is { } last && last.Container == container && last.Start == start)
                    return last.Pointer;
                if (_walk is null || _walk.Container != container || _walk.At > start)
                    _walk = new PointerWalk(container);
                _walk.MoveTo(_decoding.Data(container), start);
                string pointer = _walk.Pointer(_decoding.Data(container), _hidden);
                _lastPointer = (container, start, pointer);
                return pointer;
            case Format.Form or Format.Query:
                return FormPlace.Of(_decoding.Data(container), container, start, _decoding[container].Format == Format.Query, _hidden);
            case Format.Path:
                return "path";
            case Format.Sse:
                return $"event {SsePlace.EventAt(_decoding.Data(container), start)}";
            case Format.Multipart:
                return $"part {Parts(container, start)}";
            default:
                return "";
        }
    }

    // Each part has at least one piece of its own; headers and content of one part share a number.
    private int Parts(int container, int start)
    {
        int parts = 0;
        bool inHeader = false;
        for (int i = container + 1; i < _decoding.Count && (_decoding[i].Parent != container || _decoding[i].SourceStart <= start); i++)
        {
            if (_decoding[i].Parent != container)
                continue;
            parts += _decoding[i].Role == Role.Header || (_decoding[i].Role == Role.Part && !inHeader) ? 1 : 0;
            inHeader = _decoding[i].Role == Role.Header;
        }

        return parts;
    }
}
