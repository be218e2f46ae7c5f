using System.Buffers.Binary;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>
/// Decodes Zstandard (RFC 8878), frame after frame, in steps of at most one block, so that whoever calls decides after each whether there was enough.
/// The window is what was decoded, so it costs nothing whatever size a frame asks for. Nothing is thrown for what the bytes hold.
/// </summary>
internal sealed class ZstdDecoder(ReadOnlyMemory<byte> source)
{
    /// <summary>The most bytes of one block, compressed or not.</summary>
    public const int MaxBlock = 128 << 10;

    /// <summary>Bytes behind a block that are written to and are not part of it.</summary>
    public const int Slack = 32;

    private const int HeaderOfBlock = 3;
    private readonly LiteralSection _literals = new();
    private readonly SequenceSection _sequences = new();
    private ZstdFrameHeader? _frame;
    private int _frameStart;

    /// <summary>Source bytes that were decoded.</summary>
    public int Consumed { get; private set; }

    /// <summary>Contents of skippable frames: bytes that are no data and travel with it.</summary>
    public List<TextRange>? Skippable { get; private set; }

    /// <summary>Decodes the next block, or passes the next header.</summary>
    /// <param name="output">All that was decoded so far, with room for <see cref="MaxBlock"/> and <see cref="Slack"/>.</param>
    /// <param name="length">How many bytes were decoded so far.</param>
    public ZstdStep Next(Span<byte> output, ref int length)
    {
        ReadOnlySpan<byte> rest = source.Span[Consumed..];
        if (_frame is { } frame)
            return Block(rest, frame, output, ref length);
        if (Signature.IsSkippable(rest))
            return Skip(rest);
        if (!rest.StartsWith(Signature.ZstandardMagic))
            return Consumed > 0 ? ZstdStep.Done : ZstdStep.Malformed;
        if (ZstdFrameHeader.Read(rest) is not { } header)
            return ZstdStep.Malformed;
        if (header.DictionaryId != 0)
            return ZstdStep.Dictionary;
        _frame = header;
        _frameStart = length;
        _literals.Clear();
        _sequences.Clear();
        Consumed += header.Length;
        return ZstdStep.More;
    }

    private ZstdStep Skip(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) is var size && size > (uint)(rest.Length - 8))
            return ZstdStep.Malformed;
        if (size > 0)
            (Skippable ??= []).Add(new TextRange(Consumed + 8, (int)size));
        Consumed += 8 + (int)size;
        return ZstdStep.More;
    }

    private ZstdStep Block(ReadOnlySpan<byte> rest, ZstdFrameHeader frame, Span<byte> output, ref int length)
    {
        if (rest.Length < HeaderOfBlock)
            return ZstdStep.Malformed;
        int header = rest[0] | (rest[1] << 8) | (rest[2] << 16);
        int type = (header >> 1) & 3, size = header >> 3, taken = type == 1 ? 1 : size;
        rest = rest[HeaderOfBlock..];
        if (type == 3 || size > MaxBlock || taken > rest.Length)
            return ZstdStep.Malformed;
        ReadOnlySpan<byte> data = rest[..taken];
        if (type == 2)
        {
            int literals = _literals.Read(data, out ReadOnlySpan<byte> bytes);
            int produced = length - _frameStart;
            bool isWhole = literals >= 0 && _sequences.Run(data[literals..], bytes, output[_frameStart..], ref produced);
            length = _frameStart + produced;
            if (!isWhole)
                return ZstdStep.Malformed;
        }
        else
        {
            if (type == 1)
                output.Slice(length, size).Fill(data[0]);
            else
                data.CopyTo(output[length..]);
            length += size;
        }

        Consumed += HeaderOfBlock + taken;
        return (header & 1) == 0 ? ZstdStep.More : End(rest[taken..], frame, output[_frameStart..length]);
    }

    private ZstdStep End(ReadOnlySpan<byte> rest, ZstdFrameHeader frame, ReadOnlySpan<byte> content)
    {
        _frame = null;
        if (frame.ContentSize >= 0 && frame.ContentSize != content.Length)
            return ZstdStep.Malformed;
        if (!frame.HasChecksum)
            return ZstdStep.More;
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(rest) != (uint)XxHash64.Of(content))
            return ZstdStep.Malformed;
        Consumed += 4;
        return ZstdStep.More;
    }
}
