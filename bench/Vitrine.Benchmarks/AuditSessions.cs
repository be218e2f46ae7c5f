using System.Diagnostics;
using System.Globalization;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Audit.Targets;
using Vitrine.Core.Model;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Benchmarks;

/// <summary>
/// Equal sessions of a target, as an audit runs them: how many there are in a second, and how much of what they send is equal, with the machine's time and
/// chance and with given ones. <c>audit-sessions VITRINE TARGET [--jobs N] [--count N]</c>
/// </summary>
internal static class AuditSessions
{
    private static readonly DateTimeOffset Clock = new(2026, 3, 12, 9, 30, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string[] arguments)
    {
        int jobs = Option(arguments, "--jobs", 3 * Environment.ProcessorCount), count = Option(arguments, "--count", 60);
        DirectoryInfo work = Directory.CreateTempSubdirectory("audit-sessions-");
        try
        {
            BoxTools tools = (BoxTools.Find()
                ?? throw new IOException("bwrap and nft are needed.")) with
            { FirstStage = new UnixPath(Path.GetFullPath(arguments[0])) };
            var wanted = new TargetRequest { Reference = arguments[1] };
            string state = Path.Combine(work.FullName, "state");
            // Installed and probed as an audit does.
            var opening = new TargetOpening(new SessionPlaces(work.FullName, state, work.FullName), tools, TimeProvider.System, AuditBoxOptions.UsualPrompt);
            TargetStart start = (await opening.OpenAsync(wanted, work.FullName, static _ => { }, CancellationToken.None).ConfigureAwait(false)).Start;
            using ScratchPlace scratch = ScratchPlace.Find(Path.Combine(work.FullName, "boxes"), AuditBoxOptions.UsualDiskBytes, jobs);
            using var box = new AuditBox(start,
                new AuditBoxOptions { State = state, Scratch = scratch.Directory, DiskBytes = scratch.DiskBytes, Tools = tools, AtOnce = jobs },
                TimeProvider.System);
            var order = new RunOrder("baseline", 0, new MachineChanges { Script = AuditScripts.Work });
            await RunAsync(box, order, jobs).ConfigureAwait(false);
            Console.WriteLine("| time and chance | sessions/s | target, ms | own CPU, ms | equal bytes, median | least | equal whole |\n|---|---|---|---|---|---|---|");
            foreach ((string name, RunOrder with) in ((string, RunOrder)[])
            [
                ("the machine's", order),
                ("chance given", order with { Seed = 1 }),
                ("chance and clock given", order with { Seed = 1, Clock = Clock }),
                ("and the clock in steps of a minute", order with { Seed = 1, Clock = Clock, ClockStep = TimeSpan.FromMinutes(1) }),
                ("and one processor", order with { Seed = 1, Clock = Clock, ClockStep = TimeSpan.FromMinutes(1), OneProcessor = true }),
            ])
                await ShowAsync(box, name, with, jobs, count).ConfigureAwait(false);
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task ShowAsync(AuditBox box, string name, RunOrder order, int jobs, int count)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        IReadOnlyList<Capture> captures = await RunAsync(box, order, count).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, own = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        Capture[] well = [.. captures.Where(one => one.ExitStatus == 0)];
        if (well.Length < 2)
            throw new IOException($"Of {count} sessions {well.Length} ended well: {string.Join("; ", captures.SelectMany(one => one.Unseen).Distinct().Take(5))}");
        double[] shares = [.. well.Zip(well.Skip(1), (one, other) => EqualBytes.Share([one, other]) ?? 1).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {count / seconds:0.0} | {1000 * well.Average(one => one.Seconds):0} | {1000 * own / count:0} | {100 * shares[shares.Length / 2]:0.00} % | {100 * shares[0]:0.00} % | {shares.Count(share => share >= 1)} of {shares.Length} |"));
    }

    private static async Task<IReadOnlyList<Capture>> RunAsync(AuditBox box, RunOrder order, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => box.RunAsync(order with { Repetition = number },
            CancellationToken.None))).ConfigureAwait(false);

    private static int Option(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is var at and >= 0 ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
