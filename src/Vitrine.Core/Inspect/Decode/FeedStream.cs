namespace Vitrine.Core.Inspect.Decode;

/// <summary>
/// Feeds an inflater in large pieces, and the last bytes one by one. The base library does not tell where compressed data ended, and what stands
/// behind that end would go unseen: from the byte on from which single ones are fed, the place where the inflater stopped asking is the end.
/// </summary>
internal sealed class FeedStream(ReadOnlyMemory<byte> bytes, int singleFrom) : Stream
{
    private const int Most = 16 << 10;

    /// <summary>Where the last read began.</summary>
    public int LastStart { get; private set; }

    /// <summary>How many bytes were handed out.</summary>
    public int Fed { get; private set; }

    /// <summary>Whether a read found nothing more: the data is cut off.</summary>
    public bool WasExhausted { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int length = Math.Min(Fed >= singleFrom ? 1 : Math.Min(Most, singleFrom - Fed), Math.Min(bytes.Length - Fed, buffer.Length));
        bytes.Span.Slice(Fed, length).CopyTo(buffer);
        LastStart = Fed;
        Fed += length;
        WasExhausted |= length == 0;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
