using System.Globalization;
using System.Text.Json;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reading.Leveling;

/// <summary>
/// Levels of what an endpoint may say to a client that listens for more than the model's answer: paths that it fetches, fields of a message's head, members of
/// the answer's JSON, comments of an event stream. A session makes several requests, so one level tries several values, one with each answer.
/// </summary>
internal static class AnswerLevels
{
    private const int ValuesOfLevel = 4;
    private const int MostWords = 24;
    private const int MostKeys = 60;
    private const int MostHeaders = 6;

    public static void Add(LevelList levels, Harvest harvest, Func<HarvestItem, Subjects, int> rank, Func<HarvestItem, string> origin)
    {
        HarvestItem[] keys = [.. harvest.Of(HarvestKind.AnswerKey).Take(MostKeys)];
        HarvestItem[] words = [.. harvest.Of(HarvestKind.Word)
            .Where(word => IsSaid(word) && !harvest.Has(HarvestKind.HeaderName, word.Value))
            .OrderByDescending(word => rank(word, Subjects.Answer))
            .ThenBy(word => word.Value, StringComparer.Ordinal)
            .DistinctBy(word => word.Value)
            .Take(MostWords)];
        foreach (HarvestItem path in harvest.Of(HarvestKind.ApiPath))
            if (!LocaleWords.IsModelPath(path.Value) && !path.Value.Contains('{'))
            {
                string answer = AnswerText.Of([.. keys.Select(key => key.Value)]);
                levels.Add(new Level(Factors.ServerResponse, path.Value,
                    new MachineChanges { Answers = new Dictionary<string, string?> { [path.Value] = answer } })
                { Origin = origin(path) },
                    rank(path, Subjects.Answer) + keys.Length);
            }

        Headers(levels, [.. harvest.Of(HarvestKind.HeaderName).Where(IsTold)], words, rank, origin);
        if (keys.Length > 0)
            levels.Add(Of("members of the model's answers", origin(keys[0]),
                Values(words).Select(value => new AnswerAddition { Members = keys.ToDictionary(key => key.Value, _ => value) })),
                rank(keys[0], Subjects.Answer));
        foreach (HarvestItem[] some in words.Chunk(ValuesOfLevel))
            levels.Add(Of($"comments: {string.Join(", ", some.Select(word => word.Value))}", origin(some[0]),
                some.Select(word => new AnswerAddition { Comments = Comments(words, word.Value) })),
                rank(some[0], Subjects.Answer) - 1);
    }

    // A field's value may be compared with anything: it is tried as a switch, and with the words of the package.
    private static void Headers(LevelList levels, HarvestItem[] headers, HarvestItem[] words, Func<HarvestItem, Subjects, int> rank,
        Func<HarvestItem, string> origin)
    {
        string[] values = [.. Values(words).Select(Text).Where(value => value.All(char.IsAscii))];
        // All at once tell whether any matters; one at a time only says which, and a library's words are not to crowd out the rest.
        foreach (HarvestItem header in headers.OrderByDescending(header => rank(header, Subjects.Answer))
            .ThenBy(header => header.Value, StringComparer.Ordinal)
            .Take(MostHeaders))
            levels.Add(Of(header.Value, origin(header),
                values.Select(value => new AnswerAddition { Headers = new Dictionary<string, string> { [header.Value] = value } })),
                rank(header, Subjects.Answer));
        if (headers.Length > 1)
            levels.Add(Of("all header fields of the package", origin(headers[0]),
                values.Select(value => new AnswerAddition { Headers = headers.ToDictionary(header => header.Value, _ => value) })),
                rank(headers[0], Subjects.Answer) + 1);
    }

    private static string Text(string json) => json[0] == '"' ? JsonDocument.Parse(json).RootElement.GetString()! : json;

    // JSON texts.
    private static IEnumerable<string> Values(HarvestItem[] words) =>
        [.. ((string[])["1", "true"])
            .Concat(words.Where(word => word.Subjects.HasFlag(Subjects.Answer))
                .Take(ValuesOfLevel - 2)
                .Select(word => $"\"{JsonEncodedText.Encode(word.Value)}\""))];

    // The word comes last, as programs keep the last that they heard, and with a number, as it may be followed by one; the others come before, in the ways such
    // lines are written.
    private static string[] Comments(HarvestItem[] words, string last) =>
        [.. words.Where(word => word.Value != last).SelectMany(word => (string[])[word.Value, $"{word.Value}=1", $"{word.Value}:1"]), last,
            string.Create(CultureInfo.InvariantCulture, $"{last} {ValuesOfLevel - 1}")];

    private static Level Of(string name, string origin, IEnumerable<AnswerAddition> additions) =>
        new(Factors.ServerResponse, name, new MachineChanges { AnswerAdditions = [.. additions] }) { Origin = origin };

    private static bool IsSaid(HarvestItem word) =>
        word.Suspicion >= Suspicion.Compared && word.Value.Length is >= 2 and <= 24 && !word.Value.Contains(' ') && !LocaleWords.IsOfProtocol(word.Value);

    private static bool IsTold(HarvestItem header) => header.Suspicion >= Suspicion.Compared
        && header.Value is not ("content-type"
            or "content-length"
            or "content-encoding"
            or "transfer-encoding"
            or "connection"
            or "accept"
            or "authorization"
            or "user-agent"
            or "retry-after");
}
