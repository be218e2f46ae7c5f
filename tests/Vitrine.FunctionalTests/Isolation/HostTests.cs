using System.Net;
using System.Net.Sockets;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Isolation;

/// <summary>Services that listen on the host, for the host alone.</summary>
public sealed class HostTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task No_listener_of_the_host_is_reached(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        string path = $"/tmp/vitrine-test-{Guid.NewGuid():n}.sock", name = $"vitrine-test-{Guid.NewGuid():n}";
        using Socket four = Listen(AddressFamily.InterNetwork, new IPEndPoint(IPAddress.Any, 0));
        using Socket six = Listen(AddressFamily.InterNetworkV6, new IPEndPoint(IPAddress.IPv6Loopback, 0));
        using Socket local = Listen(AddressFamily.Unix, new UnixDomainSocketEndPoint(path));
        using Socket hidden = Listen(AddressFamily.Unix, new UnixDomainSocketEndPoint("\0" + name));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        try
        {
            string[] command = ["python3", $"{machine.Scripts}/reach.py", $"{Port(four)}", $"{Port(six)}", path, name];

            // On the host the same script reaches every one of them.
            Assert.DoesNotContain("ECONNREFUSED", (await desk.OnHostAsync(command[0], command[1..])).Exits(0).Text, StringComparison.Ordinal);
            foreach (string mode in (string[])["--offline", "--observe", "--allow=127.0.0.1"])
            {
                Finished run = (await desk.RunAsync([mode], command)).Exits(0);
                Assert.Equal("loopback4 ECONNREFUSED\nloopback4-any ECONNREFUSED\nloopback4-other ECONNREFUSED\nloopback6 ECONNREFUSED\nunix ENOENT\nabstract ECONNREFUSED\n", run.Text);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Socket Listen(AddressFamily family, EndPoint at)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(at);
        socket.Listen(64);
        return socket;
    }

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
