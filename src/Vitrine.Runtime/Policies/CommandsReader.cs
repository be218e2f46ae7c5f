using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>Reads <c>commands</c>.</summary>
internal static class CommandsReader
{
    public static CommandLayer Read(PolicySection section)
    {
        CommandRule[] rules =
        [
            .. Rules(section, "deny", Effect.Deny),
            .. Rules(section, "ask", Effect.Ask),
            .. Rules(section, "record", Effect.Record),
            .. Rules(section, "allow", Effect.Allow),
        ];
        string? word = section.FindWord("default", PolicyKeys.CommandDefaults);
        // A list of what is allowed says that the rest is not.
        Effect? otherwise = word is not null ? PolicySection.EffectOf(word) : section.Find("allow") is not null ? Effect.Deny : null;
        return new CommandLayer(section.Reading.Source, otherwise, rules);
    }

    private static IEnumerable<CommandRule> Rules(PolicySection section, string key, Effect effect)
    {
        foreach (ProfileNode item in section.FindItems(key))
        {
            if (Pattern(section, item, key) is { } pattern)
                yield return new CommandRule(pattern, effect, item is ScalarNode scalar ? scalar.Text : NodeText.Of(item), section.Reading.OriginOf(item));
        }
    }

    private static CommandPattern? Pattern(PolicySection section, ProfileNode item, string key)
    {
        if (item is not MapNode map)
        {
            if (section.Text(item, $"an element of '{key}'") is not { } text)
                return null;
            return CommandPattern.TryParse(text.Text, out CommandPattern? pattern, out string why) ? pattern : section.Reading.Add<CommandPattern>(item, why);
        }

        var inner = new PolicySection(section.Reading, map, "a command", PolicyKeys.Command);
        if (inner.FindText("program") is not { } program)
            return section.Reading.Add<CommandPattern>(map, "a command names its 'program'");
        return CommandPattern.TryCreate(program.Text, [.. inner.FindTexts("arguments").Select(word => word.Text)], out CommandPattern? exact, out string reason)
            ? exact
            : section.Reading.Add<CommandPattern>(item, reason);
    }
}
