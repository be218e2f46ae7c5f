using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Model;
using Vitrine.Runtime.Exports;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>Ledgers in memory, with entries of every kind.</summary>
internal static class ExportSamples
{
    public const string Origin = "vitrine/host-1/alice/0a1b2c3d";
    private static readonly Decision Allowed = Decision.Allow("network.rules[1]"), Refused = Decision.Deny("default: deny", "--allow");
    private static readonly PayloadReference Body = new("64", new string('a', 64), 120, false);
    private static readonly BodyMeaning Model = new("anthropic-messages", "model", "claude-x", 12, 34, new Dictionary<string, long> { ["user"] = 10 });

    /// <summary>One observation of each kind, and more of those that take several forms.</summary>
    public static IReadOnlyList<Observation> Observations { get; } =
    [
        new SessionStarted("0.1.0", "claude-code", ["claude", "-p", "do it"], new UnixPath("/home/alice/work"), "deny-by-default", ["a.example"], ["TOKEN"],
            "6.1") { PolicyDigest = new string('b', 64) },
        new ProgramRun(12, 11, new UnixPath("/usr/bin/curl"), ["curl", "--data", "argument-text"], new UnixPath("/home/alice/work"), false),
        new ProgramRun(13, 0, UnixPath.FromBytes([0x2f, 0xff, 0x0a, 0x1b]), [], new UnixPath("/"), true),
        new OpensRepeated(5),
        new FileOpened(12, new UnixPath("/etc/passwd"), "read", true),
        new FileOpened(12, new UnixPath("/etc/none"), "read", false),
        new FileOpened(12, new UnixPath("/home/alice/new"), "write", false),
        new FileOpened(12, new UnixPath("/home/alice/old"), "write", true),
        new FileOpened(12, new UnixPath("/home/alice/"), "list", true),
        new FileChanged(12, new UnixPath("/a"), "rename", new UnixPath("/b")),
        new FileChanged(12, new UnixPath("/a"), "remove", null),
        new FileChanged(12, new UnixPath("/a"), "symlink", new UnixPath("/b")),
        new FileChanged(12, new UnixPath("/a"), "link", new UnixPath("/b")),
        new FileChanged(12, new UnixPath("/a"), "truncate", null),
        new FileChanged(12, new UnixPath("/a"), "mode", null),
        new SocketConnected(12, "ipv4", "198.51.100.7:443", "a.example"),
        new SocketConnected(12, "ipv6", "[2001:db8::1]:443", null),
        new SocketConnected(12, "unix", "@abstract", null),
        new SocketBound(12, "ipv4", "0.0.0.0:8080"),
        new SignalSent(12, 13, 9),
        new CallRefused(12, "mount", "source", "EPERM"),
        new NameLookedUp("a.example", "A", "198.51.100.7", Allowed),
        new NameLookedUp("b.example", "A", "nxdomain", Refused),
        new NameLookedUp("b.example", "TXT", "refused", Refused),
        new FlowRefused("b.example:443", "not-allowed", Refused),
        new FlowStarted("c.example:22", Allowed),
        new FlowEnded("c.example:22", 10, 20, 0.5, Allowed),
        new RequestStarted(1, "POST", "https://a.example:8443/v1/messages?query-text=1", "2",
            [new HeaderField("User-Agent", "agent/1"), new HeaderField("x-header", "header-text")], Body, Allowed),
        new RequestStarted(2, "PROPFIND", "https://b.example/", "1.1", [], null, Refused),
        new RequestStarted(3, "GET", "https://a.example/x", "1.1", [], null, Decision.Allow("r") with { Effect = Effect.Redact }),
        new RequestEnded(1, 200, "upstream", [new HeaderField("Content-Type", "text/plain")], null, Body, 100, 200, 0.25, null),
        new RequestEnded(2, 0, "door", [], null, null, 0, 0, 0, "it broke"),
        new FileHeldBack(new UnixPath(".git/hooks/pre-commit"), "git-hook", new UnixPath("/state/held/1")),
        new BodyInspected(1, "request", new BodyFindings { Meaning = Model with { TokensIn = null, TokensOut = null } },
            Allowed) { Destination = "a.example", Region = "eu" },
        new BodyInspected(1, "response", new BodyFindings { Meaning = Model }, Allowed) { Destination = "a.example:8443" },
        new BodyInspected(4, "request", new BodyFindings { Meaning = new BodyMeaning("mcp", "tool", null, null, null, new Dictionary<string, long>()) },
            Allowed),
        new BodyInspected(5, "request", BodyFindings.None, Allowed),
        new BodyInspected(6, "request", Found(null), Refused) { Destination = "b.example" },
        new BodyInspected(7, "request", Found(Model), Decision.Allow("r") with { Effect = Effect.Redact }) { Destination = "a.example" },
        new CredentialUsed(1, "github", "a.example", "injected"),
        new PolicyDecided("command", "rm -rf /", Refused, "refused") { Process = 12 },
        new PolicyDecided("request", "GET https://a.example/", Decision.Allow("r") with { Effect = Effect.Ask }, "once"),
        new PolicyChanged("allow a.example", "session", null),
        new ReviewKept(1, 2, 3),
        new EventsLost("recorder", 4, "too-large"),
        new TerminalSequencesDropped("clipboard", 2),
        new SessionEnded(0, "exited", 12.5) { Refused = 3 },
    ];

    /// <summary>A ledger: sessions interleaved, the keeper's own entries between, some purged.</summary>
    public static List<LedgerRecord> Ledger(int seed, int count)
    {
        var random = new Random(seed);
        var records = new List<LedgerRecord>();
        var sequences = new long[3];
        for (int index = 0; index < count; index++)
        {
            int session = random.Next(3);
            Observation data = Observations[random.Next(Observations.Count)];
            DateTimeOffset time = DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(index).AddMicroseconds(random.Next(1_000_000));
            records.Add(random.Next(20) switch
            {
                0 => Keeper(index, time),
                1 => Record(index, "session-purged", sequences[session]++, time, data) with { Entry = null, Availability = EntryAvailability.Purged },
                2 => new LedgerRecord(index, Encoding.UTF8.GetBytes($"not a leaf {index}\n"), null, null, EntryAvailability.LeafOnly),
                _ => Record(index, $"session-{session}", sequences[session]++, time, data),
            });
        }

        return records;
    }

    /// <summary>One observation of each kind, in one session.</summary>
    public static List<LedgerRecord> EveryKind() =>
        [.. Observations.Select((data, i) => Record(i, "session-0", i, DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(i).AddMicroseconds(i), data)),
            Keeper(Observations.Count, DateTimeOffset.UnixEpoch)];

    public static LedgerRecord Record(long index, string session, long sequence, DateTimeOffset time, Observation data)
    {
        var entry = new Entry(Entry.CurrentVersion, session, sequence, time, data);
        Leaf leaf = ObservationLeaf.Of(entry, new string('b', 64), Convert.ToHexStringLower(SHA256.HashData(entry.ToUtf8())));
        return new LedgerRecord(index, leaf.ToUtf8(), leaf, entry, EntryAvailability.Whole);
    }

    /// <summary>A ledger that is what the list is at each moment.</summary>
    public static LedgerSource Source(List<LedgerRecord> records) => new(Origin, from => [.. records.Where(record => record.TreeIndex >= from)]);

    private static LedgerRecord Keeper(long index, DateTimeOffset time)
    {
        var leaf = new Leaf("ledger-purged", time)
        {
            Data = [LeafMember.Of("actor", "alice"), LeafMember.Of("count", 2),
            LeafMember.Of("sessions", ["session-purged"])]
        };
        return new LedgerRecord(index, leaf.ToUtf8(), leaf, null, EntryAvailability.LeafOnly);
    }

    private static BodyFindings Found(BodyMeaning? meaning) => new()
    {
        Meaning = meaning,
        Secrets = [new SecretFound("aws-access-key-id", ".env: KEY", "/messages/0", "base64", "0011", Effect.Deny)],
        Source = [new SourceFound(new UnixPath("src/a.cs"), [new LineRange(1, 4)], 10, true)],
        Identity = [new IdentityFound("email", "clear", "/a")],
        HiddenText = [new HiddenTextFound("bidi", ["U+202E"], 1, "/b")],
        Unscanned = [new UnscannedPart("/c", 10, "too-deep")],
    };
}
