using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Policies;
using Xunit;

namespace Vitrine.Tests.Policy;

/// <summary>Policies and questions made from text.</summary>
internal static class PolicyOf
{
    public static PolicyPlaces Places { get; } = new("/home/me/code", "/home/me");

    public static SessionPolicy Text(string yaml, PolicyRank rank = PolicyRank.User) => SessionPolicy.Of([BuiltInPolicies.Defaults, Layer(yaml, rank)]);

    public static PolicyLayer Layer(string yaml, PolicyRank rank = PolicyRank.User)
    {
        ReadPolicy read = PolicyReader.Read(yaml, rank, "vitrine.yaml");
        Assert.Empty(read.Problems);
        return read.Layer;
    }

    public static RequestFacts Request(string methodAndUrl)
    {
        string[] parts = methodAndUrl.Split(' ', 2);
        string rest = parts[1][(parts[1].IndexOf("//", StringComparison.Ordinal) + 2)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string authority = slash < 0 ? rest : rest[..slash], target = slash < 0 ? "/" : rest[slash..];
        Assert.True(HostName.TryParse(authority.Split(':')[0], out HostName host));
        int port = authority.Contains(':', StringComparison.Ordinal)
            ? int.Parse(authority.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)
            : 443;
        return new RequestFacts(new Destination(host, port), FlowProtocol.Https, parts[0], target);
    }

    public static CommandFacts Command(string program, params string[] arguments) => new(new UnixPath(program), null, [program, .. arguments]);
}
