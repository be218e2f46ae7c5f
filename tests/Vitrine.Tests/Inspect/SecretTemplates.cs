using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Tests.Layout;

namespace Vitrine.Tests.Inspect;

/// <summary>The texts of <c>tests/corpus/secrets</c> with fakes put in; their form is told in <c>README-secrets.md</c>.</summary>
internal static partial class SecretTemplates
{
    public static SecretCorpus Fill(params ReadOnlySpan<int> seeds)
    {
        string folder = Path.Combine(Repository.Root, "tests", "corpus", "secrets");
        var files = new List<(string, byte[])>();
        var labels = new Dictionary<(string, int), string>();
        foreach (int seed in seeds)
        {
            var fakes = new SecretFakes(seed);
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string name = $"{Path.GetRelativePath(folder, path)}#{seed}";
                files.Add((name, Encoding.UTF8.GetBytes(Fill(name, File.ReadAllText(path), fakes, labels))));
            }
        }

        return new SecretCorpus(files, labels);
    }

    private static string Fill(string name, string template, SecretFakes fakes, Dictionary<(string, int), string> labels)
    {
        var text = new StringBuilder();
        int done = 0, line = 1;
        foreach (Match place in Place().Matches(template))
        {
            line += template.AsSpan(done, place.Index - done).Count('\n');
            text.Append(template, done, place.Index - done);
            (string value, string rule) = fakes.Make(place.Groups[1].Value);
            if (rule.Length > 0)
                labels[(name, line)] = labels.ContainsKey((name, line)) ? "*" : rule;
            text.Append(value);
            line += value.Count('\n');
            done = place.Index + place.Length;
        }

        return text.Append(template, done, template.Length - done).ToString();
    }

    [GeneratedRegex(@"\{\{(!?[a-z0-9-]+)\}\}")]
    private static partial Regex Place();
}
