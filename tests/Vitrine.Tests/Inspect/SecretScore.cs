using Vitrine.Core.Inspect.Secrets;

namespace Vitrine.Tests.Inspect;

/// <summary>Recall and precision over the lines of a corpus.</summary>
internal sealed record SecretScore(int Labelled, int Found, int Named, int Reported, IReadOnlyList<string> Missed, IReadOnlyList<string> Wrong,
    IReadOnlyDictionary<string, (int Labelled, int Found)> ByRule)
{
    public double Recall => Labelled == 0 ? 1 : (double)Found / Labelled;

    public double Precision => Reported == 0 ? 1 : (double)Found / Reported;

    /// <summary>Of the labelled lines that were found, the share on which the right rule is among those reported.</summary>
    public double RightRule => Found == 0 ? 1 : (double)Named / Found;

    public static SecretScore Of(SecretCorpus corpus)
    {
        var scanner = new SecretScanner(SecretRules.BuiltIn);
        var found = new HashSet<(string, int)>();
        var named = new HashSet<(string, int, string)>();
        var wrong = new List<string>();
        foreach ((string file, byte[] text) in corpus.Files)
        {
            var hits = new List<SecretHit>();
            scanner.Scan([.. text, 0], hits);
            foreach (SecretHit hit in hits)
            {
                int line = text.AsSpan(0, hit.Range.Start).Count((byte)'\n') + 1;
                named.Add((file, line, hit.Rule));
                if (found.Add((file, line)) && !corpus.Labels.ContainsKey((file, line)))
                    wrong.Add($"{file}:{line} {hit.Rule}");
            }
        }

        (string File, int Line)[] ignored = [.. corpus.Labels.Where(static label => label.Value == "?").Select(static label => label.Key)];
        found.ExceptWith(ignored);
        var labelled = corpus.Labels.Where(static label => label.Value != "?").ToList();
        string[] missed = [.. labelled.Where(label => !found.Contains(label.Key)).Select(static label => $"{label.Key.File}:{label.Key.Line} {label.Value}")];
        var byRule = labelled.GroupBy(static label => label.Value, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, group => (group.Count(), group.Count(label => found.Contains(label.Key))), StringComparer.Ordinal);
        int right = labelled.Count(label => found.Contains(label.Key) && (label.Value == "*" || named.Contains((label.Key.File, label.Key.Line, label.Value))));
        return new SecretScore(labelled.Count, labelled.Count - missed.Length, right, found.Count, missed, wrong, byRule);
    }

    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        foreach ((string rule, (int count, int hit)) in ByRule.OrderBy(static rule => (double)rule.Value.Found / rule.Value.Labelled)
            .ThenBy(static rule => rule.Key, StringComparer.Ordinal))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{rule,-34} recall {hit}/{count}\n");
        return text.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"all: recall {Recall:P2} ({Found}/{Labelled}), precision {Precision:P2} ({Found}/{Reported}), right rule {RightRule:P2}\n").ToString();
    }
}
