using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Auditing;

/// <summary>What a target could find out about its machine in a session: computed from the conditions, as the session was made from them.</summary>
/// <param name="target">The target.</param>
/// <param name="prompt">What it was asked.</param>
/// <param name="start">What the clock showed where the conditions say nothing.</param>
public sealed class MachineReading(TargetStart target, string prompt, DateTimeOffset start)
{
    /// <summary>The facts under some changes.</summary>
    public MachineFacts Of(MachineChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var machine = AuditMachine.Of(target, changes, prompt);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string text) in machine.WorkspaceFiles)
            files[$"{machine.Facts.Workspace}/{path}"] = text;
        foreach ((string path, string text) in machine.HomeFiles)
            files[$"{machine.Facts.Home}/{path}"] = text;
        var facts = new MachineFacts
        {
            HostName = machine.Facts.HostName,
            UserName = machine.Facts.UserName,
            Home = machine.Facts.Home,
            Workspace = machine.Facts.Workspace,
            TimeZone = machine.Facts.TimeZone ?? "UTC",
            Locale = machine.Environment.GetValueOrDefault("LANG") ?? "C",
            Endpoint = machine.Endpoint,
            Start = start,
            GitRemote = machine.GitRemote,
            GitName = changes.GitName ?? BaselineHome.GitName,
            GitEmail = changes.GitEmail ?? BaselineHome.GitEmail,
            ApiKey = target.KeyVariable.Length > 0 ? machine.Environment.GetValueOrDefault(target.KeyVariable) ?? "" : "",
            Prompt = prompt,
            Environment = machine.Environment,
            Files = files,
            Commits = RepositoryIds.Of(machine.WorkspaceFiles),
            Script = AuditScripts.Work,
        };
        // The rest follows from the changes themselves: zone and locale in force, clock, script, what the server says.
        MachineFacts told = facts.With(changes with { WorkspaceFiles = new Dictionary<string, string?>(), HomeFiles = new Dictionary<string, string?>() });
        // What could not be made was not there either.
        return told with { HostName = facts.HostName, UserName = facts.UserName, Home = facts.Home, Workspace = facts.Workspace, Endpoint = facts.Endpoint };
    }
}
