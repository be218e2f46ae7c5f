using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>A request as the server got it.</summary>
internal sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>What the server does with a request: the bytes of an answer; null to break the connection; or never anything.</summary>
internal delegate Task<byte[]?> Answering(ReceivedRequest request);

/// <summary>A server for HTTP/1.1 on loopback, byte by byte, so that it can misbehave.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Answering _answer;

    public LoopbackServer(Answering answer)
    {
        _answer = answer;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/"));

    public static byte[] Answer(int status, string body = "", params string[] headers) =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status} x\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket socket = await _listener.AcceptSocketAsync();
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await ReadAsync(stream) is { } request)
            {
                if (await _answer(request) is not { } bytes)
                    return;
                await stream.WriteAsync(bytes);
            }
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // The exporter hung up, which some tests make it do.
        }
    }

    private static async Task<ReceivedRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new ReceivedRequest(lines[0], headers, body);
    }
}
