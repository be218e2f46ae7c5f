using System.Buffers.Binary;
using Vitrine.Core.Inspect.Decode.Zstd;

namespace Vitrine.Tests.Inspect.DecodeZstd;

/// <summary>Decodes whole, and puts frames together by hand.</summary>
internal static class ZstdBytes
{
    public static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    public static ZstdStep Undo(byte[] source, out byte[] content, out int consumed)
    {
        var decoder = new ZstdDecoder(source);
        byte[] output = new byte[ZstdDecoder.MaxBlock + ZstdDecoder.Slack];
        int length = 0;
        ZstdStep step;
        while ((step = decoder.Next(output, ref length)) == ZstdStep.More)
        {
            if (output.Length - length < ZstdDecoder.MaxBlock + ZstdDecoder.Slack)
                Array.Resize(ref output, output.Length * 2);
        }

        (content, consumed) = (output[..length], decoder.Consumed);
        return step;
    }

    /// <summary>A frame without size and checksum, of these blocks.</summary>
    public static byte[] Frame(params byte[][] blocks) => [.. Magic, 0, 0x38, .. blocks.SelectMany(each => each)];

    /// <summary>A block.</summary>
    /// <param name="type">0: raw; 1: run; 2: compressed.</param>
    /// <param name="size">What its header says.</param>
    /// <param name="data">What follows.</param>
    /// <param name="isLast">Whether it is the last one.</param>
    public static byte[] Block(int type, int size, byte[] data, bool isLast = true)
    {
        byte[] header = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(header, (size << 3) | (type << 1) | (isLast ? 1 : 0));
        return [.. header[..3], .. data];
    }

    /// <summary>A compressed block.</summary>
    public static byte[] Compressed(params byte[] data) => Block(2, data.Length, data);
}
