using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Running;

/// <summary>Captures as files: JSON in gzip. Equal captures give equal bytes. A file that is read may be anybody's.</summary>
public static class CaptureFile
{
    /// <summary>The largest capture in clear that is read, in bytes.</summary>
    public const int MaximumSize = 512 << 20;

    /// <summary>The largest file of one that is read, in bytes.</summary>
    public const int MaximumPacked = 256 << 20;

    /// <summary>The bytes of a capture's file.</summary>
    public static byte[] ToBytes(Capture capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        using var output = new MemoryStream();

        // All at once: how the serializer cuts what it writes to a stream depends on buffers that others used before, and what gzip makes of it depends on the
        // cuts.
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(capture, CaptureJson.Default.Capture);
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(json);
        return output.ToArray();
    }

    /// <summary>Reads a capture's file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="maximumSize">Most bytes in clear; at most <see cref="MaximumSize"/>.</param>
    /// <returns>Null where it is no capture, or a larger one.</returns>
    public static Capture? TryRead(ReadOnlyMemory<byte> bytes, int maximumSize = MaximumSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumSize);
        try
        {
            using var input = new ReadOnlyBytes(bytes);
            using var gzip = new GZipStream(input, CompressionMode.Decompress);
            using var bounded = new BoundedBytes(gzip, Math.Min(maximumSize, MaximumSize));
            Capture? capture = JsonSerializer.Deserialize(bounded, CaptureJson.Default.Capture);
            return capture is not null && IsWhole(capture) ? capture with { Files = [.. capture.Files.Select(SharedFiles.Of)] } : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>What the serializer does not see to: that nothing is missing, that no item of a list is null, and that numbers lead to something.</summary>
    private static bool IsWhole(Capture capture) =>
        NoneNull(capture.Names)
        && NoneNull(capture.Connections)
        && NoneNull(capture.Exchanges)
        && NoneNull(capture.Files)
        && NoneNull(capture.Reads)
        && NoneNull(capture.Processes)
        && NoneNull(capture.Listeners)
        && NoneNull(capture.Refused) && NoneNull(capture.Unseen)
        && capture is { Output: not null, Error: not null }
        && TimesOf(capture).All(double.IsFinite)
        && capture.Connections.All(one => NoneNull(one.Refusals) && NoneNull(one.Notes))
        && capture.Exchanges.All(one => one is { Framing: not null, Body: not null, AnsweredBy: not null, Forms: not null, Chunks: not null }
            && AreWhole(one.Fields)
            && AreWhole(one.Trailers)
            && NoneNull(one.ChunkLines)
            && NoneNull(one.Notes))
        && capture.Processes.Index().All(one => NoneNull(one.Item.Arguments) && one.Item.Parent >= -1 && one.Item.Parent < one.Index);

    /// <summary>JSON has numbers that no double holds; they come out as infinity, and cannot be written again.</summary>
    private static IEnumerable<double> TimesOf(Capture capture) =>
    [
        capture.Seconds,
        .. capture.Names.Select(one => one.At),
        .. capture.Connections.SelectMany(one => (double[])[one.At, one.ClosedAt ?? 0]),
        .. capture.Exchanges.SelectMany(one => (double[])[one.At, one.EndedAt, one.AnsweredAt ?? 0]),
        .. capture.Processes.Select(one => one.At),
    ];

    private static bool AreWhole(IReadOnlyList<CapturedField>? fields) =>
        NoneNull(fields) && fields!.All(field => field is { Before: not null, After: not null });

    private static bool NoneNull<T>(IReadOnlyList<T>? list)
        where T : class => list is not null && !list.Contains(null!);

    /// <summary>Bytes as a stream, without a copy.</summary>
    private sealed class ReadOnlyBytes(ReadOnlyMemory<byte> bytes) : ReadingStream
    {
        private int _position;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(buffer.Length, bytes.Length - _position);
            bytes.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }

    /// <summary>A stream that fails where it is longer than it may be: a small file may hold much.</summary>
    private sealed class BoundedBytes(Stream inner, int maximum) : ReadingStream
    {
        private int _left = maximum;

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            return (_left -= read) >= 0 ? read : throw new InvalidDataException("The capture is larger than what is read.");
        }
    }
}

/// <summary>Source-generated JSON of captures.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(SharedStringsJson)])]
[JsonSerializable(typeof(Capture))]
internal sealed partial class CaptureJson : JsonSerializerContext;
