using Vitrine.Audit.Wire;
using Xunit;

namespace Vitrine.Tests.Audit.Wire;

/// <summary>
/// As much as a tap keeps of one connection, in the forms that would cost most: were any of them read again and again, these tests would not come back.
/// </summary>
public sealed class HostileWireTests
{
    private const int Most = 8 << 20;

    public static TheoryData<string, string, string> Repeated => new()
    {
        { "chunks of one byte", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n" },
        { "short requests", "", "A / HTTP/1.1\r\n\r\n" },
        { "fields", "GET / HTTP/1.1\r\n", "a:\r\n" },
        { "folded lines", "GET / HTTP/1.1\r\nA: b\r\n", " c\r\n" },
        { "empty lines", "GET / HTTP/1.1\r\n\r\n", "\r\n" },
        { "one line", "GET / HTTP/1.1\r\nA: ", "x" },
        { "requests with a body that is a request", "", "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nGET " },
        { "frames of a socket", "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", "\u0081\u0080\0\0\0\0" },
        { "empty settings", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0\0\0\u0004\0\0\0\0\0" },
        { "unknown frames", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u0001\u0001\u0005\0\0\0\u0001\u0082", "\0\0\0\u00fa\0\0\0\0\0" },
        { "continuations", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u0001\u0001\0\0\0\0\u0001\u0082", "\0\0\u0001\u0009\0\0\0\0\u0001\u0082" },
        { "data", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u0001\u0001\u0004\0\0\0\u0001\u0082", "\0\0\u0001\0\0\0\0\0\u0001x" },
        { "trailers", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0\0\u0001\u0001\u0004\0\0\0\u0001\u0082" },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Eight_mebibytes_are_read_once(string what, string start, string repeated)
    {
        byte[] bytes = new byte[Most];
        byte[] head = WireText.Bytes(start), unit = WireText.Bytes(repeated);
        head.CopyTo(bytes, 0);
        for (int at = head.Length; at < Most; at += unit.Length)
            unit.AsSpan(0, Math.Min(unit.Length, Most - at)).CopyTo(bytes.AsSpan(at));
        string answer = what.Contains("socket", StringComparison.Ordinal)
            ? "HTTP/1.1 101 Switching Protocols\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        ConnectionReading reading = WireText.Read(bytes, WireText.Bytes(string.Concat(Enumerable.Repeat(answer, 100_000))));
        Assert.True(reading.Exchanges.Sum(exchange => (long)exchange.Body.Length) + (reading.Opaque?.Length ?? 0) <= Most
            && (reading.Opaque?.Length ?? 0) <= ConnectionReading.MostOpaque,
            what);
    }
}
