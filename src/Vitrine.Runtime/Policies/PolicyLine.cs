using System.Globalization;
using System.Text;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Policies;

/// <summary>One line to add to a policy.</summary>
/// <param name="Section">The section, such as <c>commands</c>; its list <c>allow</c> gets the item.</param>
/// <param name="Item">The item, in YAML.</param>
public sealed record PolicyLine(string Section, string Item)
{
    /// <summary>As a person reads it.</summary>
    public string Text => $"{Section}: {{ allow: [{Item}] }}";

    /// <summary>The line that allows this very command; null where no pattern can say it.</summary>
    public static PolicyLine? ForCommand(Sandbox.Record.CommandFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.ArgumentsCut || !IsPlain(facts.File.ToString()) || !facts.Arguments.Skip(1).All(IsPlain))
            return null;
        string line = string.Join(' ', new[] { facts.File.ToString() }.Concat(facts.Arguments.Skip(1)).Select(Quote));
        return line.Length <= 500 && CommandPattern.TryParse(line, out _, out _) ? new PolicyLine("commands", Yaml(line)) : null;
    }

    /// <summary>
    /// Whether a word means itself in a pattern, and a person sees all of it: no wildcards, and no characters that are not shown or move others. File names are
    /// the agent's choice too.
    /// </summary>
    private static bool IsPlain(string word)
    {
        foreach (Rune rune in word.EnumerateRunes())
            if (rune.Value is '*' or '?' or '[' or '\\' or 0xFFFD
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
                return false;
        return true;
    }

    /// <summary>The line that allows this method and path at this host; null where no pattern can say it.</summary>
    public static PolicyLine? ForRequest(in RequestFacts facts)
    {
        int query = facts.Target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? facts.Target : facts.Target[..query];
        if (path.Length > 500 || path.Any(static c => c is < '!' or > '~' or '*' or '?' or '[' or '\\'))
            return null;
        string host = facts.Destination.Port is 80 or 443 ? facts.Destination.Host.ToUriHost() : facts.Destination.ToString();
        return new PolicyLine("network", $"{{ host: {Yaml(host)}, methods: [{Yaml(facts.Method)}], paths: [{Yaml(path)}] }}");
    }

    /// <summary>A word as a shell takes it.</summary>
    internal static string Quote(string word)
    {
        bool isPlain = word.Length > 0;
        foreach (char c in word)
            isPlain &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or ',' or '@' or '+' or '%';
        return isPlain ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    // A double-quoted scalar (YAML 1.2, 7.3.1).
    private static string Yaml(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
            quoted.Append(c is '"' or '\\' ? "\\" : "").Append(c);
        return quoted.Append('"').ToString();
    }
}
