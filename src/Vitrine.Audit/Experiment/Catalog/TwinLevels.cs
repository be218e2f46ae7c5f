using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>
/// The controls of levels that hold an invented name: the same in other letters. No honest program tells the two apart, so what differs between them follows
/// the name itself: also an id that is drawn anew until it pleases, which differs from the baseline's lawfully wherever something else was drawn before it.
/// </summary>
internal static class TwinLevels
{
    // The part of each level's name that nobody knows; the rest is what gives it its kind.
    private static readonly Dictionary<(string Factor, string Name), (string Part, Func<string, MachineChanges> Change)> Invented = new()
    {
        // No reserved name (RFC 2606): a program may take such a one for a test.
        [(Factors.GitRemote, "git@git.acme-internal.net:core/widget.git")] = ("git.acme-internal.net", url => new MachineChanges { GitRemote = url }),
        [(Factors.GitIdentity, "dev@acme-internal.net")] = ("acme-internal.net", mail => new MachineChanges { GitEmail = mail }),
        [(Factors.HostName, "fin-ws-0142")] = ("fin-ws-0142", name => new MachineChanges { HostName = name }),
        [(Factors.HostName, "web-prod-03")] = ("web-prod-03", name => new MachineChanges { HostName = name }),
        [(Factors.UserName, "pnovak")] = ("pnovak", name => new MachineChanges { UserName = name }),
        [(Factors.HomePath, "/home/emma")] = ("emma", path => new MachineChanges { Home = path }),
        [(Factors.EndpointHost, "gw.bigcorp.example")] = ("gw.bigcorp.example", host => new MachineChanges { Endpoint = "http://" + host }),
        [(Factors.EndpointHost, "llm.acme-internal.net")] = ("llm.acme-internal.net", host => new MachineChanges { Endpoint = "http://" + host }),
    };

    /// <summary>The levels, and the controls of those that have one.</summary>
    public static IEnumerable<RankedLevel> With(IEnumerable<RankedLevel> levels)
    {
        foreach (RankedLevel level in levels)
        {
            if (!Invented.TryGetValue((level.Level.Factor, level.Level.Name), out (string Part, Func<string, MachineChanges> Change) invented))
            {
                yield return level;
                continue;
            }

            string twin = level.Level.Name.Replace(invented.Part, Twins.Of(invented.Part), StringComparison.Ordinal);
            yield return level with { Level = level.Level with { MatchedWith = twin } };
            yield return new RankedLevel(new Level(level.Level.Factor, twin, invented.Change(twin)) { Origin = $"control for {level.Level.Name}" },
                LevelRanks.Twin, level.Use);
        }
    }
}
