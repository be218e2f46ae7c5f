using System.Buffers;
using System.Text.Unicode;
using Vitrine.Core.Inspect.Recall;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>A part that was not decoded: a range of a piece's data.</summary>
internal readonly record struct Skipped(int Piece, TextRange Source, string Why);

/// <summary>Bytes whose verdict can be remembered.</summary>
/// <param name="Key">Their hash.</param>
/// <param name="Container">The piece whose data they are in.</param>
/// <param name="SourceStart">Where they start in it.</param>
/// <param name="First">The first piece that came from them.</param>
/// <param name="End">One behind the last.</param>
/// <param name="FirstSkipped">The first range of them that was skipped.</param>
/// <param name="EndSkipped">One behind the last.</param>
internal readonly record struct RememberedUnit(UInt128 Key, int Container, int SourceStart, int First, int End, int FirstSkipped, int EndSkipped);

/// <summary>
/// The state of decoding one body: text, pieces, buffers and what was skipped. Arrays that grew are kept until the end, so a span over data stays good
/// while children of that data are laid down.
/// </summary>
internal sealed class Decoding(ReadOnlyMemory<byte> body, DecodeBudget budget, MemoryView? memory) : IDisposable
{
    // About as many as prompts have, so that few arrays are outgrown.
    private const int MaxSkipped = 256, BytesPerPiece = 64;
    private readonly List<ReadOnlyMemory<byte>> _buffers = [body];
    private readonly List<byte[]> _rented = [];
    private byte[] _text = [];
    private readonly List<Piece[]> _outgrown = [];
    private Piece[] _pieces = ArrayPool<Piece>.Shared.Rent(Math.Clamp(body.Length / BytesPerPiece, 16, 4096));
    private long _bufferBytes;

    public DecodeBudget Budget => budget;

    public MemoryView? Memory => memory;

    /// <summary>The body that came before this one; null for none.</summary>
    public LastBody? Last { get; private set; }

    /// <summary>The piece that is compared with it.</summary>
    public int Compared { get; private set; } = -1;

    public int TextLength { get; private set; }

    public int Count { get; private set; }

    public List<Skipped> Skipped { get; } = [];

    /// <summary>Whether more was skipped than is listed.</summary>
    public bool IsSkippedCut { get; private set; }

    public List<RememberedUnit> Remembered { get; } = [];

    /// <summary>Verdicts of pieces of <see cref="Layer.Known"/>, in order, with their pieces.</summary>
    public List<(int Piece, PieceVerdict Verdict)> Known { get; } = [];

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, TextLength);

    /// <summary>Bytes that may still be decoded.</summary>
    public int Room => (int)Math.Max(0, budget.MaxBytes - TextLength - _bufferBytes);

    public ref Piece this[int piece] => ref _pieces[piece];

    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, Count);

    /// <summary>The data of a piece.</summary>
    public ReadOnlySpan<byte> Data(int piece)
    {
        ref readonly Piece it = ref _pieces[piece];
        return it.Buffer == Piece.InText ? _text.AsSpan(it.Start, it.Length) : _buffers[it.Buffer].Span.Slice(it.Start, it.Length);
    }

    /// <summary>The data of a piece that is not in the text.</summary>
    public ReadOnlyMemory<byte> Memorised(int piece) => _buffers[_pieces[piece].Buffer].Slice(_pieces[piece].Start, _pieces[piece].Length);

    /// <summary>Says that a range of a piece's data was not searched.</summary>
    public void Skip(int piece, TextRange source, string why)
    {
        if (Skipped.Count < MaxSkipped)
            Skipped.Add(new Skipped(piece, source, why));
        else
            IsSkippedCut = true;
    }

    /// <summary>Adds the body itself.</summary>
    public int AddBody() => Add(new Piece { Parent = -1, SourceLength = body.Length, Length = body.Length, IsUtf8 = Utf8.IsValid(body.Span) });

    /// <summary>Lays a leaf into the text.</summary>
    /// <returns>Its index; -1 where it does not fit, which is then said.</returns>
    public int AddLeaf(int parent, TextRange source, Layer layer, Role role) => AddLeaf(parent, Data(parent), source, layer, role);

    /// <summary>The same, for who has the parent's data at hand.</summary>
    public int AddLeaf(int parent, ReadOnlySpan<byte> data, TextRange source, Layer layer, Role role)
    {
        if (source.Length + 1 > Room || Count >= budget.MaxPieces)
        {
            Skip(parent, source, "too-large");
            return -1;
        }

        Span<byte> target = Reserve(source.Length + JsonEscapes.Slack);
        ReadOnlySpan<byte> bytes = data.Slice(source.Start, source.Length);
        ref Piece it = ref Next();
        // Behind Next, which may move the pieces.
        ref readonly Piece above = ref _pieces[parent];
        bool isUtf8 = above.IsUtf8;
        int length = -1;
        if (isUtf8 && layer is Layer.JsonString or Layer.Quoted)
        {
            length = JsonEscapes.Undo(data[source.Start..], source.Length, target);
        }
        else if (isUtf8 && layer is Layer.Text or Layer.JsonNumber)
        {
            bytes.CopyTo(target);
            length = bytes.Length;
            target[..length].Replace((byte)0, JsonEscapes.ZeroMark);
        }

        if (length < 0)
            length = Units.Undo(layer, bytes, target);
        target[length] = 0;
        it.Parent = parent;
        (it.SourceStart, it.SourceLength) = (source.Start, source.Length);
        (it.Start, it.Length, it.Buffer) = (TextLength, length, Piece.InText);
        (it.Layer, it.Format, it.Role) = (layer, Format.None, role);
        it.Depth = (byte)(above.Depth + (above.IsLeaf ? 1 : 0));
        it.IsUtf8 = isUtf8 && layer is not (Layer.Percent or Layer.Form);
        TextLength += length + 1;
        return Count++;
    }

    /// <summary>Compares a piece with the body that came before.</summary>
    public void Compare(int piece) => (Last, Compared) = (memory?.Take(Data(piece)), piece);

    /// <summary>Adds a layer whose data is the first bytes of a rented array, which is ours from now on.</summary>
    public int AddLayer(int parent, TextRange source, Layer layer, Role role, byte[] rented, int length, bool isNested)
    {
        _rented.Add(rented);
        _bufferBytes += length;
        _buffers.Add(rented.AsMemory(0, length));
        return Add(new Piece
        {
            Parent = parent,
            SourceStart = source.Start,
            SourceLength = source.Length,
            Length = length,
            Buffer = _buffers.Count - 1,
            Layer = layer,
            Role = role,
            Depth = (byte)(_pieces[parent].Depth + (isNested ? 1 : 0)),
            IsUtf8 = Utf8.IsValid(rented.AsSpan(0, length)),
        });
    }

    /// <summary>Adds a part of a piece as a layer of its own, without a copy.</summary>
    public int AddView(int parent, TextRange source, Role role)
    {
        Piece it = _pieces[parent];
        return Add(it with
        {
            Parent = parent,
            SourceStart = source.Start,
            SourceLength = source.Length,
            Start = it.Start + source.Start,
            Length = source.Length,
            Layer = Layer.Text,
            Format = Format.None,
            Role = role,
            Depth = (byte)(it.Depth + 1)
        });
    }

    /// <summary>Adds bytes for which a verdict is remembered.</summary>
    public void AddKnown(int parent, TextRange source, Role role, PieceVerdict verdict)
    {
        if (verdict.IsClean)
            return;
        Known.Add((Count, verdict));
        Add(new Piece
        {
            Parent = parent,
            SourceStart = source.Start,
            SourceLength = source.Length,
            Start = TextLength,
            Buffer = Piece.InText,
            Layer = Layer.Known,
            Role = role
        });
    }

    /// <summary>Takes the last leaf out of the text and gives it a buffer of its own, so that it can hold others.</summary>
    public void Detach(int piece)
    {
        ref Piece it = ref _pieces[piece];
        byte[] rented = ArrayPool<byte>.Shared.Rent(it.Length);
        Data(piece).CopyTo(rented);
        _rented.Add(rented);
        _bufferBytes += it.Length;
        _buffers.Add(rented.AsMemory(0, it.Length));
        TextLength = it.Start;
        (it.Buffer, it.Start) = (_buffers.Count - 1, 0);
        it.Depth++;
    }

    /// <summary>The state to which <see cref="Return"/> goes back.</summary>
    public Mark Here => new(Count, TextLength, Skipped.Count, Remembered.Count, Known.Count);

    /// <summary>Forgets what was laid down since.</summary>
    public void Return(Mark mark)
    {
        Count = mark.Pieces;
        TextLength = mark.Text;
        Skipped.RemoveRange(mark.Skipped, Skipped.Count - mark.Skipped);
        Remembered.RemoveRange(mark.Units, Remembered.Count - mark.Units);
        Known.RemoveRange(mark.Known, Known.Count - mark.Known);
    }

    /// <summary>Lays a detached piece into the text again, as the last one.</summary>
    public void Reattach(int piece)
    {
        ref Piece it = ref _pieces[piece];
        Data(piece).CopyTo(Reserve(it.Length + 1));
        _text[TextLength + it.Length] = 0;
        (it.Buffer, it.Start, it.Format) = (Piece.InText, TextLength, Format.None);
        it.Depth--;
        TextLength += it.Length + 1;
    }

    public void Dispose()
    {
        foreach (byte[] each in _rented)
            ArrayPool<byte>.Shared.Return(each, clearArray: false);
        foreach (Piece[] each in _outgrown)
            ArrayPool<Piece>.Shared.Return(each);
        if (_pieces.Length > 0)
            ArrayPool<Piece>.Shared.Return(_pieces);
        _rented.Clear();
        _outgrown.Clear();
        _buffers.Clear();
        (_text, _pieces, TextLength, Count) = ([], [], 0, 0);
    }

    private int Add(in Piece piece)
    {
        Next() = piece;
        return Count++;
    }

    // Room for one more, which counts once it is filled.
    private ref Piece Next()
    {
        if (Count == _pieces.Length)
        {
            Piece[] larger = ArrayPool<Piece>.Shared.Rent(Count * 2);
            Pieces.CopyTo(larger);
            _outgrown.Add(_pieces);
            _pieces = larger;
        }

        return ref _pieces[Count];
    }

    private Span<byte> Reserve(int length)
    {
        if (_text.Length - TextLength < length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_text.Length * 2, Math.Max(TextLength + length, body.Length + 1024)));
            Text.CopyTo(larger);
            _rented.Add(larger);
            _text = larger;
        }

        return _text.AsSpan(TextLength);
    }

    /// <summary>A state of decoding.</summary>
    public readonly record struct Mark(int Pieces, int Text, int Skipped, int Units, int Known);
}
