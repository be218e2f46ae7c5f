using System.IO.Compression;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Fuzz;

/// <summary>Captures, which may be anybody's: the file as it is, and what is in its gzip.</summary>
internal static class CaptureFuzz
{
    private const int Most = 1 << 20;

    /// <summary>What is read is written, and then read again as the same.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        _ = CaptureFile.TryRead(input.ToArray(), Most);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(input);
        if (CaptureFile.TryRead(packed.ToArray(), Most) is not { } capture)
            return;
        byte[] written = CaptureFile.ToBytes(capture);
        Capture? again = CaptureFile.TryRead(written);
        BrokenPropertyException.Unless(again is not null && CaptureFile.ToBytes(again).AsSpan().SequenceEqual(written),
            "a capture that was read and written is the same again");
    }
}
