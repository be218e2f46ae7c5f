using System.Buffers.Binary;
using System.Globalization;

namespace Vitrine.Audit.Wire;

/// <summary>What SETTINGS frames say (RFC 9113 section 6.5), and the frames of a preface in words.</summary>
public static class Http2Settings
{
    private const int MostTable = 64 << 10;
    private const int MostFrames = 256;
    private const int MostPairs = 64;

    /// <summary>The largest table of header fields that a side allows the other anywhere in its frames, and at least the standard one; bounded.</summary>
    internal static int TableOf(ReadOnlySpan<byte> bytes, int at)
    {
        int most = HpackDecoder.StandardTable;
        for (; Http2Frame.TryRead(bytes, at, out Http2Frame frame); at = frame.End)
        {
            if (frame.Type != FrameType.Settings)
                continue;
            for (ReadOnlySpan<byte> pair = frame.Payload(bytes); pair.Length >= 6; pair = pair[6..])
                if (BinaryPrimitives.ReadUInt16BigEndian(pair) == 1)
                    most = (int)Math.Max(most, Math.Min(MostTable, BinaryPrimitives.ReadUInt32BigEndian(pair[2..])));
        }

        return most;
    }

    /// <summary>
    /// The frames of <see cref="Model.CapturedConnection.Preface"/>, one a line, in the order in which they were sent: <c>SETTINGS 1=65536 4=6291456</c>,
    /// <c>WINDOW_UPDATE 0 15663105</c>.
    /// </summary>
    public static IReadOnlyList<string> Describe(ReadOnlySpan<byte> preface)
    {
        var lines = new List<string>();
        int at = 0;
        for (; Http2Frame.TryRead(preface, at, out Http2Frame frame) && lines.Count < MostFrames; at = frame.End)
            lines.Add(Describe(frame, frame.Payload(preface)));
        if (at < preface.Length)
            lines.Add("…");
        return lines;
    }

    internal static string Describe(in Http2Frame frame, ReadOnlySpan<byte> payload)
    {
        string flags = frame.Flags == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" flags {frame.Flags:x2}");
        switch (frame.Type)
        {
            case FrameType.Settings when payload.Length % 6 == 0:
                var pairs = new List<string>();
                for (; payload.Length >= 6 && pairs.Count < MostPairs; payload = payload[6..])
                    pairs.Add(string.Create(CultureInfo.InvariantCulture,
                        $"{BinaryPrimitives.ReadUInt16BigEndian(payload)}={BinaryPrimitives.ReadUInt32BigEndian(payload[2..])}"));
                return $"SETTINGS{flags} {string.Join(' ', pairs)}{(payload.IsEmpty ? "" : " …")}".TrimEnd();
            case FrameType.WindowUpdate when payload.Length == 4:
                return string.Create(CultureInfo.InvariantCulture, $"WINDOW_UPDATE{flags} {frame.Stream} {BinaryPrimitives.ReadUInt32BigEndian(payload)}");
            case FrameType.Priority when payload.Length == 5:
                return $"PRIORITY{flags} {frame.Stream} {Priority(payload)}";
            case FrameType.ResetStream when payload.Length == 4:
                return string.Create(CultureInfo.InvariantCulture, $"RST_STREAM{flags} {frame.Stream} {BinaryPrimitives.ReadUInt32BigEndian(payload)}");
            default:
                string name = Enum.IsDefined(frame.Type)
                    ? frame.Type.ToString().ToUpperInvariant()
                    : string.Create(CultureInfo.InvariantCulture, $"TYPE{(int)frame.Type}");
                return string.Create(CultureInfo.InvariantCulture,
                    $"{name}{flags} {frame.Stream} {Convert.ToHexStringLower(payload[..Math.Min(payload.Length, 64)])}").TrimEnd();
        }
    }

    /// <summary>Dependency and weight (RFC 9113 section 5.3, of old).</summary>
    internal static string Priority(ReadOnlySpan<byte> payload)
    {
        uint dependency = BinaryPrimitives.ReadUInt32BigEndian(payload);
        return string.Create(CultureInfo.InvariantCulture,
            $"on {dependency & 0x7fff_ffff} weight {payload[4] + 1}{((dependency >> 31) != 0 ? " exclusive" : "")}");
    }
}
