using System.Text.Json;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Sessions;

namespace Vitrine.FunctionalTests.Audit;

/// <summary>Runs an agent of the tests' own in audit sessions.</summary>
internal sealed class AuditDesk : IDisposable
{
    private readonly string _root;

    public AuditDesk(Machine machine, Func<AuditBoxOptions, AuditBoxOptions>? with = null, Func<TargetStart, TargetStart>? target = null)
    {
        _root = Path.Combine(machine.Root, "audit-" + Guid.NewGuid().ToString("N"));
        var options = new AuditBoxOptions
        {
            State = Path.Combine(_root, "state"),
            Scratch = Path.Combine(_root, "scratch"),
            Tools = BoxTools.Find()! with { FirstStage = new UnixPath(machine.Program) },
            AtOnce = 2
        };
        Box = new AuditBox(target?.Invoke(Mirror(machine)) ?? Mirror(machine), with?.Invoke(options) ?? options, TimeProvider.System);
    }

    public AuditBox Box { get; }

    public string State => Path.Combine(_root, "state");

    public string Scratch => Path.Combine(_root, "scratch");

    public static TargetStart Mirror(Machine machine) => new()
    {
        Name = "mirror",
        Version = "1.2.3",
        Directory = Path.Combine(machine.Scripts, "agents/mirror"),
        BoxDirectory = "/opt/agent",
        Command = ["node", "/opt/agent/cli.mjs", "-p", "{prompt}"],
        Protocol = AgentProtocol.Anthropic,
        EndpointVariable = "ANTHROPIC_BASE_URL",
        KeyVariable = "ANTHROPIC_API_KEY",
    };

    public Task<Capture> RunAsync(MachineChanges changes, ulong? seed = null) =>
        Box.RunAsync(new RunOrder("test", 0, changes) { Seed = seed }, TestContext.Current.CancellationToken);

    /// <summary>A session in which the agent does something bad.</summary>
    public Task<Capture> DoAsync(string deeds) => RunAsync(new MachineChanges { Environment = new Dictionary<string, string?> { ["DEEDS"] = deeds } });

    /// <summary>What the agent saw.</summary>
    public static JsonElement Seen(Capture capture)
    {
        Assert.True(capture.Exchanges.Count > 0,
            $"exit {capture.ExitStatus}, {string.Join("; ", capture.Unseen)}: {System.Text.Encoding.UTF8.GetString(capture.Error.Unpack())}");
        return JsonDocument.Parse(capture.Exchanges.First(exchange => exchange.Target.EndsWith("/seen", StringComparison.Ordinal)).Body.Unpack()).RootElement;
    }

    public void Dispose() => Box.Dispose();
}
