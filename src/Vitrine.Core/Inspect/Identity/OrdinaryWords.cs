using System.Collections.Frozen;

namespace Vitrine.Core.Inspect.Identity;

/// <summary>Values that tell nothing of anybody: names that thousands of machines share, and words of ordinary prose.</summary>
internal static class OrdinaryWords
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "root", "user", "admin", "dev", "test", "max", "ubuntu", "debian", "fedora", "node", "home", "build", "builder", "runner", "guest", "docker", "vscode",
            "codespace", "app", "git",
        "python", "ruby", "java", "default", "main", "work", "code", "data", "www-data", "nobody", "daemon", "localhost", "box", "server", "desktop", "laptop",
        "linux", "host", "local",
        "will", "mark", "grant", "bill", "rich", "art", "jack", "dash", "case", "chance", "drew", "frank", "hope", "joy", "rose", "summer", "april", "june",
        "may", "rob", "sue", "pat",
        "developer", "tester", "system", "service", "vagrant", "jenkins", "gitlab", "github", "utc", "etc/utc", "gmt", "c", "posix", "c.utf-8", "en_us",
        "en-us", "en_us.utf-8", "/root", "/home",
        "127.0.0.1", "::1", "localhost.localdomain",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the value is looked for at all.</summary>
    public static bool Tells(in IdentityValue value) => value.Value.Length >= Shortest(value.Kind) && value.Value.Length <= 512 && !Names.Contains(value.Value);

    // Three letters stand in any text by chance; a user name so short is still found within the home path.
    private static int Shortest(IdentityKind kind) => kind is IdentityKind.UserName or IdentityKind.HostName ? 4 : 5;
}
