using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Agents.Profiles;

/// <summary>
/// Reads a profile, strictly: what isn't understood is an error with its file, line and column, for a mistyped key that was passed over would change what an
/// agent may do without anybody seeing it.
/// </summary>
internal static partial class ProfileReader
{
    private static readonly string[] Keys =
    [
        "name", "title", "aliases", "protocol", "install", "headless", "interactive", "environment", "files", "endpoint", "offline", "credentials", "hosts",
            "state",
    ];

    private static readonly (string Word, AgentProtocol Protocol)[] Protocols =
    [
        ("anthropic", AgentProtocol.Anthropic),
        ("openai-chat", AgentProtocol.OpenAIChat),
        ("openai-responses", AgentProtocol.OpenAIResponses),
        ("gemini", AgentProtocol.Gemini),
    ];

    /// <summary>Reads a profile.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">The file's name, for errors; its stem is the name that the profile must have.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryRead(string text, string file, [NotNullWhen(true)] out AgentProfile? profile, out AgentProblem problem)
    {
        profile = null;
        problem = default;
        try
        {
            profile = Read(new ProfileSection(ProfileYaml.Read(text), "a profile", Keys), Path.GetFileNameWithoutExtension(file));
            return true;
        }
        catch (ProfileException error)
        {
            problem = new AgentProblem($"{file}:{error.Line}:{error.Column}: {error.Message}", error.Hint);
            return false;
        }
    }

    private static AgentProfile Read(ProfileSection section, string expectedName)
    {
        ScalarNode name = section.NeedText("name");
        if (!NameForm.IsMatch(name.Text))
            throw new ProfileException(name, $"'{name.Text}' is no name", "use lower-case letters, digits and hyphens, a letter first");
        if (name.Text != expectedName)
            throw new ProfileException(name, $"the name is '{name.Text}', but the file is '{expectedName}.yaml'", "give both the same name");
        string title = section.NeedText("title").Text;
        AgentProtocol protocol = ReadProtocol(section.NeedText("protocol"));
        ProfileNode? installNode = section.Find("install");
        AgentInstall install = section.FindSection("install", InstallReader.Keys) is { } inner ? InstallReader.Read(inner) : new CommandOnly();
        IReadOnlyList<string> aliases = [.. section.FindList("aliases").Select(alias => NameForm.IsMatch(alias.Text)
            ? alias.Text
            : throw new ProfileException(alias, $"'{alias.Text}' is no name"))];
        List<string> headless = ReadCommand(section, "headless", needsPrompt: true);
        List<string> interactive = ReadCommand(section, "interactive", needsPrompt: false);
        if (installNode is null && (headless.Count > 0 || interactive.Count > 0))
            throw new ProfileException(section.Node, "'headless' and 'interactive' need an 'install': without one the person gives the command");
        return new AgentProfile
        {
            Name = name.Text,
            Title = title,
            Aliases = aliases,
            Protocol = protocol,
            Install = install,
            Headless = headless,
            Interactive = interactive,
            Environment = ProfileValues.Variables(section, "environment", AgentTemplate.Home),
            Files = ProfileValues.Files(section, AgentTemplate.Home),
            Endpoint = EndpointReader.Read(section.FindSection("endpoint", EndpointReader.Keys), section.FindSection("offline", EndpointReader.OfflineKeys)),
            Credentials = ReadCredentials(section),
            Hosts = ProfileSection.Hosts(section.FindList("hosts")),
            State = [.. section.FindList("state").Select(ProfileValues.RelativePath)],
        };
    }

    private static AgentProtocol ReadProtocol(ScalarNode text)
    {
        foreach ((string word, AgentProtocol protocol) in Protocols)
            if (word == text.Text)
                return protocol;
        string? meant = NearestWord.Find(text.Text, Protocols.Select(p => p.Word));
        throw new ProfileException(text, $"no protocol '{text.Text}'",
            meant is null ? $"one of {string.Join(", ", Protocols.Select(p => p.Word))}" : $"did you mean '{meant}'?");
    }

    private static List<string> ReadCommand(ProfileSection section, string key, bool needsPrompt)
    {
        var command = new List<string>();
        int prompts = 0, places = 0;
        foreach (ScalarNode element in section.FindList(key))
        {
            ProfileValues.CheckPlaceholders(element,
                needsPrompt ? [AgentTemplate.Prompt, AgentTemplate.Arguments, AgentTemplate.Home] : [AgentTemplate.Arguments, AgentTemplate.Home]);
            foreach (string word in AgentTemplate.Find(element.Text))
            {
                prompts += word == AgentTemplate.Prompt ? 1 : 0;
                places += word == AgentTemplate.Arguments ? 1 : 0;
                if (word == AgentTemplate.Arguments && element.Text != AgentTemplate.ArgumentsElement)
                    throw new ProfileException(element, "{args} is an element of its own");
            }

            command.Add(element.Text);
        }

        if (section.Find(key) is { } list && (places > 1 || (needsPrompt && prompts != 1)))
            throw new ProfileException(list, places > 1 ? "{args} stands more than once" : $"'{key}' needs {{prompt}} once");
        return command;
    }

    private static Dictionary<string, IReadOnlyList<HostRule>> ReadCredentials(ProfileSection section)
    {
        var credentials = new Dictionary<string, IReadOnlyList<HostRule>>(StringComparer.Ordinal);
        foreach ((ScalarNode name, ProfileNode value) in section.FindMap("credentials"))
        {
            ProfileValues.CheckVariableName(name);
            if (value is not ListNode { Items.Count: > 0 } list)
                throw new ProfileException(value, $"'{name.Text}' needs the list of hosts that the credential is for");
            credentials.Add(name.Text, ProfileSection.Hosts([.. list.Items.Select(item => ProfileSection.Text(item, "a host"))]));
        }

        return credentials;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm { get; }
}
