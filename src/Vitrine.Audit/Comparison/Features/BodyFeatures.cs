using System.Text.Json;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>Features of a JSON body: members, their order, white space, escapes, numbers, texts.</summary>
internal sealed class BodyFeatures(FeatureSet features, string place, JsonTree tree, JsonTree? previous)
{
    // Stands between two blocks of a text, on a line of its own; in a text itself other signs stand for it.
    private const string Between = "\n\f\n";
    private static readonly HashSet<string> s_ofOutcome = new(StringComparer.Ordinal) { "is_error", "isError", "error", "status", "success", "exit_code" };
    private static readonly HashSet<string> s_conversation = new(StringComparer.Ordinal) { "messages", "input", "contents" };

    private readonly List<string> _toModel = [];
    private int _answers;
    private bool _hasAnswer;

    /// <summary>Adds them.</summary>
    public void Add()
    {
        features.Word($"{place} body#around", Channels.BodyStructure, Around());
        JsonEscapeForms.Add(features, place, tree.Text);
        Walk(tree.Root, "", isEcho: false);
        if (_hasAnswer)
            features.Text($"{place} answers of tools, to the model", Channels.BodyText, string.Join('\n', _toModel));
    }

    private string Around() => $"{tree.Root.Start} before, {tree.Text.Length - tree.Root.End} after";

    private void Walk(JsonPart part, string path, bool isEcho)
    {
        switch (part.Kind)
        {
            case JsonTokenType.StartObject:
                // What a tool said is known, and whether it failed; what stands beside it is the target's.
                if (!isEcho && IsAnswer(part))
                    features.Word($"{place} body {path}#members", Channels.BodyStructure,
                        string.Join(' ', part.Names.Where(name => !s_ofOutcome.Contains(name)).Distinct().Order(StringComparer.Ordinal)));
                int within = IsAnswer(part) || IsGeminiAnswer(part) ? 1 : 0;
                _answers += within;
                _hasAnswer |= within > 0;
                Object(part, path, isEcho || IsEcho(part));
                _answers -= within;
                break;
            case JsonTokenType.StartArray:
                Array(part, path, isEcho);
                break;
            case JsonTokenType.String when isEcho:
                features.Echo($"{place} body {path}", Channels.BodyText, tree.String(part));
                if (_answers > 0)
                    _toModel.AddRange(AnswerSentences.Of(tree.String(part)));
                break;
            case JsonTokenType.String:
                features.Text($"{place} body {path}", Channels.BodyText, tree.String(part));
                break;
            default:
                if (!isEcho)
                    features.Word($"{place} body {path}", Channels.BodyStructure, tree.Raw(part));
                break;
        }
    }

    private void Object(JsonPart part, string path, bool isEcho, string? without = null)
    {
        if (!isEcho)
        {
            features.Word($"{place} body {path}#members", Channels.BodyStructure, string.Join(' ', part.Names.Distinct().Order(StringComparer.Ordinal)));
            features.Word($"{place} body {path}#order", Channels.BodyStructure, string.Join(' ', part.Names));
            features.Word($"{place} body {path}#space", Channels.BodyStructure, Space(part, inOrder: true));
        }
        for (int i = 0; i < part.Names.Count; i++)
        {
            string child = $"{path}/{part.Names[i]}";
            // Of several of a name the last counts, and is told elsewhere.
            if (part.Names[i] == without && i == part.Names.LastIndexOf(without))
                continue;
            if (path.Length == 0 || part.Names[i] == "content")
                features.Word($"{place} body {child}#kind", Channels.BodyStructure,
                    part.Items[i].Kind is JsonTokenType.True or JsonTokenType.False ? "truth" : part.Items[i].Kind.ToString());
            if (path.Length == 0 && s_conversation.Contains(part.Names[i]) && part.Items[i].Kind == JsonTokenType.StartArray)
                Conversation(part.Items[i], part.Names[i], child);
            else
                Walk(part.Items[i], child, isEcho);
        }
    }

    private void Array(JsonPart part, string path, bool isEcho)
    {
        string[]? names = Named(part);
        if (!isEcho)
        {
            features.Word($"{place} body {path}#members", Channels.BodyStructure,
                names is null ? $"{part.Items.Count} items" : string.Join(' ', names.Order(StringComparer.Ordinal)));
            if (names is not null)
                features.Word($"{place} body {path}#order", Channels.BodyStructure, string.Join(' ', names));
            features.Word($"{place} body {path}#space", Channels.BodyStructure, Space(part, inOrder: false));
        }
        // Blocks of text are one text: one more or less among them moves the others, and changes nothing in them.
        JsonPart[] blocks = isEcho ? [] : [.. part.Items.Where(IsBlock)];
        if (blocks.Length > 0)
        {
            features.Text($"{place} body {path}/*/text", Channels.BodyText,
                string.Join(Between,
                    blocks.Select(item => Word(item, "text")
                        .Replace("\u240c", "\u240c\u240c", StringComparison.Ordinal)
                        .Replace("\f", "\u240cf", StringComparison.Ordinal))));
            features.Word($"{place} body {path}#kinds", Channels.BodyStructure, blocks.Length == part.Items.Count ? "text" : "text and others");
        }

        for (int i = 0; i < part.Items.Count; i++)
        {
            string child = $"{path}/{names?[i] ?? i.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            if (!isEcho && IsBlock(part.Items[i]))
                Object(part.Items[i], child, isEcho, without: "text");
            else
                Walk(part.Items[i], child, isEcho);
        }
    }

    private bool IsBlock(JsonPart part) =>
        part.Kind == JsonTokenType.StartObject && part.Member("text") is { Kind: JsonTokenType.String } && Word(part, "type") is "" or "text" or "input_text";

    /// <summary>Each request repeats the conversation so far; only what is new, or is not what it was, is looked at.</summary>
    private void Conversation(JsonPart part, string name, string path)
    {
        JsonPart? before = previous?.Root.Member(name);
        features.Word($"{place} body {path}#members", Channels.BodyStructure, $"{part.Items.Count} items");
        features.Word($"{place} body {path}#space", Channels.BodyStructure, Space(part, inOrder: false));
        for (int i = 0; i < part.Items.Count; i++)
        {
            if (before is not null && i < before.Items.Count && previous!.Raw(before.Items[i]) == tree.Raw(part.Items[i]))
                continue;
            Walk(part.Items[i], $"{path}/{i}", isEcho: false);
        }
    }

    private bool IsEcho(JsonPart part)
    {
        string role = Word(part, "role");
        string type = Word(part, "type");
        return role is "tool" or "assistant" or "model" or "function"
            || type is "tool_result"
            or "tool_use"
            or "function_call"
            or "function_call_output"
            or "reasoning"
            or "thinking"
            or "local_shell_call"
            or "custom_tool_call"
            or "custom_tool_call_output"
            // Gemini's parts have no type; one that says something else as well is the target's.
            || (part.Names.Count > 0
                && part.Names[0] is "functionResponse" or "functionCall"
                && part.Names.TrueForAll(name => name is "functionResponse" or "functionCall" or "thoughtSignature"));
    }

    private bool IsAnswer(JsonPart part) =>
        Word(part, "role") is "tool" or "function" || Word(part, "type") is "tool_result" or "function_call_output" or "custom_tool_call_output";

    private static bool IsGeminiAnswer(JsonPart part) => part.Names.Contains("functionResponse");

    private string Word(JsonPart part, string name) => part.Member(name) is { Kind: JsonTokenType.String } value ? tree.String(value) : "";

    /// <summary>Names by which the items are told apart, such as those of tools; null where they have none.</summary>
    private string[]? Named(JsonPart part)
    {
        if (part.Items.Count == 0 || part.Items.Any(item => item.Kind != JsonTokenType.StartObject))
            return null;
        string[] names = new string[part.Items.Count];
        for (int i = 0; i < names.Length; i++)
        {
            JsonPart item = part.Items[i];
            string name = Word(item, "name");
            if (name.Length == 0 && item.Member("function") is { Kind: JsonTokenType.StartObject } function)
                name = Word(function, "name");
            if (name.Length is 0 or > 100)
                return null;
            names[i] = name;
        }
        return names.Distinct().Count() == names.Length ? names : null;
    }

    private static string Space(JsonPart part, bool inOrder)
    {
        string spaces = part.Spaces.ToString();
        if (spaces.AsSpan().IndexOfAny(" \n\r\t") < 0)
            return "";
        string[] pieces = spaces.Split([',', ':']);
        return string.Join('|', (inOrder ? pieces : pieces.Distinct()).Select(piece => piece.Replace("\n", "\\n").Replace("\t", "\\t").Replace("\r", "\\r")));
    }
}
