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
        using Socket four = ListenBelowChosenPorts(AddressFamily.InterNetwork, IPAddress.Any);
        using Socket six = ListenBelowChosenPorts(AddressFamily.InterNetworkV6, IPAddress.IPv6Loopback);
        using Socket local = Listen(AddressFamily.Unix, new UnixDomainSocketEndPoint(path));
        using Socket hidden = Listen(AddressFamily.Unix, new UnixDomainSocketEndPoint("\0" + name));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        try
        {
            string[] command = ["python3", $"{machine.Scripts}/reach.py", $"{Port(four)}", $"{Port(six)}", path, name];

            // On the host the same script reaches every one of them.
            Assert.DoesNotContain("ECONNREFUSED", (await desk.OnHostAsync(command[0], command[1..])).Exits(0).Text, StringComparison.Ordinal);
            Socket[] listeners = [four, six, local, hidden];
            foreach (Socket listener in listeners)
                Drain(listener);
            foreach (string mode in (string[])["--offline", "--observe", "--allow=127.0.0.1"])
            {
                Finished run = (await desk.RunAsync([mode], command)).Exits(0);
                Assert.Equal("loopback4 ECONNREFUSED\nloopback4-any ECONNREFUSED\nloopback4-other ECONNREFUSED\nloopback6 ECONNREFUSED\nunix ENOENT\nabstract ECONNREFUSED\n",
                    run.Text);
                Assert.DoesNotContain(listeners, listener => listener.Poll(0, SelectMode.SelectRead));
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
        Assert.Equal("absolute ECONNREFUSED\nrelative ECONNREFUSED\nlink ECONNREFUSED\nswapped 0\ndatagram ESOCKTNOSUPPORT\npair ESOCKTNOSUPPORT\nown hello\nabstract hello\n",
            run.Text);
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

    // The kernel gives out ports from 32768 on: to the box's own door too, and to a socket that connects, which then may meet itself. A listener below is met
    // by nobody but whom it is meant for.
    private static Socket ListenBelowChosenPorts(AddressFamily family, IPAddress address)
    {
        for (int port = Random.Shared.Next(20_000, 30_000); port < 32_000; port++)
        {
            try
            {
                return Listen(family, new IPEndPoint(address, port));
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }

        throw new InvalidOperationException("No port between 20000 and 32000 is free.");
    }

    private static void Drain(Socket listener)
    {
        Assert.True(listener.Poll(0, SelectMode.SelectRead));
        while (listener.Poll(0, SelectMode.SelectRead))
            listener.Accept().Dispose();
    }

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
