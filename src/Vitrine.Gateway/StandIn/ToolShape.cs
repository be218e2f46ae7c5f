using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.StandIn;

/// <summary>A property of a tool's arguments.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Plain">Its name in lower case, letters and digits only: <c>file_path</c> and <c>filePath</c> are one.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Required">Whether a call without it is invalid.</param>
internal readonly record struct ToolProperty(string Name, string Plain, JsonElement Schema, bool Required)
{
    /// <summary>What the schema says in words.</summary>
    public string Description => Schema.GetText("description") ?? "";
}

/// <summary>A tool with its properties taken apart, so that a step can be matched against it.</summary>
internal sealed class ToolShape
{
    private const int MaximumProperties = 128;

    private ToolShape(ModelTool tool, List<ToolProperty> properties)
    {
        Tool = tool;
        Plain = PlainName(tool.Name);
        Properties = properties;
    }

    /// <summary>The tool as it was offered.</summary>
    public ModelTool Tool { get; }

    /// <summary>Its name in lower case, letters and digits only.</summary>
    public string Plain { get; }

    /// <summary>Its properties, in the schema's order; required ones that the schema does not describe come last.</summary>
    public IReadOnlyList<ToolProperty> Properties { get; }

    /// <summary>The one text that a call must have; null where there are more, or none.</summary>
    public ToolProperty? Only =>
        Properties.Where(property => property.Required).Take(2).ToArray() is [var only]
        && only.Schema.GetText("type") is "string"
        && !only.Plain.EndsWith("id", StringComparison.Ordinal)
        && only.Plain is not ("question" or "query" or "plan" or "prompt" or "message" or "url")
            ? only
            : null;

    /// <summary>Takes a tool apart. Null for tools that the client does not carry out or whose arguments are beyond bounds.</summary>
    public static ToolShape? Of(ModelTool tool)
    {
        if (tool.Kind == ModelToolKind.Hosted || tool.Name.Length is 0 or > 256)
            return null;
        HashSet<string> required = [.. tool.Schema.Get("required").Items().Take(MaximumProperties).Select(item => item.AsText()).OfType<string>()];
        List<ToolProperty> properties = [];
        if (tool.Schema.Get("properties") is { IsObject: true } described)
        {
            foreach (JsonProperty property in described.EnumerateObject())
            {
                if (properties.Count == MaximumProperties)
                    return null;
                properties.Add(new(property.Name, PlainName(property.Name), property.Value, required.Remove(property.Name)));
            }
        }

        properties.AddRange(required.Order(StringComparer.Ordinal).Select(name => new ToolProperty(name, PlainName(name), default, true)));
        return new ToolShape(tool, properties);
    }

    /// <summary>The property whose plain name is the first of <paramref name="plainNames"/> to be found.</summary>
    public ToolProperty? Find(ReadOnlySpan<string> plainNames)
    {
        foreach (string name in plainNames)
        {
            foreach (ToolProperty property in Properties)
            {
                if (property.Plain == name)
                    return property;
            }
        }

        return null;
    }

    private static string PlainName(string name) => string.Create(name.Count(char.IsAsciiLetterOrDigit), name, static (plain, source) =>
    {
        int length = 0;
        foreach (char c in source)
        {
            if (char.IsAsciiLetterOrDigit(c))
                plain[length++] = char.ToLowerInvariant(c);
        }
    });
}
