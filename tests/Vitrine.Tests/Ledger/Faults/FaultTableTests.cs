using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Xunit;

namespace Vitrine.Tests.Ledger.Faults;

/// <summary>
/// Each system call by which a journal and a ledger are made and added to, with each fault that the kernel may answer: no entry that was acknowledged is lost,
/// nothing torn is taken for true, and the next writer goes on. With <c>-showLiveOutput</c> the table is printed; VITRINE_FAULTS=all lets every call fail in
/// every way, else a third of them do.
/// </summary>
public sealed class FaultTableTests : IDisposable
{
    private const string Kill = "signal=KILL";
    private static readonly string[] Errors = ["error=EIO", "error=ENOSPC", "error=EDQUOT", "error=EROFS", Kill];
    private readonly ScratchDirectory _scratch = new();
    private readonly ConcurrentBag<(SystemCall Call, string Fault, string Outcome)> _found = [];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Any_system_call_may_fail_or_be_the_last()
    {
        await SystemCalls.SkipUnlessTraceableAsync();
        IReadOnlyList<SystemCall> calls = await SystemCalls.ListAsync(_scratch["undisturbed"]);
        string[] essential = ["openat", "pwrite64", "fdatasync", "fsync", "rename", "link", "mkdir", "unlink", "flock"];
        Assert.Empty(essential.Except(calls.Select(call => call.Name)));

        bool isAll = Environment.GetEnvironmentVariable("VITRINE_FAULTS") == "all";
        var wanted = calls.SelectMany(call => Errors.Where(fault => IsPossible(call, fault)).Select(fault => (call, fault)));
        (SystemCall, string)[] chosen = [.. wanted.Where((_, number) => isAll || number % 3 == 0)];
        await Parallel.ForEachAsync(chosen.Select((one, number) => (one, number)), TestContext.Current.CancellationToken, async (each, _) =>
        {
            ((SystemCall call, string fault), int number) = each;
            await DisturbAsync(call, fault, _scratch[number.ToString(CultureInfo.InvariantCulture)]);
        });
        TestContext.Current.TestOutputHelper!.WriteLine(Table());
        Assert.Equal(chosen.Length, _found.Count);
    }

    // What reads may fail to read; the other errors are those of writing. What changes nothing is no place to die that another is not.
    private static bool IsPossible(SystemCall call, string fault) => call.IsChange || fault == Errors[0];

    private async Task DisturbAsync(SystemCall call, string fault, string directory)
    {
        string[] said = await SystemCalls.DisturbAsync(directory, call, fault);
        try
        {
            await FaultRecovery.CheckAsync(new FaultFiles(directory), said);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{call}, {fault}: after \"{string.Join("; ", said)}\": {error.Message}", error);
        }

        _found.Add((call, fault, Outcome(said)));
        Directory.Delete(directory, recursive: true);
    }

    private static string Outcome(string[] said) =>
        said.Contains("not begun") ? "not begun"
            : said.Contains("journal broken") ? "journal stops"
                : said.Contains("sealing failed") ? "sealing stops"
                    : said.Contains("closed") ? "no effect"
                        : "killed";

    private string Table()
    {
        var table =
            new StringBuilder($"{_found.Count} runs; all recovered, no acknowledged entry lost\n| call | on | {string.Join(" | ", Errors.Select(fault => fault[(fault.IndexOf('=', StringComparison.Ordinal) + 1)..]))} |\n|---|---|{string.Concat(Errors.Select(_ => "---|"))}\n");
        foreach (var row in _found.GroupBy(each => (each.Call.Name, Path: Family(each.Call.Path)))
            .OrderBy(row => row.Key.Name, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Path, StringComparer.Ordinal))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.Key.Name} | {row.Key.Path} |");
            foreach (string fault in Errors)
                table.Append(' ')
                    .AppendJoin(", ",
                        row.Where(each => each.Fault == fault).GroupBy(each => each.Outcome).Select(outcome => $"{outcome.Count()} {outcome.Key}"))
                    .Append(" |");
            table.Append('\n');
        }

        return table.ToString();
    }

    private static string Family(string path) => path.StartsWith("ledger/tile", StringComparison.Ordinal) ? "ledger/tile/…" : path;
}
