using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Agents.Profiles;

/// <summary>
/// One mapping of a profile. Its keys are checked first, so that a mistyped one is shown as that and not as one that is missing.
/// </summary>
internal sealed class ProfileSection
{
    private readonly string _title;

    /// <summary>The section of a mapping, which may have the given keys.</summary>
    /// <exception cref="ProfileException">It has another one.</exception>
    public ProfileSection(MapNode map, string title, params string[] keys)
    {
        (Node, _title) = (map, title);
        foreach ((ScalarNode name, _) in map.Items)
        {
            if (keys.Contains(name.Text))
                continue;
            string? meant = NearestWord.Find(name.Text, keys);
            throw new ProfileException(name, $"{title} has no '{name.Text}'",
                meant is null ? $"its keys are {string.Join(", ", keys)}" : $"did you mean '{meant}'?");
        }
    }

    /// <summary>Where the section stands.</summary>
    public MapNode Node { get; }

    /// <summary>The value of a key; null when it isn't there.</summary>
    public ProfileNode? Find(string key)
    {
        foreach ((ScalarNode name, ProfileNode value) in Node.Items)
            if (name.Text == key)
                return value;
        return null;
    }

    /// <summary>A non-empty text of one line; null when the key isn't there.</summary>
    public ScalarNode? FindText(string key) => Find(key) is { } node ? Text(node, $"'{key}'") : null;

    /// <summary>As <see cref="FindText"/>, but it must be there.</summary>
    public ScalarNode NeedText(string key) => FindText(key) ?? throw new ProfileException(Node, $"{_title} lacks '{key}'");

    /// <summary>A list of texts; empty when the key isn't there.</summary>
    public IReadOnlyList<ScalarNode> FindList(string key) =>
        Find(key) switch
        {
            null => [],
            ListNode list => [.. list.Items.Select(item => Text(item, $"an element of '{key}'"))],
            { } other => throw new ProfileException(other, $"'{key}' is a list, such as [a, b]"),
        };

    /// <summary>A mapping; its items in the file's order, none when the key isn't there.</summary>
    public IReadOnlyList<(ScalarNode Key, ProfileNode Value)> FindMap(string key) =>
        Find(key) switch
        {
            null => [],
            MapNode inner => inner.Items,
            { } other => throw new ProfileException(other, $"'{key}' is a mapping, such as 'name: value'"),
        };

    /// <summary>A section within this one; null when it isn't there.</summary>
    public ProfileSection? FindSection(string key, params string[] keys) =>
        Find(key) switch
        {
            null => null,
            MapNode inner => new ProfileSection(inner, $"'{key}'", keys),
            { } other => throw new ProfileException(other, $"'{key}' is a mapping, such as 'name: value'"),
        };

    /// <summary>Host rules, as <c>--allow</c> takes them.</summary>
    public static IReadOnlyList<HostRule> Hosts(IReadOnlyList<ScalarNode> texts) =>
        [.. texts.Select(text => HostRule.TryParse(text.Text, out HostRule? rule)
            ? rule
            : throw new ProfileException(text, $"'{text.Text}' is no host", "write HOST, HOST:PORT or *.DOMAIN"))];

    /// <summary>A node as a non-empty text without control characters.</summary>
    public static ScalarNode Text(ProfileNode node, string what)
    {
        if (node is not ScalarNode scalar)
            throw new ProfileException(node, $"{what} is a text");
        if (scalar.Text.Length == 0)
            throw new ProfileException(node, $"{what} is empty");
        if (scalar.Text.Any(char.IsControl))
            throw new ProfileException(node, $"{what} holds a control character");
        return scalar;
    }
}
