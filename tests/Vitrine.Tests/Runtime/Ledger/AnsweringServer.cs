using System.Net;
using System.Net.Sockets;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Runtime.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Ledger;

/// <summary>Something in a witness's place that answers each request with the next of these texts, and then with the last.</summary>
internal sealed class AnsweringServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string> _answers;
    private readonly Task _serving;

    public AnsweringServer(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _serving = Task.Run(ServeAsync, TestContext.Current.CancellationToken);
    }

    public NoteSigner Signer { get; } = NoteSigner.Generate("witness.example.com/false", VerifierKey.CosignatureAlgorithm);

    public List<string> Requests { get; } = [];

    public WitnessPeer Peer => new(new Uri($"http://{_listener.LocalEndpoint}/prefix/"), Signer.Verifier);

    /// <summary>One more answer, behind those that there are.</summary>
    public void Then(string answer)
    {
        lock (Requests)
            _answers.Enqueue(answer);
    }

    public static string Answer(int status, string body, string type = "text/plain", string more = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public void Dispose()
    {
        _listener.Dispose();
        _serving.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        Signer.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using Socket socket = await _listener.AcceptSocketAsync();
            byte[] buffer = new byte[1 << 16];
            string request = "";
            while (!IsWhole(request))
            {
                int read = await socket.ReceiveAsync(buffer);
                if (read == 0)
                    break;
                request += Encoding.UTF8.GetString(buffer, 0, read);
            }

            string answer;
            lock (Requests)
            {
                Requests.Add(request);
                answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
            }

            await socket.SendAsync(Encoding.UTF8.GetBytes(answer));
            socket.Shutdown(SocketShutdown.Both);
        }
    }

    private static bool IsWhole(string request)
    {
        int head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return false;
        string length = request[..head].Split("\r\n").First(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))[16..];
        return Encoding.UTF8.GetByteCount(request[(head + 4)..]) >= int.Parse(length, null);
    }
}
