using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vitrine.Runtime.Agents.Profiles;

/// <summary>
/// YAML to nodes, from the parser's events alone: no binding by reflection. One document; no anchors, aliases, tags or merge keys, which a profile doesn't need
/// and with which a small file can become a large one. Depth and size are bounded.
/// </summary>
internal sealed class ProfileYaml
{
    /// <summary>The longest profile, in characters.</summary>
    public const int LongestText = 64 * 1024;

    private readonly Parser _parser;
    private readonly string _what;
    private readonly int _deepest;
    private int _depth;

    private ProfileYaml(string text, string what, int deepest) => (_parser, _what, _deepest) = (new Parser(new StringReader(text)), what, deepest);

    /// <summary>Reads the text's one document, which is a mapping.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="longest">The most characters.</param>
    /// <param name="deepest">The deepest nesting.</param>
    /// <exception cref="ProfileException">It isn't one.</exception>
    public static MapNode Read(string text, string what = "a profile", int longest = LongestText, int deepest = 6)
    {
        if (text.Length > longest)
            throw new ProfileException(1, 1, $"longer than the {longest / 1024} KiB that {what} may have");
        try
        {
            var yaml = new ProfileYaml(text, what, deepest);
            yaml.Take<StreamStart>();
            yaml.Take<DocumentStart>();
            ProfileNode root = yaml.ReadNode();
            yaml.Take<DocumentEnd>();
            yaml.Take<StreamEnd>();
            return root as MapNode ?? throw new ProfileException(root, $"{what} is a mapping, such as 'name: …'");
        }
        catch (YamlException error)
        {
            throw new ProfileException(error.Start.Line, error.Start.Column, $"not YAML: {error.Message}");
        }
    }

    private ProfileNode ReadNode()
    {
        if (++_depth > _deepest)
            throw At(_parser.Current!, $"nested deeper than any part of {_what}");
        ParsingEvent now = _parser.Current!;
        ProfileNode node = now switch
        {
            NodeEvent { Anchor.IsEmpty: false } => throw At(now, "anchors (&name) aren't taken here"),
            NodeEvent { Tag.IsEmpty: false } => throw At(now, "tags (!name) aren't taken here"),
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadList(now),
            MappingStart => ReadMap(now),
            _ => throw At(now, "aliases (*name) aren't taken here"),
        };
        _depth--;
        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        MoveNext();
        return new ScalarNode(scalar.Value, scalar.Style != ScalarStyle.Plain, scalar.Start.Line, scalar.Start.Column);
    }

    private ListNode ReadList(ParsingEvent start)
    {
        Take<SequenceStart>();
        var items = new List<ProfileNode>();
        while (_parser.Current is not SequenceEnd)
            items.Add(ReadNode());
        Take<SequenceEnd>();
        return new ListNode(items, start.Start.Line, start.Start.Column);
    }

    private MapNode ReadMap(ParsingEvent start)
    {
        Take<MappingStart>();
        var items = new List<(ScalarNode, ProfileNode)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            ProfileNode key = ReadNode();
            if (key is not ScalarNode name)
                throw new ProfileException(key, "a key is a text");
            if (!seen.Add(name.Text))
                throw new ProfileException(name, $"'{name.Text}' stands here twice");
            items.Add((name, ReadNode()));
        }

        Take<MappingEnd>();
        return new MapNode(items, start.Start.Line, start.Start.Column);
    }

    private void Take<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null && !MoveNext())
            throw new ProfileException(1, 1, $"{_what} is a mapping, such as 'name: …'");
        if (_parser.Current is not T)
            throw At(_parser.Current!, _parser.Current is StreamEnd ? "the file is empty" : "one YAML document was expected here");
        MoveNext();
    }

    private bool MoveNext()
    {
        Mark before = _parser.Current?.End ?? Mark.Empty;
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet 16.3 throws these, not its own exception, for some broken texts: an unclosed bracket, a NUL in a plain text, a tag that is no URI.
            throw new ProfileException(before.Line, before.Column, "not YAML from here on: look for a bracket that isn't closed, or a tag (!name)");
        }
    }

    private static ProfileException At(ParsingEvent place, string message) => new(place.Start.Line, place.Start.Column, message);
}
