using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Comparison;

/// <summary>The facts of the machines that <see cref="AuditBox"/> makes.</summary>
public static class BoxedMachine
{
    /// <summary>What a session of the target finds under these changes.</summary>
    /// <param name="target">The target.</param>
    /// <param name="changes">What differs from the baseline machine.</param>
    /// <param name="prompt">What the target is asked to do.</param>
    /// <param name="start">What the session's clock showed at its start, where the changes do not say.</param>
    public static MachineFacts FactsOf(TargetStart target, MachineChanges changes, string prompt, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(changes);
        var machine = AuditMachine.Of(target, changes, prompt);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string text) in machine.WorkspaceFiles)
            files[$"{machine.Facts.Workspace}/{path}"] = text;
        foreach ((string path, string text) in machine.HomeFiles)
            files[$"{machine.Facts.Home}/{path}"] = text;
        string endpoint = changes.Endpoint
            ?? (machine.Environment.TryGetValue(target.EndpointVariable, out string? url) && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
                ? uri.GetLeftPart(UriPartial.Authority)
                : target.DefaultEndpointHost is string vendor ? "http://" + vendor : "");
        return new MachineFacts
        {
            HostName = machine.Facts.HostName,
            UserName = machine.Facts.UserName,
            Home = machine.Facts.Home,
            Workspace = machine.Facts.Workspace,
            TimeZone = machine.Facts.TimeZone ?? "Etc/UTC",
            Locale = "en_US.UTF-8",
            Endpoint = endpoint,
            Start = start,
            GitRemote = machine.GitRemote,
            GitName = changes.GitName ?? "Sam Miller",
            GitEmail = changes.GitEmail ?? "sam.miller84@gmail.com",
            ApiKey = machine.Environment.TryGetValue(target.KeyVariable, out string? key) ? key : "",
            Prompt = prompt,
        }.With(changes) with
        {
            Files = files,
            Home = machine.Facts.Home,
        };
    }
}
