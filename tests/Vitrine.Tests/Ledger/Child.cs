using System.Diagnostics;
using System.Net.Sockets;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>
/// This test program once more as a process of its own, running one test that only children run (<c>Explicit</c>), to be killed or limited. They
/// talk over a socket: eight bytes for each number that the child acknowledges.
/// </summary>
internal sealed class Child : IDisposable
{
    public const string DirectoryVariable = "VITRINE_TEST_CHILD_DIRECTORY";
    private const string SocketName = "acknowledged";
    private readonly Process _process;
    private readonly Socket _listener, _connection;

    public Child(string directory, string method)
    {
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(directory, SocketName)));
        _listener.Listen(1);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Vitrine.Tests"),
            ["-explicit", "only", "-method", method])
        { RedirectStandardOutput = true };
        start.Environment[DirectoryVariable] = directory;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _connection = _listener.Accept();
    }

    /// <summary>In the child: its directory.</summary>
    public static string OwnDirectory =>
        Environment.GetEnvironmentVariable(DirectoryVariable) ?? throw new InvalidOperationException("Only for a child process.");

    /// <summary>In the child: the way to the parent.</summary>
    public static Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(OwnDirectory, SocketName)));
        return socket;
    }

    /// <summary>The next number that the child acknowledged, or null when it is gone.</summary>
    public long? Next()
    {
        byte[] number = new byte[8];
        for (int read = 0, got; read < number.Length; read += got)
        {
            got = _connection.Receive(number.AsSpan(read));
            if (got == 0)
                return null;
        }

        return BitConverter.ToInt64(number);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void WaitForExit() => _process.WaitForExit();

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _connection.Dispose();
        _listener.Dispose();
        _process.Dispose();
    }
}
