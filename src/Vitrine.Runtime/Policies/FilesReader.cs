using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>Reads <c>files</c>.</summary>
internal static class FilesReader
{
    public static FileLayer Read(PolicySection section)
    {
        PolicyReading reading = section.Reading;
        string? workspace = section.FindWord("workspace", PolicyKeys.WorkspaceWords);
        WorkspaceMode? mode = workspace switch { "read" => WorkspaceMode.Read, "review" => WorkspaceMode.Review, "write" => WorkspaceMode.Write, _ => null };
        FileRule[] rules =
        [
            .. Rules(section, "deny", PathAccess.Write, Effect.Deny),
            .. Rules(section, "read", PathAccess.Read, Effect.Allow),
            .. Rules(section, "write", PathAccess.Write, Effect.Allow),
        ];
        bool narrows = section.Find("read") is not null || section.Find("write") is not null;
        return new FileLayer(reading.Source, mode, section.Find("workspace") is { } node ? reading.OriginOf(node) : null, rules, narrows);
    }

    /// <summary>File patterns; those that are none are problems.</summary>
    public static IEnumerable<(FilePattern Pattern, ScalarNode Node)> Patterns(PolicySection section, string key)
    {
        foreach (ScalarNode text in section.FindTexts(key))
            if (FilePattern.TryParse(text.Text, out FilePattern? pattern, out string why))
                yield return (pattern, text);
            else
                section.Reading.Add(text, why);
    }

    private static IEnumerable<FileRule> Rules(PolicySection section, string key, PathAccess grants, Effect effect) =>
        Patterns(section, key).Select(one => new FileRule(one.Pattern, grants, effect, one.Node.Text, section.Reading.OriginOf(one.Node)));
}
