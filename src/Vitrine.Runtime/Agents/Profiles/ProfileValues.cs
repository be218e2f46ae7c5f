using System.Text.RegularExpressions;

namespace Vitrine.Runtime.Agents.Profiles;

/// <summary>The values that occur in several places of a profile.</summary>
internal static partial class ProfileValues
{
    private static readonly string[] Placeholders =
        [AgentTemplate.Prompt, AgentTemplate.Arguments, AgentTemplate.Endpoint, AgentTemplate.Key, AgentTemplate.Model, AgentTemplate.Home];

    /// <summary>Variables with their values, in which the named placeholders may stand.</summary>
    public static Dictionary<string, string> Variables(ProfileSection section, string key, params ReadOnlySpan<string> placeholders)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((ScalarNode name, ProfileNode value) in section.FindMap(key))
        {
            CheckVariableName(name);
            ScalarNode text = ProfileSection.Text(value, $"'{name.Text}'");
            CheckPlaceholders(text, placeholders);
            variables.Add(name.Text, text.Text);
        }

        return variables;
    }

    /// <summary>Files by path below HOME, in whose content the named placeholders may stand.</summary>
    public static Dictionary<string, string> Files(ProfileSection section, params ReadOnlySpan<string> placeholders)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((ScalarNode path, ProfileNode value) in section.FindMap("files"))
        {
            if (value is not ScalarNode content)
                throw new ProfileException(value, "the content of a file is a text");
            CheckPlaceholders(content, placeholders);
            files.Add(RelativePath(path), content.Text);
        }

        return files;
    }

    /// <summary>Refuses what isn't a portable variable name, and those that the box itself sets.</summary>
    public static void CheckVariableName(ScalarNode name)
    {
        if (!VariableForm.IsMatch(name.Text))
            throw new ProfileException(name, $"'{name.Text}' is no name of a variable");
        if (name.Text is "HOME" or "PATH")
            throw new ProfileException(name, $"{name.Text} is the box's own");
    }

    /// <summary>Refuses placeholders other than the given ones.</summary>
    public static void CheckPlaceholders(ScalarNode text, params ReadOnlySpan<string> allowed)
    {
        foreach (string word in AgentTemplate.Find(text.Text))
        {
            if (allowed.Contains(word))
                continue;
            if (Placeholders.Contains(word))
                throw new ProfileException(text, $"{{{word}}} can't stand here",
                    word == AgentTemplate.Key ? "the key goes into a variable, where no list of processes shows it" : "");
            string? meant = NearestWord.Find(word, Placeholders);
            throw new ProfileException(text, $"no placeholder {{{word}}}",
                meant is null ? $"one of {string.Join(", ", Placeholders.Select(p => $"{{{p}}}"))}" : $"did you mean {{{meant}}}?");
        }
    }

    /// <summary>A path below HOME: relative, in normal form.</summary>
    public static string RelativePath(ScalarNode path)
    {
        if (!IsBelow(path.Text))
            throw new ProfileException(path, $"'{path.Text}' isn't a path below HOME", "write it relative to HOME, without '..', such as .agent/settings.json");
        return path.Text;
    }

    /// <summary>Whether a path is relative, in normal form, and so names something below where it starts.</summary>
    public static bool IsBelow(string path) =>
        path.Length is > 0 and < 1024 && !path.Any(char.IsControl) && path.Split('/').All(part => part.Length is > 0 and < 256 && part is not ("." or ".."));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableForm { get; }
}
