using System.Text;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Policies;

/// <summary>Rules on their way into a file. Each is checked as the reader would; what it would refuse is left out, by name.</summary>
internal sealed class PolicyLists
{
    private readonly Dictionary<string, List<string>> _files = [], _commands = [], _network = [];
    private readonly List<string> _leftOut = [];
    private string? _commandDefault, _workspace;

    public void LeaveOut(string what, string why) => _leftOut.Add($"{what}: {why}");

    public void SetDefault(string effect, string rule)
    {
        _commandDefault = effect;
        _leftOut.Add($"{rule}: became 'commands: default: {effect}'; review it");
    }

    public void SetWorkspace(string mode) => _workspace = mode;

    public void AddFile(string list, string path, string rule)
    {
        if (FilePattern.TryParse(path, out _, out string why))
            Add(_files, list, PolicyText.Quote(path));
        else
            LeaveOut(rule, why);
    }

    public void AddHost(string list, string host, string rule)
    {
        if (HostRule.TryParse(host, out _))
            Add(_network, list, PolicyText.Quote(host));
        else
            LeaveOut(rule, "it is no host");
    }

    /// <summary>A command of these words, with any further ones where it is open; exactly these where it is not and allows.</summary>
    public void AddCommand(string list, string words, bool isOpen, string rule)
    {
        string text = isOpen ? words + " *" : words;
        if (!CommandPattern.TryParse(text, out CommandPattern? pattern, out string why))
            LeaveOut(rule, why);
        else if (!isOpen && list == "allow" && pattern.Text == pattern.Program)
            Add(_commands, list, $"{{ program: {PolicyText.Quote(pattern.Program)}, arguments: [] }}");
        else
            Add(_commands, list, PolicyText.Quote(text));
    }

    public ImportedPolicy ToPolicy()
    {
        var text = new StringBuilder("version: \"1\"\n");
        Write(text, "files", _files, _workspace is null ? null : $"workspace: {_workspace}");
        Write(text, "commands", _commands, _commandDefault is null ? null : $"default: {_commandDefault}");
        Write(text, "network", _network, null);
        return new ImportedPolicy(text.ToString(), _leftOut);
    }

    private static void Add(Dictionary<string, List<string>> section, string list, string item)
    {
        if (!section.TryGetValue(list, out List<string>? items))
            section.Add(list, items = []);
        if (!items.Contains(item))
            items.Add(item);
    }

    private static void Write(StringBuilder text, string name, Dictionary<string, List<string>> section, string? first)
    {
        if (section.Count == 0 && first is null)
            return;
        text.Append(name).Append(":\n");
        if (first is not null)
            text.Append("  ").Append(first).Append('\n');
        foreach ((string list, List<string> items) in section)
        {
            text.Append("  ").Append(list).Append(":\n");
            foreach (string item in items)
                text.Append("    - ").Append(item).Append('\n');
        }
    }
}
