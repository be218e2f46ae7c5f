using System.Globalization;
using System.Text;

namespace Vitrine.Tests.Inspect;

/// <summary>A way in which lines of a file come to stand in a text.</summary>
internal sealed record Disguise(string Name, Func<IReadOnlyList<(int Number, string Text)>, Random, string> Apply);

/// <summary>The listed ways.</summary>
internal static class ProvenanceDisguises
{
    /// <summary>What stands where a tool writes the file's path.</summary>
    public const string PathPlace = "{the path}";

    public static IReadOnlyList<Disguise> All { get; } =
    [
        Each("plain", (_, text) => text),
        Each("number →", (n, text) => $"{n,6}→{text}"),
        Each("number tab", (n, text) => $"{n,6}\t{text}"),
        Each("number :", (n, text) => $"{n}: {text}"),
        Each("number L:", (n, text) => $"L{n}: {text}"),
        Each("number |", (n, text) => $"{n}|{text}"),
        Each("number 00012|", (n, text) => $"{n:D5}| {text}"),
        Each("number │", (n, text) => $"{n,4} │ {text}"),
        Each("number grep", (n, text) => n % 3 == 0 ? $"{n}:{text}" : $"{n}-{text}"),
        Each("diff +", (_, text) => "+" + text),
        Each("diff -", (_, text) => "-" + text),
        Each("diff context", (_, text) => " " + text),
        new("diff mixed", DiffMixed),
        new("diff mixed, unnamed", (lines, random) => DiffMixed(lines, random).Replace(PathPlace, "file", StringComparison.Ordinal)),
        Each("search path:12:", (n, text) => $"{PathPlace}:{n}:{text}"),
        new("search, grouped", (lines, _) => $"{PathPlace}\n" + string.Join('\n', lines.Select(line => $"{line.Number}:{line.Text}"))),
        Each("quote >", (_, text) => "> " + text),
        Each("quote number", (n, text) => $"> {n}: {text}"),
        Each("number diff", (n, text) => $"{n,4} + {text}"),
        Each("indent 2 to 4", (_, text) => Indented(text, level => new string(' ', level * 2))),
        Each("spaces to tabs", (_, text) => Indented(text, level => new string('\t', (level + 1) / 2))),
        Each("tabs to spaces", (_, text) => text.Replace("\t", "    ", StringComparison.Ordinal)),
        Each("dedented", (_, text) => text.TrimStart()),
        Each("CRLF", (_, text) => text.TrimEnd('\r') + "\r"),
        Each("trailing space", (n, text) => text.TrimEnd() + new string(' ', n % 4)),
        Each("XML escaped",
            (_, text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
                .Replace("<", "&lt;", StringComparison.Ordinal)
                .Replace(">", "&gt;", StringComparison.Ordinal)),
        Each("HTML escaped", (_, text) => System.Net.WebUtility.HtmlEncode(text)),
        new("fenced in prose", (lines, random) => $"Here is what I found:\n\n```js\n{Join(lines)}\n```\n\nShall I go on ({random.Next()})?"),
        new("tool result",
            (lines, _) => $"<file>\n{string.Concat(lines.Select(line => $"{line.Number:D5}| {line.Text}\n"))}</file>\n<note>End of the file, {lines.Count} lines</note>"),
        new("joined by threes", (lines, _) => string.Join('\n', lines.Chunk(3).Select(three => string.Join(' ', three.Select(line => line.Text.Trim()))))),
        new("all on one line", (lines, _) => string.Join(' ', lines.Select(line => line.Text.Trim()))),
        new("re-wrapped at 60", (lines, _) => Wrapped(lines, 60)),
        new("cut at 80", (lines, _) => string.Join('\n', lines.Select(line => Cut(line.Text, 80)))),
        new("numbered, cut at 100 …",
            (lines, _) => string.Join('\n', lines.Select(line => $"{line.Number,6}→{Cut(line.Text, 100)}{(line.Text.Length > 100 ? "…" : "")}"))),
    ];

    /// <summary>Where a disguise cuts lines, how much it leaves.</summary>
    public static int CutAt(string name) => name switch { "cut at 80" => 80, "numbered, cut at 100 …" => 100, _ => int.MaxValue };

    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static string Join(IEnumerable<(int Number, string Text)> lines) => string.Join('\n', lines.Select(line => line.Text));

    private static Disguise Each(string name, Func<int, string, string> change) =>
        new(name, (lines, _) => string.Join('\n', lines.Select(line => change(line.Number, line.Text))));

    private static string Indented(string text, Func<int, string> indentation)
    {
        int spaces = text.Length - text.TrimStart(' ').Length;
        return indentation(spaces) + text.TrimStart(' ');
    }

    // As a tool shows an edit: context, taken away, added, with a header for each hunk.
    private static string DiffMixed(IReadOnlyList<(int Number, string Text)> lines, Random random)
    {
        var text = new StringBuilder($"diff --git a/{PathPlace} b/{PathPlace}\n--- a/{PathPlace}\n+++ b/{PathPlace}\n");
        for (int at = 0; at < lines.Count;)
        {
            int hunk = Math.Min(lines.Count - at, 8 + random.Next(8)), edit = 3 + random.Next(3);
            if (lines.Count - at - hunk < 8)
                hunk = lines.Count - at;
            text.Append(CultureInfo.InvariantCulture, $"@@ -{lines[at].Number},{hunk} +{lines[at].Number},{hunk + 1} @@\n");
            for (int i = 0; i < hunk; i++)
            {
                if (i == edit)
                    text.Append(CultureInfo.InvariantCulture, $"-  something that was here before {random.Next()};\n");
                text.Append(i >= edit && i < edit + 2 ? '+' : ' ').Append(lines[at + i].Text).Append('\n');
            }

            at += hunk;
        }

        return text.ToString();
    }

    private static string Wrapped(IReadOnlyList<(int Number, string Text)> lines, int width)
    {
        var text = new StringBuilder();
        int column = 0;
        foreach (string word in lines.SelectMany(line => line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            text.Append(column + word.Length > width ? '\n' : ' ').Append(word);
            column = column + word.Length > width ? word.Length : column + word.Length + 1;
        }

        return text.ToString();
    }
}
