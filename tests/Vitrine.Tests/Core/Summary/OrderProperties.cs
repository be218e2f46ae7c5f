using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Core.Summary;

public sealed class OrderProperties
{
    private static readonly string[] Folders = ["/home/ada/src/app/", "/home/ada/src/app/.git/", "/home/ada/", "/usr/lib/", "/tmp/", "/data/", "/proc/7/"];

    [Fact]
    public void Totals_do_not_depend_on_the_order_of_entries()
    {
        Arbitrary<int[]> seeds = Gen.Choose(0, int.MaxValue - 1).ArrayOf().ToArbitrary();
        Prop.ForAll(seeds, numbers =>
        {
            Observation[] observations = [.. numbers.Select(ToObservation)];
            // Another order that only the data determine, so that what fails once fails again.
            Observation[] shuffled = [.. numbers.OrderBy(number => number * 2_654_435_761 % 4_294_967_291).Select(ToObservation)];
            return Totals(observations) == Totals(shuffled);
        }).QuickCheckThrowOnFailure();
    }

    private static string Totals(Observation[] observations)
    {
        var summary = new SessionSummary(new SummaryLimits { Paths = 3, Names = 2 });
        for (int i = 0; i < observations.Length; i++)
            summary.Add(new Entry(Entry.CurrentVersion, "s", i, DateTimeOffset.UnixEpoch, observations[i]));
        SessionReport report = summary.ToReport();
        var text = new StringBuilder();
        foreach (PlaceReport place in report.Files.Places.OrderBy(place => place.Place))
            text.Append(CultureInfo.InvariantCulture,
                $"{place.Place} {place.Read} {place.Written} {place.Listed} {place.Absent} {place.Removed} {place.Uses};");
        text.AppendJoin(',', report.Files.Changes.Select(change => $"{change.Key}={change.Value}"));
        text.Append(CultureInfo.InvariantCulture, $"|{report.EntryCount} {report.Refused.Count} {report.Programs.Runs} {report.Programs.RepeatedOpens}");
        text.Append(CultureInfo.InvariantCulture,
            $"|{report.Programs.Programs.Count + report.Programs.MorePrograms.Count} {report.Sockets.Names.Count + report.Sockets.MoreNames.Count}");
        text.Append(CultureInfo.InvariantCulture,
            $"|{report.Refused.Network.Count + report.Refused.MoreNetwork.Count} {report.Refused.Calls.Count + report.Refused.MoreCalls.Count}");
        text.Append(CultureInfo.InvariantCulture,
            $"|{report.Http.Total.Requests} {report.Http.Total.BytesOut} {report.Http.Total.BytesIn} {report.Http.Hosts.Count + report.Http.MoreHosts.Count}");
        text.Append(CultureInfo.InvariantCulture, $"|{report.Record.LostCount} {report.Record.MissingEntries}|").AppendJoin(',', report.Record.Signals);
        return text.ToString();
    }

    private static Observation ToObservation(int seed)
    {
        int which = seed / 11 % 23;
        var path = new UnixPath(Folders[seed / 7 % Folders.Length] + which);
        return (seed % 11) switch
        {
            0 => new FileOpened(1, path, "write", seed % 2 == 0),
            1 => new FileOpened(1, path, "list", seed % 2 == 0),
            2 => new FileChanged(1, path, "remove", null),
            3 => new FileChanged(1, path, "rename", new UnixPath("/data/" + (which + 1))),
            4 => new NameLookedUp($"n{which}.example", "A", "refused", Decision.Deny(null, $"--allow n{which}.example")),
            5 => new ProgramRun(which, 1, path, [], path, false),
            6 => new RequestStarted(seed, "GET", $"https://h{which}.example/", "2", [], null, Decision.Allow("x")),
            7 => new RequestEnded(seed - 1, 200, "upstream", [], null, null, which, 2 * which, 0, null),
            8 => new CallRefused(1, $"call{which}", "", "EPERM"),
            9 => new SignalSent(1, 2, which),
            _ => new FileOpened(1, path, "read", seed % 3 != 0),
        };
    }
}
