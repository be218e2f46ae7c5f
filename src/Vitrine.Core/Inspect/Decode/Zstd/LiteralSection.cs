namespace Vitrine.Core.Inspect.Decode.Zstd;

/// <summary>The literals of a compressed block (RFC 8878, 3.1.1.3.1).</summary>
internal sealed class LiteralSection
{
    private readonly HuffmanTable _table = new();
    private byte[] _buffer = [];

    /// <summary>What a new frame starts with.</summary>
    public void Clear() => _table.Clear();

    /// <summary>Reads the section at the start of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="literals">The literals: bytes of the block, or of a buffer that the next section overwrites.</param>
    /// <returns>How many bytes it took; -1 where it is none.</returns>
    public int Read(ReadOnlySpan<byte> block, out ReadOnlySpan<byte> literals)
    {
        literals = default;
        if (block.IsEmpty)
            return -1;
        int form = (block[0] >> 2) & 3;
        if ((block[0] & 3) < 2)
            return Plain(block, form switch { 1 => 2, 3 => 3, _ => 1 }, out literals);
        int header = form switch { 2 => 4, 3 => 5, _ => 3 }, width = form switch { 2 => 14, 3 => 18, _ => 10 };
        if (block.Length < header)
            return -1;
        ulong sizes = Little(block[..header]) >> 4;
        int size = (int)(sizes & ((1UL << width) - 1)), compressed = (int)(sizes >> width);
        if (size == 0 || size > ZstdDecoder.MaxBlock || compressed > block.Length - header)
            return -1;
        ReadOnlySpan<byte> data = block.Slice(header, compressed);
        if ((block[0] & 3) == 2)
        {
            int tree = _table.Read(data);
            if (tree < 0)
                return -1;
            data = data[tree..];
        }

        if (!_table.IsSet)
            return -1;
        Span<byte> output = Buffer(size);
        literals = output;
        return (form == 0 ? _table.Decode(data, output) : Four(data, output)) ? header + compressed : -1;
    }

    private int Plain(ReadOnlySpan<byte> block, int header, out ReadOnlySpan<byte> literals)
    {
        literals = default;
        if (block.Length < header)
            return -1;
        int size = (int)(Little(block[..header]) >> (header == 1 ? 3 : 4));
        bool isRun = (block[0] & 3) == 1;
        if (size > ZstdDecoder.MaxBlock || header + (isRun ? 1 : size) > block.Length)
            return -1;
        if (isRun)
        {
            Span<byte> output = Buffer(size);
            output.Fill(block[header]);
            literals = output;
            return header + 1;
        }

        literals = block.Slice(header, size);
        return header + size;
    }

    private bool Four(ReadOnlySpan<byte> data, Span<byte> output)
    {
        int each = (output.Length + 3) / 4, start = 6;
        if (data.Length < start || each * 3 > output.Length)
            return false;
        for (int i = 0; i < 3; i++)
        {
            int length = data[2 * i] | (data[(2 * i) + 1] << 8);
            if (length > data.Length - start || !_table.Decode(data.Slice(start, length), output.Slice(i * each, each)))
                return false;
            start += length;
        }

        return _table.Decode(data[start..], output[(3 * each)..]);
    }

    private Span<byte> Buffer(int size)
    {
        if (_buffer.Length < size)
            _buffer = new byte[Math.Max(size, Math.Min(_buffer.Length * 2, ZstdDecoder.MaxBlock))];
        return _buffer.AsSpan(0, size);
    }

    private static ulong Little(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }
}
