using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>A capture as it lies in a report: JSON, packed with gzip.</summary>
public static class EvidenceFile
{
    /// <summary>Most bytes of a packed capture.</summary>
    public const int MaximumBytes = 256 << 20;

    /// <summary>Most bytes of one that is unpacked.</summary>
    public const int MaximumUnpacked = 1 << 30;

    /// <summary>Packs a capture.</summary>
    public static byte[] Pack(Capture capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            JsonSerializer.Serialize(zip, capture, EvidenceJson.Default.Capture);
        return packed.ToArray();
    }

    /// <summary>Unpacks a capture.</summary>
    /// <exception cref="InvalidDataException">It is none, or unpacks to more than allowed.</exception>
    public static Capture Unpack(byte[] packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bounded = new LimitedStream(zip, MaximumUnpacked);
        try
        {
            Capture capture = JsonSerializer.Deserialize(bounded, EvidenceJson.Default.Capture) ?? throw new InvalidDataException("The file holds no capture.");
            return Wholeness.Of(capture) ? capture : throw new InvalidDataException("The file holds a capture that something is missing of.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"The file holds no capture: {wrong.Message}", wrong);
        }
    }

    /// <summary>The digest as a report names it.</summary>
    public static string Digest(ReadOnlySpan<byte> packed) => Convert.ToHexStringLower(SHA256.HashData(packed));
}
