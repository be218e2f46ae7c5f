using System.Buffers.Binary;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>What a frame's header says (RFC 8878, 3.1.1.1).</summary>
/// <param name="Length">Its bytes, the magic number among them.</param>
/// <param name="ContentSize">Bytes that the frame decodes to; -1 where it does not say.</param>
/// <param name="HasChecksum">Whether a checksum follows the last block.</param>
/// <param name="DictionaryId">The dictionary that it needs; 0 for none.</param>
internal readonly record struct ZstdFrameHeader(int Length, long ContentSize, bool HasChecksum, uint DictionaryId)
{
    private const int MaxWindowLog = 31;

    /// <summary>Reads the header.</summary>
    /// <param name="data">Data that starts with the magic number.</param>
    /// <returns>Null where there is none, it is cut off, uses reserved bits, or asks for a larger window than any known decoder grants (2 GiB).</returns>
    public static ZstdFrameHeader? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < 6)
            return null;
        byte descriptor = data[4];
        bool isSingle = (descriptor & 0x20) != 0;
        int window = isSingle ? 0 : 1, dictionary = (descriptor & 3) == 3 ? 4 : descriptor & 3;
        int size = descriptor >> 6 == 0 ? (isSingle ? 1 : 0) : 1 << (descriptor >> 6);
        int length = 5 + window + dictionary + size;
        if (data.Length < length || (descriptor & 8) != 0 || (!isSingle && 10 + (data[5] >> 3) > MaxWindowLog))
            return null;
        ulong content = Little(data.Slice(length - size, size)) + (size == 2 ? 256u : 0);
        if (content > long.MaxValue)
            return null;
        return new ZstdFrameHeader(length, size == 0 ? -1 : (long)content, (descriptor & 4) != 0, (uint)Little(data.Slice(5 + window, dictionary)));
    }

    private static ulong Little(ReadOnlySpan<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[8];
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadUInt64LittleEndian(wide);
    }
}
