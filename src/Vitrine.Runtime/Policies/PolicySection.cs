using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>
/// One mapping of a policy. Problems are collected, so that a person sees all of them at once; what has one is left out, and a policy with any problem is not
/// used.
/// </summary>
internal sealed class PolicySection
{
    private const int MostItems = 20_000;
    private readonly string[] _keys;

    public PolicySection(PolicyReading reading, MapNode map, string title, string[] keys)
    {
        (Reading, Node, _keys) = (reading, map, keys);
        foreach ((ScalarNode name, _) in map.Items)
        {
            if (keys.Contains(name.Text))
                continue;
            string? meant = NearestWord.Find(name.Text, keys);
            reading.Add(name, $"{title} has no '{Shown(name.Text)}'", meant is null ? $"its keys are {string.Join(", ", keys)}" : $"did you mean '{meant}'?");
        }
    }

    public PolicyReading Reading { get; }

    public MapNode Node { get; }

    public ProfileNode? Find(string key)
    {
        if (!_keys.Contains(key))
            throw new ArgumentException($"'{key}' is no key of this section.", nameof(key));
        foreach ((ScalarNode name, ProfileNode value) in Node.Items)
            if (name.Text == key)
                return value;
        return null;
    }

    public PolicySection? FindSection(string key, string[] keys) =>
        Find(key) switch
        {
            null => null,
            MapNode map => new PolicySection(Reading, map, $"'{key}'", keys),
            { } other => Reading.Add<PolicySection>(other, $"'{key}' is a mapping, such as '{keys[0]}: …'"),
        };

    public IReadOnlyList<(ScalarNode Key, ProfileNode Value)> FindMap(string key) =>
        Find(key) switch
        {
            null => [],
            MapNode map => Bounded(map, map.Items),
            { } other => Reading.Add<IReadOnlyList<(ScalarNode, ProfileNode)>>(other, $"'{key}' is a mapping, such as 'name: value'") ?? [],
        };

    public IReadOnlyList<ProfileNode> FindItems(string key) =>
        Find(key) switch
        {
            null => [],
            ListNode list => Bounded(list, list.Items),
            { } other => Reading.Add<IReadOnlyList<ProfileNode>>(other, $"'{key}' is a list, such as [a, b]") ?? [],
        };

    public IEnumerable<ScalarNode> FindTexts(string key)
    {
        foreach (ProfileNode item in FindItems(key))
            if (Text(item, $"an element of '{key}'") is { } text)
                yield return text;
    }

    public ScalarNode? FindText(string key) => Find(key) is { } node ? Text(node, $"'{key}'") : null;

    /// <summary>One of the words; null where the key isn't there or the word is another.</summary>
    public string? FindWord(string key, string[] words)
    {
        if (FindText(key) is not { } text)
            return null;
        if (words.Contains(text.Text))
            return text.Text;
        string? meant = NearestWord.Find(text.Text, words);
        return Reading.Add<string>(text, $"'{key}' is not '{Shown(text.Text)}'",
            meant is null ? $"one of {string.Join(", ", words)}" : $"did you mean '{meant}'?");
    }

    /// <summary>A number from 1, with K, M, G or another given unit behind it.</summary>
    public long? FindNumber(string key, string units = "KMG")
    {
        if (FindText(key) is not { } text)
            return null;
        long factor = text.Text.Length == 0 || !units.Contains(text.Text[^1]) ? 1 : text.Text[^1] switch
        {
            'K' => 1 << 10,
            'M' => 1 << 20,
            'G' => 1 << 30,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            's' => 1,
            'k' => 1000,
            _ => 1,
        };
        string digits = text.Text.Length > 0 && units.Contains(text.Text[^1]) ? text.Text[..^1] : text.Text;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 && number < (1L << 52) / factor)
            return number * factor;
        return Reading.Add<long?>(text, $"'{Shown(text.Text)}' is no number from 1", $"such as 100 or 2{units[1]}");
    }

    public ScalarNode? Text(ProfileNode node, string what)
    {
        if (node is not ScalarNode scalar)
            return Reading.Add<ScalarNode>(node, $"{what} is a text");
        if (scalar.Text.Length == 0)
            return Reading.Add<ScalarNode>(node, $"{what} is empty");
        if (scalar.Text.Any(char.IsControl))
            return Reading.Add<ScalarNode>(node, $"{what} holds a control character");
        return scalar;
    }

    public static string Shown(string text) => new([.. text.Take(60).Select(c => char.IsControl(c) ? '\uFFFD' : c)]);

    public static Effect EffectOf(string word) => word switch
    {
        "allow" => Effect.Allow,
        "record" => Effect.Record,
        "redact" => Effect.Redact,
        "ask" => Effect.Ask,
        _ => Effect.Deny,
    };

    private IReadOnlyList<T> Bounded<T>(ProfileNode node, IReadOnlyList<T> items)
    {
        if (items.Count <= MostItems)
            return items;
        Reading.Add(node, $"more than {MostItems} items");
        return [];
    }
}
