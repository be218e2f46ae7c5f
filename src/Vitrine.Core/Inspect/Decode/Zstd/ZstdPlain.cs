using System.Buffers.Binary;

namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>Writes Zstandard that does not compress: one frame of raw blocks, with its size and checksum.</summary>
internal static class ZstdPlain
{
    // The size in 4 bytes, a checksum; a window of one block, since nothing is copied.
    private const byte Descriptor = 0x84, Window = 7 << 3;
    private const int Header = 10;

    /// <summary>The frame.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        int blocks = Math.Max(1, (data.Length + ZstdDecoder.MaxBlock - 1) / ZstdDecoder.MaxBlock);
        byte[] frame = new byte[Header + (3 * blocks) + data.Length + 4];
        Signature.ZstandardMagic.CopyTo(frame);
        (frame[4], frame[5]) = (Descriptor, Window);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(6), (uint)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - 4), (uint)XxHash64.Of(data));
        int at = Header;
        for (int block = 1; block <= blocks; block++)
        {
            ReadOnlySpan<byte> part = data[..Math.Min(data.Length, ZstdDecoder.MaxBlock)];
            int header = (part.Length << 3) | (block == blocks ? 1 : 0);
            (frame[at], frame[at + 1], frame[at + 2]) = ((byte)header, (byte)(header >> 8), (byte)(header >> 16));
            part.CopyTo(frame.AsSpan(at + 3));
            at += 3 + part.Length;
            data = data[part.Length..];
        }

        return frame;
    }
}
