using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Network;

/// <summary>Programs that go round every proxy setting. None is left hanging: the script says "hung" for a try that only its own limit ended.</summary>
public sealed class DirectTests(Machine machine)
{
    private const string Denied = """
        tcp4 ECONNREFUSED
        tcp4-unknown-port ECONNREFUSED
        tcp4-resolver ECONNREFUSED
        tcp4-metadata ECONNREFUSED
        tcp4-private ECONNREFUSED
        tcp6 ECONNREFUSED
        tcp6-unknown-port ECONNREFUSED
        tcp6-mapped ECONNREFUSED
        udp4 ECONNREFUSED
        udp4-unconnected EPERM
        udp6 ECONNREFUSED
        quic ECONNREFUSED
        dns4 nxdomain
        dns6 nxdomain
        dns-libc [Errno -2] Name or service not known
        ping4 EACCES
        ping6 EACCES
        curl-no-proxy exit 7
        curl-name exit 6

        """;

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Whatever_is_not_allowed_is_refused_at_once_and_recorded(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run = (await desk.RunAsync([], ["python3", $"{machine.Scripts}/network.py"])).Exits(0);
        Assert.Equal(Denied, run.Text);
        SessionRecord record = (await run.RecordAsync()).IsWhole().LeftNothing();
        string[] asked = [.. record.All<SocketConnected>().Select(connect => connect.Address)];
        Assert.Superset(
            new HashSet<string>
            {
                "192.0.2.7:443", "192.0.2.7:4444", "8.8.8.8:22", "169.254.169.254:80", "10.0.0.1:80", "[2001:db8::7]:443", "[2001:db8::7]:4444",
                    "192.0.2.7:9999", "[2001:db8::7]:9999",
                "8.8.8.8:53", "[2001:4860:4860::8888]:53",
            },
            asked.ToHashSet());
        Assert.All(record.All<NameLookedUp>(), lookUp => Assert.False(lookUp.Decision.IsAllowed));
        Assert.Contains(record.All<NameLookedUp>(), lookUp => lookUp is { Name: "secret-as-a-name.example.com", Answer: "nxdomain" });
        Assert.Contains("--allow example.com", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_every_connection_ends_at_once_and_nothing_is_dialled()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.RunAsync(["--offline"], ["python3", $"{machine.Scripts}/network.py"])).Exits(0);
        Assert.DoesNotContain("hung", run.Text, StringComparison.Ordinal);
        Assert.Contains("udp4 EPERM\n", run.Text, StringComparison.Ordinal);
        Assert.Contains("curl-name exit 0\n", run.Text, StringComparison.Ordinal);
        (await run.RecordAsync()).IsWhole().LeftNothing();
    }
}
