using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Audit.Model;

/// <summary>
/// Bytes of a capture, packed while they lie in memory: hundreds of sessions are, and of what each sends and writes a seventh is left. They never change. In
/// JSON they are what bytes are there, base64.
/// </summary>
[JsonConverter(typeof(PackedBytesJson))]
public sealed class PackedBytes
{
    // Bytes. Less is not worth unpacking each time.
    private const int LeastPacked = 1 << 10;
    private readonly byte[] _stored;

    private PackedBytes(byte[] stored, int length) => (_stored, Length) = (stored, length);

    /// <summary>No bytes.</summary>
    public static PackedBytes Empty { get; } = new([], 0);

    /// <summary>How many they are, unpacked.</summary>
    public int Length { get; }

    /// <summary>How many bytes they take in memory.</summary>
    internal int StoredLength => _stored.Length;

    private bool IsPacked => _stored.Length != Length;

    /// <summary>Packs bytes, where that makes them fewer.</summary>
    /// <param name="bytes">Not to be changed from then on.</param>
    public static PackedBytes Of(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length == 0)
            return Empty;
        if (bytes.Length < LeastPacked)
            return new PackedBytes(bytes, bytes.Length);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(bytes);
        return new PackedBytes(packed.Length < bytes.Length ? packed.ToArray() : bytes, bytes.Length);
    }

    /// <summary>The same as <see cref="Of"/>.</summary>
    public static implicit operator PackedBytes(byte[] bytes) => Of(bytes);

    /// <summary>The bytes; not to be changed. Long ones are unpacked anew at each call.</summary>
    public byte[] Unpack()
    {
        if (!IsPacked)
            return _stored;
        byte[] bytes = new byte[Length];
        using var stored = new MemoryStream(_stored, writable: false);
        using var inflate = new DeflateStream(stored, CompressionMode.Decompress);
        inflate.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The first bytes, as many as there are and fit.</summary>
    public ReadOnlySpan<byte> Head(Span<byte> into)
    {
        into = into[..Math.Min(into.Length, Length)];
        if (!IsPacked)
        {
            _stored.AsSpan(0, into.Length).CopyTo(into);
            return into;
        }

        using var stored = new MemoryStream(_stored, writable: false);
        using var inflate = new DeflateStream(stored, CompressionMode.Decompress);
        inflate.ReadExactly(into);
        return into;
    }

    /// <summary>Whether both are the same bytes.</summary>
    public bool IsSame(PackedBytes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        // What is the same packs to the same.
        return Length == other.Length && _stored.AsSpan().SequenceEqual(other._stored);
    }
}

/// <summary>Base64, as bytes are written.</summary>
internal sealed class PackedBytesJson : JsonConverter<PackedBytes>
{
    /// <inheritdoc/>
    public override PackedBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PackedBytes.Of(reader.GetBytesFromBase64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PackedBytes value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Unpack());
}
