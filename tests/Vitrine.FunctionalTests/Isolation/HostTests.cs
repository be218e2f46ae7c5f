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

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task A_service_of_the_host_that_listens_in_the_workspace_is_not_reached_and_one_of_the_box_is(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        string stream = Path.Combine(desk.Workspace, "service.sock"), datagram = Path.Combine(desk.Workspace, "log.sock");
        using Socket service = Listen(AddressFamily.Unix, new UnixDomainSocketEndPoint(stream));
        using var log = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        log.Bind(new UnixDomainSocketEndPoint(datagram));
        File.SetUnixFileMode(stream, (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(datagram, (UnixFileMode)0b110_110_110);
        Finished run = (await desk.RunAsync([], ["python3", $"{machine.Scripts}/unix.py"])).Exits(0);
        Assert.Equal("absolute ECONNREFUSED\nrelative ECONNREFUSED\nlink ECONNREFUSED\nswapped 0\ndatagram ESOCKTNOSUPPORT\npair ESOCKTNOSUPPORT\nown hello\nabstract hello\n", run.Text);
        Assert.False(service.Poll(0, SelectMode.SelectRead));
        Assert.False(log.Poll(0, SelectMode.SelectRead));
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
