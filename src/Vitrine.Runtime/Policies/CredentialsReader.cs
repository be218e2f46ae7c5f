using System.Text.RegularExpressions;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>Reads <c>credentials</c>. A file of policy never holds a value: what looks like one is a problem, and is not shown.</summary>
internal static partial class CredentialsReader
{
    public static IEnumerable<CredentialRule> Read(PolicySection root)
    {
        PolicyReading reading = root.Reading;
        foreach ((ScalarNode name, ProfileNode value) in root.FindMap("credentials"))
        {
            if (!NameForm.IsMatch(name.Text))
                reading.Add(name, $"'{PolicySection.Shown(name.Text)}' is no name of a credential", "use letters, digits and hyphens");
            else if (value is not MapNode map)
                reading.Add(value, "a credential is a mapping", "{ environment: NAME, hosts: [HOST], header: authorization, scheme: Bearer }");
            else if (One(new PolicySection(reading, map, "a credential", PolicyKeys.Credential), name) is { } rule)
                yield return rule;
        }
    }

    private static CredentialRule? One(PolicySection section, ScalarNode name)
    {
        PolicyReading reading = section.Reading;
        ScalarNode? variable = section.FindText("environment"), file = section.FindText("file");
        if (variable is null == file is null)
            return reading.Add<CredentialRule>(section.Node, "a credential names either the variable ('environment') or the 'file' that holds it");
        if (variable is not null && !VariableForm.IsMatch(variable.Text))
            return reading.Add<CredentialRule>(variable, "this is no name of a variable", "write the variable's name, never the value");
        if (file is not null && !(file.Text.StartsWith('/') || file.Text.StartsWith("~/", StringComparison.Ordinal)))
            return reading.Add<CredentialRule>(file, "the file of a credential is absolute or begins with ~/");
        HostRule[] hosts = [.. section.FindTexts("hosts").Select(text => NetworkReader.Host(reading, text)).OfType<HostRule>()];
        if (hosts.Length == 0)
            return reading.Add<CredentialRule>(section.Node, "a credential needs the list of 'hosts' that it is for");
        string header = (section.FindText("header")?.Text ?? "authorization").ToLowerInvariant();
        if (!HeaderForm.IsMatch(header) || header is "host" or "content-length" or "transfer-encoding" or "connection")
            return reading.Add<CredentialRule>(section.Find("header")!, "a credential can't stand in this header");
        string scheme = section.Find("scheme") is ScalarNode { Text: "" }
            ? ""
            : section.FindText("scheme")?.Text ?? (header == "authorization" ? "Bearer" : "");
        string? only = section.FindWord("only", ["true", "false"]);
        return new CredentialRule(name.Text, variable is not null ? CredentialSource.Environment : CredentialSource.File, (variable ?? file)!.Text, hosts,
            header, scheme,
            only != "false", reading.Rank, reading.OriginOf(name));
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm { get; }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableForm { get; }

    [GeneratedRegex(@"\A[a-z0-9!#$&'*+.^_`|~-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderForm { get; }
}
