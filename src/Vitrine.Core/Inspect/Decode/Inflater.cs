using System.Buffers;
using System.IO.Compression;
using Vitrine.Core.Inspect.Decode.Zstd;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>How undoing a compression ended.</summary>
internal enum InflateResult
{
    /// <summary>All of it.</summary>
    Done,

    /// <summary>The bytes are not of that kind, or broken, or cut off; what came before is there.</summary>
    Malformed,

    /// <summary>It needs what is not with it: a dictionary.</summary>
    Incomplete,

    /// <summary>More bytes than the budget.</summary>
    TooLarge,

    /// <summary>More bytes than the ratio allows.</summary>
    Bomb,
}

/// <summary>Undoes one compression within a budget. Checksums of gzip and zlib are not looked at: a wrong one makes the bytes no less readable.</summary>
internal ref struct Inflater(Layer layer, ReadOnlyMemory<byte> source, DecodeBudget budget, int room)
{
    private const int Step = 64 << 10;

    // Trailers are within it, so an ordinary stream is inflated once.
    private const int FedSingly = 32;
    private readonly long _limit = Math.Max(budget.FreeBytes, (long)source.Length * budget.MaxRatio);

    /// <summary>A rented array with the data. The caller returns it, whatever the result.</summary>
    public byte[] Output { get; private set; } =
        ArrayPool<byte>.Shared.Rent((int)Math.Clamp(source.Length * 4L, Step, Math.Max(Step, Math.Min(room, 16 << 20))));

    /// <summary>How many bytes of it are the data.</summary>
    public int Length { get; private set; }

    /// <summary>How many source bytes belong to the stream; what follows was not read.</summary>
    public int Consumed { get; private set; }

    /// <summary>
    /// Names, comments and extra fields of gzip headers (RFC 1952, 2.3), skippable frames of Zstandard: bytes that are no data and travel with it.
    /// </summary>
    public List<TextRange>? HeaderFields { get; private set; }

    public InflateResult Undo()
    {
        InflateResult result;
        do
        {
            result = layer switch
            {
                Layer.Brotli => Brotli(),
                Layer.Zstandard => Zstandard(),
                Layer.Gzip => Wrapped(GzipHeader(source.Span[Consumed..]), 8),
                Layer.Zlib => Wrapped(Signature.IsZlib(source.Span) ? 2 : -1, 4),
                _ => Raw(0),
            };
        }
        while (result == InflateResult.Done && layer == Layer.Gzip && source.Span[Consumed..].StartsWith(Signature.GzipMagic));
        return result;
    }

    /// <summary>Gives back an array that is much larger than the data: of small streams there may be thousands in one body.</summary>
    public void Fit()
    {
        if (Output.Length < 4096 || Length > Output.Length / 4)
            return;
        byte[] smaller = ArrayPool<byte>.Shared.Rent(Length);
        Output.AsSpan(0, Length).CopyTo(smaller);
        ArrayPool<byte>.Shared.Return(Output);
        Output = smaller;
    }

    private InflateResult Wrapped(int header, int trailer)
    {
        if (header < 0)
            return InflateResult.Malformed;
        if (layer == Layer.Gzip && header > 10)
            (HeaderFields ??= []).Add(new TextRange(Consumed + 10, header - 10));
        InflateResult result = Raw(header);
        if (result != InflateResult.Done)
            return result;
        bool isWhole = source.Length - Consumed >= trailer;
        Consumed = Math.Min(source.Length, Consumed + trailer);
        return isWhole ? InflateResult.Done : InflateResult.Malformed;
    }

    private InflateResult Raw(int header)
    {
        ReadOnlyMemory<byte> data = source[(Consumed + header)..];
        int singleFrom = Math.Max(0, data.Length - FedSingly);
        var feed = new FeedStream(data, singleFrom);
        InflateResult result = Read(feed, keep: true);
        if (result == InflateResult.Done && feed.LastStart < singleFrom)
        {
            // It ended within a large piece: once more, to learn where.
            feed = new FeedStream(data, feed.LastStart);
            result = Read(feed, keep: false);
        }

        Consumed += header + feed.Fed;
        return result;
    }

    private InflateResult Read(FeedStream feed, bool keep)
    {
        using var inflate = new DeflateStream(feed, CompressionMode.Decompress);
        byte[]? discarded = keep ? null : ArrayPool<byte>.Shared.Rent(Step);
        try
        {
            while (true)
            {
                if (keep)
                    Grow(Step / 4);
                int read = keep ? inflate.Read(Output, Length, Output.Length - Length) : inflate.Read(discarded!, 0, discarded!.Length);
                if (read == 0)
                    return feed.WasExhausted ? InflateResult.Malformed : InflateResult.Done;
                Length += keep ? read : 0;
                if (Excess() is { } result)
                    return result;
            }
        }
        catch (InvalidDataException)
        {
            return InflateResult.Malformed;
        }
        finally
        {
            if (discarded is not null)
                ArrayPool<byte>.Shared.Return(discarded);
        }
    }

    private InflateResult Brotli()
    {
        BrotliDecoder decoder = default;
        try
        {
            while (true)
            {
                Grow(Step / 4);
                OperationStatus status = decoder.Decompress(source.Span[Consumed..], Output.AsSpan(Length), out int read, out int written);
                Consumed += read;
                Length += written;
                if (Excess() is { } result)
                    return result;
                if (status != OperationStatus.DestinationTooSmall)
                    return status == OperationStatus.Done ? InflateResult.Done : InflateResult.Malformed;
            }
        }
        finally
        {
            decoder.Dispose();
        }
    }

    private InflateResult Zstandard()
    {
        var decoder = new ZstdDecoder(source);
        while (true)
        {
            Grow(ZstdDecoder.MaxBlock + ZstdDecoder.Slack);
            int length = Length;
            ZstdStep step = decoder.Next(Output, ref length);
            (Length, Consumed, HeaderFields) = (length, decoder.Consumed, decoder.Skippable);
            if (Excess() is { } result)
                return result;
            if (step != ZstdStep.More)
                return step switch { ZstdStep.Done => InflateResult.Done, ZstdStep.Dictionary => InflateResult.Incomplete, _ => InflateResult.Malformed };
        }
    }

    private InflateResult? Excess()
    {
        InflateResult? result = Length > _limit ? InflateResult.Bomb : Length > room ? InflateResult.TooLarge : null;
        if (result is not null)
            Length = (int)Math.Min(Length, Math.Min(_limit, room));
        return result;
    }

    private void Grow(int free)
    {
        if (Output.Length - Length >= free)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Output.Length * 2, Length + free));
        Output.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Output);
        Output = larger;
    }

    // RFC 1952, 2.3. -1 where it is none or cut off.
    private static int GzipHeader(ReadOnlySpan<byte> source)
    {
        if (source.Length < 10 || !source.StartsWith(Signature.GzipMagic))
            return -1;
        byte flags = source[3];
        int at = 10;
        if ((flags & 4) != 0)
            at += source.Length < at + 2 ? source.Length : 2 + (source[at] | (source[at + 1] << 8));
        for (int field = 8; field <= 16; field *= 2)
        {
            if ((flags & field) == 0 || at >= source.Length)
                continue;
            int end = source[at..].IndexOf((byte)0);
            at = end < 0 ? source.Length : at + end + 1;
        }

        at += (flags & 2) != 0 ? 2 : 0;
        return at >= source.Length ? -1 : at;
    }
}
