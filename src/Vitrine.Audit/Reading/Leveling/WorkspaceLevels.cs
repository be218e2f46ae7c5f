using System.Text.Json;
using Vitrine.Audit.Experiment.Catalog;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reading.Leveling;

/// <summary>Workspaces that hold the words that content is compared with: one with all of them, and one for each.</summary>
internal static class WorkspaceLevels
{
    private const int MostWords = 200;
    private const int MostAlone = 10;

    public static void Add(LevelList levels, List<HarvestItem> words, Harvest harvest)
    {
        if (words.Count == 0)
            return;
        string[] endings = [.. harvest.Of(HarvestKind.File)
            .Where(file => file.Value.Length is > 2 and < 6 && file.Value[0] == '.' && file.Value.Skip(1).All(char.IsAsciiLetterLower))
            .Select(file => file.Value)
            .Append(".js")
            .Append(".md")
            .Append(".txt")
            .Distinct()
            .Take(12)];
        HarvestItem[] ranked = [.. words.OrderByDescending(word => word.Suspicion)
            .ThenByDescending(word => word.Chain.Count)
            .ThenBy(word => word.Value, StringComparer.Ordinal)
            .Take(MostWords)];
        HarvestItem first = ranked[0];
        levels.Add(new Level(Factors.WorkspaceContent, HarvestLevels.AllWords,
            new MachineChanges { WorkspaceFiles = Files(endings, ranked.Select(word => word.Value)) })
        { Origin = first.Place.ToString() },
            ((int)first.Suspicion * 20) + 15);
        levels.Add(new Level(Factors.WorkspaceContent, HarvestLevels.AllWordsInManifests,
            new MachineChanges { WorkspaceFiles = Manifests([.. ranked.Select(word => word.Value)]) })
        { Origin = first.Place.ToString() },
            ((int)first.Suspicion * 20) + 14);
        foreach (HarvestItem word in ranked.Take(MostAlone))
        {
            string twin = Twins.Of(word.Value);
            levels.Add(new Level(Factors.WorkspaceContent, word.Value,
                new MachineChanges { WorkspaceFiles = Files(endings, [word.Value]) })
            { Origin = word.Place.ToString(), MatchedWith = twin },
                ((int)word.Suspicion * 20) + 10);
            levels.Add(new Level(Factors.WorkspaceContent, twin,
                new MachineChanges { WorkspaceFiles = Files(endings, [twin]) })
            { Origin = $"control for {word.Value}" },
                ((int)word.Suspicion * 20) + 9);
        }
    }

    private static Dictionary<string, string?> Manifests(string[] words)
    {
        string[] names = [.. words.Where(word => word.Length is > 1 and < 60 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ' '))
            .Select(word => word.ToLowerInvariant().Replace(' ', '-'))
            .Distinct()];
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["README.md"] = $"# inventory\n\nKeeps track of stock.\n\n{string.Join('\n', words.Select(word => "- " + word))}\n",
            ["package.json"] = JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["name"] = "inventory",
                ["version"] = "1.0.0",
                ["description"] = string.Join(' ', words),
                ["keywords"] = names,
                ["dependencies"] = names.ToDictionary(name => name, _ => "*"),
            }),
            ["requirements.txt"] = string.Join('\n', names) + "\n",
        };
    }

    private static Dictionary<string, string?> Files(string[] endings, IEnumerable<string> words)
    {
        string text = string.Join('\n', words);
        // Comments of most languages at once; names that sort first, for some only look at the first files.
        return endings.ToDictionary(ending => ending is ".md" or ".txt" ? $"a-notes{ending}" : $"src/a{ending}",
            string? (ending) => $"/* {text}\n */\n# {text.ReplaceLineEndings("\n# ")}\n", StringComparer.Ordinal);
    }
}
