using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Benchmarks;

/// <summary>
/// The client that loads a proxy: connections with one request after another, over TLS, within a CONNECT tunnel where the proxy wants one. The same for all
/// that are compared.
/// </summary>
internal static class DoorLoad
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray(), Counter = "##########"u8.ToArray();

    public static async Task RunAsync(string[] args)
    {
        int port = Number(args[0]), connections = Number(args[2]);
        string? connect = args[1] == "-" ? null : args[1];
        // Within a tunnel squid goes where this field says; the door is at the standard port.
        string authority = connect is null ? DoorParts.Host : DoorParts.Host + connect[connect.LastIndexOf(':')..];
        double seconds = double.Parse(args[3], CultureInfo.InvariantCulture);
        byte[] request = args[4] == "events" ? Get(authority) : Post(authority, Number(args[4]));
        Task<Worker>[] opening = [.. Enumerable.Range(0, connections).Select(number => Worker.OpenAsync(port, connect, number * 10_000_000))];
        Worker[] workers = await Task.WhenAll(opening);
        // What is compiled, and what a pool opens, is not measured.
        await Task.WhenAll(workers.Select(worker => worker.RunAsync(request, Math.Min(1, seconds / 3))));
        foreach (Worker worker in workers)
            worker.Times.Clear();
        Console.WriteLine("warm");
        await Console.In.ReadLineAsync();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(workers.Select(worker => worker.RunAsync(request, seconds)));
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] times = [.. workers.SelectMany(worker => worker.Times).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"requests\":{times.Length},\"seconds\":{elapsed},\"bytes\":{(long)times.Length * request.Length},\"p50\":{times[times.Length / 2]},\"p99\":{times[times.Length * 99 / 100]}}}"));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Get(string authority) => Encoding.ASCII.GetBytes($"GET /events HTTP/1.1\r\nHost: {authority}\r\nAccept: text/event-stream\r\n\r\n");

    private static byte[] Post(string authority, int size)
    {
        // Text like that of a prompt: it must not compress to nothing, and be no noise.
        var body = new StringBuilder("{\"messages\":[{\"role\":\"user\",\"content\":\"########## ");
        for (int i = 0; body.Length < size - 5; i++)
            body.Append(CultureInfo.InvariantCulture, $"line {i * 7919 % 10007}: var total = items.Sum(item => item.Price * {i});\\n");
        body.Length = size - 5;
        body.Append("x\"}]}");
        return Encoding.ASCII.GetBytes(
            $"POST /v1/messages HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/json\r\nAuthorization: Bearer none\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private sealed class Worker(SslStream stream, int number)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public List<double> Times { get; } = [];

        public static async Task<Worker> OpenAsync(int port, string? connect, int number)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (connect is not null)
            {
                await plain.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {connect} HTTP/1.1\r\nHost: {connect}\r\n\r\n"));
                byte[] answer = new byte[4096];
                int got = 0;
                while (answer.AsSpan(0, got).IndexOf(EndOfHead) < 0)
                {
                    int read = await plain.ReadAsync(answer.AsMemory(got));
                    if (read == 0 || (got += read) == answer.Length)
                        throw new IOException("The proxy gave no tunnel.");
                }
            }

            var secure = new SslStream(plain, leaveInnerStreamOpen: false);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = DoorParts.Host,
                ApplicationProtocols = [SslApplicationProtocol.Http11],
#pragma warning disable CA5359 // Whose certificate it is does not matter to the time it takes.
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
            });
            return new Worker(secure, number);
        }

        public async Task RunAsync(byte[] template, double seconds)
        {
            byte[] request = [.. template];
            int counter = request.AsSpan().IndexOf(Counter);
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                // No two bodies are equal: nothing of them can be known from the one before.
                if (counter >= 0)
                    (number++).TryFormat(request.AsSpan(counter, Counter.Length), out _, "d10", CultureInfo.InvariantCulture);
                long sent = Stopwatch.GetTimestamp();
                await stream.WriteAsync(request);
                Times.Add(await ReadAsync(sent));
            }
        }

        /// <summary>Reads one answer; gives the seconds to its first byte of body.</summary>
        private async Task<double> ReadAsync(long sent)
        {
            int got = 0, head;
            while ((head = _buffer.AsSpan(0, got).IndexOf(EndOfHead)) < 0)
                got += await MoreAsync(got);
            string fields = Encoding.ASCII.GetString(_buffer, 0, head).ToLowerInvariant();
            if (!fields.StartsWith("http/1.1 200", StringComparison.Ordinal))
                throw new IOException(fields);
            int at = fields.IndexOf("content-length: ", StringComparison.Ordinal);
            int begin = head + 4;
            while (got == begin)
                got += await MoreAsync(got);
            double time = Stopwatch.GetElapsedTime(sent).TotalSeconds;
            if (at >= 0)
            {
                int end = fields.IndexOf('\r', at);
                int length = int.Parse(fields.AsSpan(at + 16, (end < 0 ? fields.Length : end) - at - 16), CultureInfo.InvariantCulture);
                while (got < begin + length)
                    got += await MoreAsync(got);
                return time;
            }

            while (!_buffer.AsSpan(0, got).EndsWith("0\r\n\r\n"u8))
                got += await MoreAsync(got);
            return time;
        }

        private async ValueTask<int> MoreAsync(int got)
        {
            int read = await stream.ReadAsync(_buffer.AsMemory(got));
            return read > 0 ? read : throw new IOException("The proxy closed the connection.");
        }
    }
}
