using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;

namespace Vitrine.Tests.Audit.Auditing;

/// <summary>A comparison as plain as the simulated target: a field that is constant without and other with, and the pause by ranks.</summary>
internal static class SimpleComparison
{
    public static IReadOnlyList<Difference> Compare(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with)
    {
        var differences = new List<Difference>();
        Dictionary<string, string>[] a = [.. without.Select(Fields)], b = [.. with.Select(Fields)];
        foreach (string name in a.Concat(b).SelectMany(each => each.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            string[] ofA = [.. a.Select(each => each.GetValueOrDefault(name, "(none)"))], ofB = [.. b.Select(each => each.GetValueOrDefault(name, "(none)"))];
            if (ofA.Distinct().Count() != 1 || ofB.Contains(ofA[0]))
                continue;
            DifferenceWeight weight = name == "host-in-clear" ? DifferenceWeight.Explained : DifferenceWeight.Certain;
            differences.Add(new Difference(name, Channels.Header, weight) { Feature = name, IsConfirmed = true, Before = ofA[0], After = ofB[0] });
        }

        if (Pauses(without, with) is { } weight2)
            differences.Add(new Difference("pause", Channels.Timing, weight2)
            {
                Feature = "pause",
                IsConfirmed = weight2 == DifferenceWeight.Certain,
                IsNoisy = true
            });
        return differences;
    }

    public static IReadOnlyList<Finding> Conclude(ShownDifference shown) =>
    [
        .. shown.Differences.Select(difference => new Finding
        {
            Id = $"{shown.Toggled.Factor}/{difference.Key}",
            Severity = shown.IsConfirmed ? Severity.High : Severity.Info,
            Factor = shown.Toggled.Factor,
            Channel = difference.Channel,
            Class = shown.IsConfirmed ? FindingClasses.Covert : FindingClasses.Open,
            Summary = shown.With.Name,
            Reason = "",
            Evidence = new Evidence { Without = shown.Without.Name, With = shown.With.Name, Place = difference.Key },
        }),
    ];

    // Outside of what the others show is a suspicion; clearly so in each of several sessions is certain (with 4 of each, 1 of 70 by chance; the gap makes it
    // less).
    private static DifferenceWeight? Pauses(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with)
    {
        double most = without.Max(Pause), least = with.Min(Pause);
        if (least <= most + 0.02)
            return null;
        return with.Count >= 4 && without.Count >= 4 && least > most + 0.04 ? DifferenceWeight.Certain : DifferenceWeight.Suspected;
    }

    private static double Pause(Observation each) => each.Capture.Exchanges[1].At - each.Capture.Exchanges[0].At;

    private static Dictionary<string, string> Fields(Observation each) =>
        each.Capture.Exchanges[0].Fields.ToDictionary(field => field.Name, field => field.Value);
}
