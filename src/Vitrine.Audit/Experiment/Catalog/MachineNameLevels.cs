using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>
/// Names of machines, logins and homes: of different kinds, lengths and letters, so that a rule by pattern, by length or by checksum shows in some of them.
/// </summary>
internal static class MachineNameLevels
{
    private static readonly string[] Hosts =
    [
        "fin-ws-0142", "marias-macbook-pro.local", "runner-x7k2p9-project-31", "a3f9c1d27b40", "web-prod-03", "localhost", "DESKTOP-7Q4KD2M", "anna-thinkpad",
            "ip-10-0-14-87.ec2.internal",
        "build01.corp.example", "ubuntu", "kali", "sandbox", "codespaces-5f1c2e", "dev", "x", "audit-lab", "gov-laptop-17", "cs-lab-22.university.edu",
        "raspberrypi", "vm-analysis",
        "li-wei-pc", "ivan-pc", "a-rather-long-host-name-that-somebody-once-chose-for-a-server", "node-77b9f6d4c-xkq2z", "archlinux", "penguin", "box2", "box3",
    ];

    private static readonly string[] Users =
    [
        "emma", "root", "pnovak", "runner", "u0148812", "ubuntu", "li.wei", "jdoe", "vscode", "node", "admin", "dmitry", "j.smith", "svc-build", "researcher",
            "test", "jenkins", "bob", "codespace", "user",
        "gitpod", "kim", "analyst", "sandbox", "q",
    ];

    private static readonly string[] Homes =
    [
        "/home/emma", "/root", "/Users/maria", "/var/lib/jenkins", "/home/runner", "/data/home/u0148812", "/home/corp.example/jdoe", "/mnt/c/Users/bob",
            "/workspaces/home", "/home/li.wei", "/export/users/kim",
        "/home/node", "/github/home", "/builds/home", "/export/home/sam", "/tmp/home", "/nonexistent-home", "/srv/people/dmitry",
    ];

    public static IEnumerable<RankedLevel> All() =>
    [
        .. Hosts.Select((name, at) => Levels.Of(Factors.HostName, name, Rank(at), new MachineChanges { HostName = name })),
        .. Users.Select((name, at) => Levels.Of(Factors.UserName, name, Rank(at), new MachineChanges { UserName = name })),
        .. Homes.Select((path, at) => Levels.Of(Factors.HomePath, path, Rank(at), new MachineChanges { Home = path })),
    ];

    private static int Rank(int at) => at < 5 ? LevelRanks.Leading : at < 14 ? LevelRanks.Usual : LevelRanks.Rare;
}
