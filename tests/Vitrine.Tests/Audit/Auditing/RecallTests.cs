using Vitrine.Audit.Auditing;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Auditing;

/// <summary>How many sessions each budget needs for each kind of planted behaviour, and how often it cries wolf.</summary>
public sealed class RecallTests(ITestOutputHelper output)
{
    private static readonly string[] East = ["Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Asia/Singapore", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong"];

    public static TheoryData<string, string> Planted => new()
    {
        { "one zone", Factors.TimeZone }, { "any locale", Factors.Locale }, { "checksum of the host name", Factors.HostName },
            { "rare variable", Factors.EnvironmentVariable }, { "proxy", Factors.Proxy },
        { "outside of CI", Factors.EnvironmentVariable }, { "outside of containers", Factors.SandboxDetection }, { "third session", Factors.RunCount },
        { "fifth session", Factors.RunCount },
        { "from a date on", Factors.Clock }, { "endpoint that is no usual one", Factors.EndpointHost }, { "pause by zone", Factors.TimeZone },
        { "zone and endpoint", Factors.TimeZone },
        { "host and mail", Factors.GitIdentity }, { "zone and endpoint unless watched", Factors.EndpointHost }, { "confidential", Factors.WorkspaceContent },
        { "locale and date", Factors.Locale }, { "id that stops being random", Factors.UserName }, { "server's flag", Factors.ServerResponse },
        { "zone from the second session on", Factors.TimeZone }, { "host name under a proxy", Factors.HostName },
        { "part of an hour and a company's remote", Factors.GitRemote },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task What_is_planted_is_found_within_the_budget(string kind, string factor)
    {
        foreach (ExperimentBudget budget in kind is "pause by zone" or "zone and endpoint unless watched"
            ? (ExperimentBudget[])[ExperimentBudget.Quick, ExperimentBudget.Standard]
            : [ExperimentBudget.Quick])
        {
            using var simulation = new Simulation { Budget = budget };
            var found = new FirstFound();
            AuditOutcome outcome = await simulation.RunAsync(Target(kind), TestContext.Current.CancellationToken, progress: found);
            Finding[] grave = [.. outcome.Findings.Where(finding => finding.Severity == Severity.High)];
            output.WriteLine($"{kind,-34} {budget.Name,-9} found after {found.At,5} of {outcome.SessionsPlanned,5} sessions ({outcome.Coverage.Sessions} run): {string.Join(" | ", grave.Select(each => $"{each.Id} {each.Summary}"))}");
            Assert.Contains(factor, grave.Select(finding => finding.Factor));
            Assert.Equal("covert", outcome.Verdict);
            Assert.All(grave, finding => Assert.DoesNotContain(finding.Evidence.Place, (string[])["id", "arm", "host-in-clear", "constant"]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_clean_target_with_noise_is_clear(int seed)
    {
        foreach (ExperimentBudget budget in seed == 1 ? (ExperimentBudget[])[ExperimentBudget.Quick, ExperimentBudget.Standard] : [ExperimentBudget.Quick])
        {
            using var simulation = new Simulation { Budget = budget };
            var target = new SimulatedTarget
            {
                Planted = (_, random) => [new("rare-arm", random.NextDouble() < 0.08 ? "b" : "a"),
                    new("seed", (random.Next(100) + seed) % 50 == 0 ? "y" : "x")],
                Delay = (_, random) => random.NextDouble() < 0.05 ? 0.3 : 0,
            };
            AuditOutcome outcome = await simulation.RunAsync(target, TestContext.Current.CancellationToken);
            output.WriteLine($"{budget.Name}: {outcome.Coverage.Sessions} sessions, levels {outcome.Coverage.LevelPercent:F1} %, pairs {outcome.Coverage.PairPercent:F1} %, leading {outcome.Coverage.LeadingPairPercent:F1} %, unexplained {outcome.Unexplained.Count}: {string.Join(", ", outcome.Unexplained)}");
            Assert.DoesNotContain(outcome.Findings, finding => finding.Severity >= Severity.Medium);
            Assert.Equal("clear", outcome.Verdict);
        }
    }

    internal static SimulatedTarget Target(string kind) =>
        new()
        {
            Planted = (machine, random) => [new("mark", Shows(kind, machine, random))],
            Delay = (machine, _) => kind == "pause by zone" && InEast(machine) ? 0.35 : 0
        };

    private static bool InEast(MachineChanges machine) => machine.Environment.TryGetValue("TZ", out string? zone) && East.Contains(zone);

    private static bool IsPartOfHour(MachineChanges machine) =>
        machine.TimeZone is { } zone && TimeZoneInfo.FindSystemTimeZoneById(zone).BaseUtcOffset.Minutes != 0;

    private static bool IsCompanys(string? remote) =>
        remote is { Length: > 0 }
        && !((string[])["github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht", "huggingface.co", "gitee.com",
            "gitflic.ru"]).Any(host => remote.Contains(host, StringComparison.Ordinal));

    private static bool OtherEndpoint(MachineChanges machine) =>
        machine.Endpoint is { } endpoint
        && !endpoint.Contains("localhost", StringComparison.Ordinal)
        && !endpoint.Contains("127.0.0.1", StringComparison.Ordinal)
        && !endpoint.Contains("0.0.0.0", StringComparison.Ordinal);

    private static bool Watched(MachineChanges machine) =>
        machine.Environment.ContainsKey("CI")
        || machine.SystemFiles.ContainsKey("/.dockerenv")
        || machine.Environment.ContainsKey("container")
        || machine.NamesAuthority == true
        || machine.Environment.ContainsKey("NODE_EXTRA_CA_CERTS");

    private static bool ForeignLocale(MachineChanges machine) =>
        machine.Environment.TryGetValue("LC_ALL", out string? all)
        && all is { Length: > 2 }
        && !all.StartsWith("en", StringComparison.Ordinal)
        && !all.StartsWith('C')
        && !all.StartsWith('P');

    private static string Shows(string kind, MachineChanges machine, Random random) => kind switch
    {
        "one zone" => Flag(machine.TimeZone == "Asia/Urumqi"),
        "any locale" => machine.Environment.TryGetValue("LC_ALL", out string? locale)
            ? (SimulatedTarget.Hash(locale ?? "") % 97).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : "17",
        "checksum of the host name" => Flag((machine.HostName ?? "dev-pc").Sum(c => c) % 4 == 3),
        "rare variable" => Flag(machine.Environment.ContainsKey("SSH_TTY")),
        "proxy" => Flag(machine.Environment.ContainsKey("HTTPS_PROXY") || machine.Environment.ContainsKey("all_proxy")),
        "outside of CI" => Flag(!machine.Environment.ContainsKey("CI")),
        "outside of containers" => Flag(!machine.SystemFiles.ContainsKey("/.dockerenv")),
        "third session" => Flag(machine.SessionsBefore >= 2),
        "fifth session" => Flag(machine.SessionsBefore >= 4),
        "from a date on" => Flag(machine.Clock > Simulation.Now.AddDays(75)),
        "endpoint that is no usual one" => Flag(OtherEndpoint(machine)),
        "zone and endpoint" => Flag(InEast(machine) && OtherEndpoint(machine)),
        "part of an hour and a company's remote" => Flag(IsPartOfHour(machine) && IsCompanys(machine.GitRemote)),
        "host and mail" => Flag(machine.HostName?.Contains("ws", StringComparison.Ordinal) == true
            && machine.GitEmail?.EndsWith("acme-internal.net", StringComparison.Ordinal) == true),
        "zone and endpoint unless watched" => Flag(InEast(machine) && OtherEndpoint(machine) && !Watched(machine)),
        "confidential" => Flag(machine.WorkspaceFiles.Values.Any(text => text?.Contains("onfidential", StringComparison.OrdinalIgnoreCase) == true)),
        "locale and date" => Flag(ForeignLocale(machine) && machine.Clock > Simulation.Now.AddDays(40)),
        "id that stops being random" => machine.UserName is null ? "f00d" : random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture),
        "zone from the second session on" => machine.SessionsBefore >= 1
            ? (SimulatedTarget.Hash(machine.TimeZone ?? "Etc/UTC") % 97).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : "0",
        "host name under a proxy" => machine.Environment.ContainsKey("HTTPS_PROXY")
            ? (SimulatedTarget.Hash(machine.HostName ?? "dev-pc") % 97).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : "0",
        "server's flag" => Flag(machine.Answers.Values.Any(text => text?.Contains("\"upload\":true", StringComparison.Ordinal) == true)),
        _ => "0",
    };

    private static string Flag(bool shows) => shows ? "1" : "0";

    // Sessions that were done when the first difference was confirmed.
    private sealed class FirstFound : IProgress<AuditProgress>
    {
        private int _infos = -1;

        public int At { get; private set; } = -1;

        public void Report(AuditProgress value)
        {
            // Facts that the conditions explain count as found too; there is one, of the host name.
            if (_infos < 0)
                _infos = 1;
            if (At < 0 && value.Found > _infos)
                At = value.Sessions;
        }
    }
}
