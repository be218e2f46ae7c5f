using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>
/// Techniques of MITRE ATT&amp;CK (Enterprise) by class, channel and factor of a finding: what other tools and reports call the same behaviour. They name no
/// actor and no intent.
/// </summary>
public static class Techniques
{
    /// <summary>The release whose ids these are.</summary>
    public const string Version = "17.1";

    /// <summary>The techniques of a finding, in the order of their ids; none for what is open or lawful.</summary>
    public static IReadOnlyList<Technique> Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Class is FindingClasses.Open or FindingClasses.Lawful)
            return [];
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if ((finding.Channel == Channels.Persistence
            ? OfPlace($"{finding.Evidence.Place}\n{finding.Summary}")
            : OfChannel(finding.Channel, finding.Class)) is { } channel)
            found[channel.Id] = channel.Name;
        if (OfFactor(finding.Factor) is { } factor)
            found[factor.Id] = factor.Name;
        // Behaviour that only some machines get to see is what ATT&CK calls keyed to the environment.
        if (finding.Factor is not (Factors.Always or Factors.ServerResponse or Factors.RunCount or Factors.SandboxDetection or Factors.Interception))
            found["T1480.001"] = "Execution Guardrails: Environmental Keying";
        if (finding.Evidence.Strings.Any(text => text.Contains("(hidden by ", StringComparison.Ordinal)))
            found["T1027"] = "Obfuscated Files or Information";
        return [.. found.Select(pair => new Technique(pair.Key, pair.Value, Version))];
    }

    private static (string Id, string Name)? OfChannel(string channel, string kind) => channel switch
    {
        Channels.BodyText
            or Channels.BodyStructure
            or Channels.Header
            or Channels.Url
            or Channels.HttpFraming
            or Channels.Timing
            or Channels.ConnectionPattern =>
            kind == FindingClasses.Covert ? ("T1001.002", "Data Obfuscation: Steganography") : ("T1041", "Exfiltration Over C2 Channel"),
        Channels.Dns => ("T1071.004", "Application Layer Protocol: DNS"),
        Channels.UnexpectedHost => ("T1567", "Exfiltration Over Web Service"),
        Channels.Process => ("T1059", "Command and Scripting Interpreter"),
        Channels.SelfUpdate => ("T1554", "Compromise Host Software Binary"),
        Channels.InstallScript => ("T1195.002", "Supply Chain Compromise: Compromise Software Supply Chain"),
        Channels.ModelInstruction => ("T1565.002", "Data Manipulation: Transmitted Data Manipulation"),
        _ => null,
    };

    // What is obeyed later says which technique it is.
    private static (string Id, string Name) OfPlace(string text) =>
        IsAny(text, "authorized_keys") ? ("T1098.004", "Account Manipulation: SSH Authorized Keys")
            : IsAny(text, "cron") ? ("T1053.003", "Scheduled Task/Job: Cron")
                : IsAny(text, "systemd") ? ("T1543.002", "Create or Modify System Process: Systemd Service")
                    : IsAny(text, "autostart") ? ("T1547.013", "Boot or Logon Autostart Execution: XDG Autostart Entries")
                        : IsAny(text, ".bashrc", ".profile", ".bash_", ".zsh", ".zprofile", "fish")
                            ? ("T1546.004", "Event Triggered Execution: Unix Shell Configuration Modification")
                            : ("T1546", "Event Triggered Execution");

    private static bool IsAny(string text, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static (string Id, string Name)? OfFactor(string factor) => factor switch
    {
        Factors.TimeZone => ("T1614", "System Location Discovery"),
        Factors.Locale => ("T1614.001", "System Location Discovery: System Language Discovery"),
        Factors.HostName or Factors.EnvironmentVariable => ("T1082", "System Information Discovery"),
        Factors.UserName or Factors.HomePath or Factors.GitIdentity => ("T1033", "System Owner/User Discovery"),
        Factors.WorkspaceContent or Factors.GitRemote => ("T1083", "File and Directory Discovery"),
        Factors.Clock => ("T1124", "System Time Discovery"),
        Factors.Proxy or Factors.EndpointHost => ("T1016", "System Network Configuration Discovery"),
        Factors.SandboxDetection or Factors.Interception => ("T1497", "Virtualization/Sandbox Evasion"),
        Factors.ServerResponse => ("T1102", "Web Service"),
        _ => null,
    };
}
