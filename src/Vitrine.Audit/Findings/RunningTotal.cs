using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Header fields that count what is said, such as tokens, so far or in a request, and members of a body that say how much room it leaves: they follow its
/// length, alike under all conditions.
/// </summary>
internal static partial class RunningTotal
{
    // Tokens of each request, rounded each time.
    private const int Rounding = 4;

    // A flag is no count.
    private const int LeastShare = 50;
    private const int LeastLengths = 6;
    private static readonly string[] s_ofLengths = ["token", "length", "size", "chars", "bytes"];
    private const double LeastSlope = 0.1;

    // Half of one is what rounding leaves.
    private const double MostOff = 0.75;

    // Bytes. What is shorter is an id, a name of a model, a setting.
    private const int LeastContent = 200;

    // CJK symbols and all behind them.
    private const char FirstWide = '\u2e80';
    private static readonly double[] s_divisors = [2, 2.5, 3, 3.5, 4, 4.5, 5, 6];
    private static readonly int[] s_round = [500, 1024];
    private static readonly Func<double, double>[] s_roundings = [Math.Ceiling, Math.Floor, said => Math.Round(said, MidpointRounding.AwayFromZero)];
    private static readonly ConditionalWeakTable<CapturedExchange, object> s_lengths = [];

    /// <summary>Whether a difference is that of such a count.</summary>
    public static bool Explains(Difference difference)
    {
        if (difference.Channel == Channels.BodyStructure && Member().Match(difference.Path) is { Success: true } member)
            return IsRest([.. difference.SessionsWithout, .. difference.SessionsWith], member.Groups[1].Value);
        if (Field().Match(difference.Path) is not { Success: true } path)
            return false;
        // With more digits a number has another form.
        if (difference.Kind != DifferenceKind.Distribution
            && !difference.Place.EndsWith(", form", StringComparison.Ordinal)
            && !(IsNumber(difference.Before) && IsNumber(difference.After)))
            return false;
        string name = path.Groups[2].Value;
        AuditSession[] sessions = [.. difference.SessionsWithout, .. difference.SessionsWith];
        // Of one request or two nothing can be said that others do not say.
        return sessions.Any(session => Asked(session).Skip(2).Any())
            && ((sessions.All(session => Rises(session, name)) && Follow(sessions.SelectMany(session => Counts(session, name))))
                || IsShare(sessions, name));
    }

    // Of each request by itself: its length divided by one number, as a rough count of its tokens.
    private static bool IsShare(AuditSession[] sessions, string name)
    {
        (long Bytes, long Characters, long? Value)[] counts = [.. sessions.SelectMany(Asked)
            .Where(exchange => LengthOf(exchange) > 0)
            .Select(exchange => (LengthOf(exchange), (long)Encoding.UTF8.GetCharCount(BodyText.Decode(exchange)), ValueOf(exchange, name)))];
        return s_divisors.Any(divisor => Array.TrueForAll(counts, count => IsQuotient(count.Value, count.Bytes / divisor))
            || Array.TrueForAll(counts, count => IsQuotient(count.Value, count.Characters / divisor)))
            || (Array.TrueForAll(counts, count => count.Value >= LeastShare)
                && counts.Select(count => count.Bytes).Distinct().Count() >= LeastLengths
                && SpeaksOfLength(name)
                && Follow(counts.Select(count => (count.Bytes, count.Value!.Value))))
            || (Array.TrueForAll(counts, count => count.Value >= LeastShare)
                && (IsLine(counts.Select(count => (count.Bytes, count.Value!.Value)))
                    || IsLine(counts.Select(count => (count.Characters, count.Value!.Value)))));
    }

    // Signs that are escaped in the body and not where they are counted make it less exact.
    private static bool SpeaksOfLength(string name) => s_ofLengths.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    // Of a part of the body, the rest of which is as long in each request: a straight line through all of them, but for rounding. A mark of one beside it lies
    // off the line.
    private static bool IsLine(IEnumerable<(long Length, long Value)> counts)
    {
        (long Length, long Value)[] all = [.. counts.Distinct()];
        if (all.Select(count => count.Length).Distinct().Count() < LeastLengths)
            return false;
        double length = all.Average(count => (double)count.Length), value = all.Average(count => (double)count.Value);
        double slope = all.Sum(count => (count.Length - length) * (count.Value - value)) / all.Sum(count => (count.Length - length) * (count.Length - length));
        return slope is > LeastSlope and <= 1 && Array.TrueForAll(all, count => Math.Abs(count.Value - value - (slope * (count.Length - length))) <= MostOff);
    }

    // What a limit leaves of itself where so many characters are a token: the same limit for all requests, but for rounding. A mark of one beside it would show
    // among requests of so many lengths.
    private static bool IsRest(AuditSession[] sessions, string name) => Enum.GetValues<Counted>().Any(counted => IsRest(sessions, name, counted));

    private static bool IsRest(AuditSession[] sessions, string name, Counted counted)
    {
        (long Value, long Characters, long Wide)?[] said = [.. sessions.SelectMany(Asked)
            .Where(FeatureReader.HasTools)
            .Select(exchange => RestOf(exchange, name, counted))];
        (long Value, long Characters, long Wide)[] rests = [.. said.OfType<(long, long, long)>()];
        int lengths = rests.Select(rest => rest.Characters).Distinct().Count();
        return rests.Length == said.Length && lengths > 1 && s_divisors.Any(divisor =>
            IsOne([.. rests.Select(rest => (rest.Value, rest.Characters / divisor))], lengths)
            || IsOne([.. rests.Select(rest => (rest.Value, ((rest.Characters - rest.Wide) / divisor) + rest.Wide))], lengths));
    }

    // Of few lengths much comes out alike by accident, but hardly ever a round number, and that exactly: a mark of one would be another rounding.
    private static bool IsOne((long Value, double Said)[] rests, int lengths) =>
        rests.Max(rest => rest.Value + rest.Said) - rests.Min(rest => rest.Value + rest.Said) < 1
        && (lengths >= LeastLengths
            || s_roundings.Any(rounding => rests.Select(rest => rest.Value + rounding(rest.Said)).Distinct().ToArray() is [var limit]
                && s_round.Any(round => limit % round == 0)));

    private static (long Value, long Characters, long Wide)? RestOf(CapturedExchange exchange, string name, Counted counted)
    {
        byte[] body = BodyText.Decode(exchange);
        if (JsonTree.Read(body) is not { } tree
            || tree.Root.Names.Count(each => each == name) != 1
            || tree.Root.Member(name) is not { } part
            || !long.TryParse(tree.Raw(part), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            return null;
        if (counted == Counted.Prompt)
            return Prompt(tree) is { } prompt ? (value, prompt.Length, prompt.Count(c => c >= FirstWide)) : null;
        string text = counted == Counted.Contents
            ? string.Concat(tree.Root.Items.Where(item => item.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray
                || item.End - item.Start > LeastContent).Select(tree.Raw))
            : Encoding.UTF8.GetString(body);
        return (value, text.Length - (counted == Counted.AllButItself ? tree.Raw(part).Length : 0), text.Count(c => c >= FirstWide));
    }

    // What the model is told before anybody asks it: one text, or blocks of one.
    private static string? Prompt(JsonTree tree) =>
        (tree.Root.Member("instructions") ?? tree.Root.Member("system") ?? tree.Root.Member("messages")?.Items.FirstOrDefault()?.Member("content")) switch
        {
            { Kind: JsonTokenType.String } said => tree.String(said),
            { Kind: JsonTokenType.StartArray } blocks => string.Concat(blocks.Items.Select(block => block.Member("text") is { Kind: JsonTokenType.String } text
                ? tree.String(text)
                : "")),
            _ => null,
        };

    // Rounded up, down or to the nearest.
    private static bool IsQuotient(long? value, double quotient) => value is long whole && whole >= LeastShare && Math.Abs(whole - quotient) < 1;

    // The more was said the higher the count, whatever the condition: a mark beside it would break that between sessions that said about the same.
    private static bool Follow(IEnumerable<(long Said, long Value)> counts)
    {
        long highest = -1, saidThen = 0, lowestOfRun = long.MaxValue;
        foreach ((long said, long value) in counts.Distinct().OrderBy(count => count.Said).ThenBy(count => count.Value))
        {
            // And by no more than was said in addition.
            if (value < highest - Rounding || (highest >= 0 && value > highest + (said - saidThen) + Rounding))
                return false;
            if (said != saidThen)
                (saidThen, lowestOfRun) = (said, value);
            if (value - lowestOfRun > Rounding)
                return false;
            highest = Math.Max(highest, value);
        }

        return true;
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 16 && text.All(char.IsAsciiDigit);

    private static IEnumerable<(long Said, long Value)> Counts(AuditSession session, string name)
    {
        long said = 0;
        bool isOfAnswered = IsOfAnswered(session, name);
        foreach (CapturedExchange exchange in Asked(session))
        {
            long before = said;
            said += LengthOf(exchange);
            if (ValueOf(exchange, name) is long value)
                yield return (isOfAnswered ? before : said, value);
        }
    }

    // What servers counted so far is said from the second request on.
    private static bool IsOfAnswered(AuditSession session, string name) => Asked(session).FirstOrDefault() is { } first && BodyText.Field(first, name) is null;

    private static long? ValueOf(CapturedExchange exchange, string name) =>
        long.TryParse(BodyText.Field(exchange, name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
        && value.ToString(CultureInfo.InvariantCulture) == BodyText.Field(exchange, name)
            ? value
            : null;

    /// <summary>Bytes of a request's body, unpacked.</summary>
    public static long LengthOf(CapturedExchange exchange) => (long)s_lengths.GetValue(exchange, one => (object)(long)BodyText.Decode(one).Length);

    private static IEnumerable<CapturedExchange> Asked(AuditSession session) => session.Capture.Exchanges.Where(exchange => exchange.IsModel);

    private static bool Rises(AuditSession session, string name)
    {
        long last = -1, said = 0;
        bool isOfAnswered = IsOfAnswered(session, name);
        foreach (CapturedExchange exchange in Asked(session))
        {
            said += LengthOf(exchange);
            if (isOfAnswered && said == LengthOf(exchange))
                continue;
            if (ValueOf(exchange, name) is not long value || value <= last || value > said)
                return false;
            last = value;
        }

        return true;
    }

    // What of a body is counted: all of it; all but the number itself, which has more digits or fewer; messages, tools and long texts, and no ids and settings
    // beside them; or the prompt alone, as it is before it is written as JSON.
    private enum Counted
    {
        All,
        AllButItself,
        Contents,
        Prompt,
    }

    [GeneratedRegex(@"\Amodel request (\d{1,4}|\(each\)): field ([a-z0-9_-]{1,80})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Field();

    [GeneratedRegex(@"\Amodel request (?:\d{1,4}|\(each\)): body /([A-Za-z0-9_-]{1,80})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Member();
}
