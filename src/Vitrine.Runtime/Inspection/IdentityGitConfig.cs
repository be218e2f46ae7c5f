using Vitrine.Core.Inspect.Identity;

namespace Vitrine.Runtime.Inspection;

/// <summary>Name, e-mail address and remotes in a configuration file of git (git-config(1)); includes are not followed.</summary>
internal static class IdentityGitConfig
{
    private const int MaximumValues = 16;

    /// <summary>The values in <paramref name="text"/>, the first few.</summary>
    public static IReadOnlyList<IdentityValue> Read(string text)
    {
        List<IdentityValue> values = [];
        string section = "";
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.StartsWith('['))
            {
                section = line[1..].Split(' ', ']', '"')[0].ToLowerInvariant();
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || line[0] is '#' or ';' || values.Count == MaximumValues)
                continue;
            string value = Unquote(line[(equals + 1)..].Trim());
            IdentityKind? kind = (section, line[..equals].Trim().ToLowerInvariant()) switch
            {
                ("user", "name") => IdentityKind.FullName,
                ("user", "email") => IdentityKind.Email,
                ("remote", "url" or "pushurl") => IdentityKind.GitRemote,
                _ => null,
            };
            if (kind is { } known && value.Length > 0)
                values.Add(new IdentityValue(known, value));
        }

        return values;
    }

    private static string Unquote(string value)
    {
        if (value.StartsWith('"') && value.IndexOf('"', 1) is > 0 and var end)
            return value[1..end];
        int comment = value.IndexOfAny(['#', ';']);
        return (comment > 0 && char.IsWhiteSpace(value[comment - 1]) ? value[..comment] : value).Trim();
    }
}
