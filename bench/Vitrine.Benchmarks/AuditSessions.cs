using System.Diagnostics;
using System.Globalization;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Running;
using Vitrine.Audit.Targets;
using Vitrine.Core.Model;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Benchmarks;

/// <summary>
/// How many equal sessions of a target an audit runs in a second.
/// <c>audit-sessions VITRINE TARGET [--jobs N] [--count N]</c>
/// </summary>
internal static class AuditSessions
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        int jobs = Option(arguments, "--jobs", 6), count = Option(arguments, "--count", 60);
        DirectoryInfo work = Directory.CreateTempSubdirectory("audit-sessions-");
        try
        {
            BoxTools tools = (BoxTools.Find() ?? throw new IOException("bwrap and nft are needed.")) with { FirstStage = new UnixPath(Path.GetFullPath(arguments[0])) };
            var wanted = new TargetRequest { Reference = arguments[1] };
            TargetFiles files = await new TargetResolver(Environment.GetEnvironmentVariable("PATH") ?? "").FetchAsync(wanted, Environment.CurrentDirectory, work.FullName, CancellationToken.None).ConfigureAwait(false);
            TargetStart start = TargetResolver.ToStart(wanted, files, PackageReader.Read(files.Directory, null, TimeProvider.System, CancellationToken.None));
            using var box = new AuditBox(start, new AuditBoxOptions { State = Path.Combine(work.FullName, "state"), Scratch = Path.Combine(work.FullName, "boxes"), Tools = tools, AtOnce = jobs }, TimeProvider.System);
            await RunAsync(box, jobs, CancellationToken.None).ConfigureAwait(false);
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long began = Stopwatch.GetTimestamp();
            IReadOnlyList<Capture> captures = await RunAsync(box, count, CancellationToken.None).ConfigureAwait(false);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, own = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{count} sessions, {jobs} at once: {count / seconds:0.0} /s, {1000 * seconds * jobs / count:0} ms each of which the target ran {1000 * captures.Average(one => one.Seconds):0} ms, own CPU {1000 * own / count:0} ms each, ended well {captures.Count(one => one.ExitStatus == 0)}"));
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Capture>> RunAsync(AuditBox box, int count, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => box.RunAsync(new RunOrder("baseline", number, new MachineChanges { Script = AuditScripts.Work }), cancellationToken))).ConfigureAwait(false);

    private static int Option(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is var at and >= 0 ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
