using Vitrine.Audit.Wire;

namespace Vitrine.Tests.Audit.Wire;

/// <summary>Writes frames by hand.</summary>
internal static class Http2Writer
{
    public static readonly byte[] Begin = [.. Http2Frame.Magic, .. Frame(4, 0, 0, [])];

    public static byte[] Frame(int type, int flags, int stream, byte[] payload) =>
    [
        (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, (byte)type, (byte)flags,
        (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload,
    ];

    /// <summary>A head in one frame.</summary>
    public static byte[] Head(int stream, bool ends, params (string Name, string Value)[] fields) => Frame(1, 4 | (ends ? 1 : 0), stream, Block(fields));

    public static byte[] Block(params (string Name, string Value)[] fields) => [.. fields.SelectMany(field => HpackWriter.Literal(field.Name, field.Value))];

    public static byte[] Data(int stream, bool ends, byte[] data, int padding = -1) =>
        Frame(0, (ends ? 1 : 0) | (padding >= 0 ? 8 : 0), stream, padding >= 0 ? [(byte)padding, .. data, .. new byte[padding]] : data);

    public static (string, string)[] Request(string method, string path) =>
        [(":method", method), (":scheme", "https"), (":authority", "h.example"), (":path", path)];
}
