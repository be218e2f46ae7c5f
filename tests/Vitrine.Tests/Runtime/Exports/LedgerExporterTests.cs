using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Runtime.Exports;
using Vitrine.Tests.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>Exports into files: each record exactly once, whatever happened in between.</summary>
public sealed class LedgerExporterTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(ExportFormat.Jsonl)]
    [InlineData(ExportFormat.Ocsf)]
    [InlineData(ExportFormat.Otlp)]
    public async Task Any_cuts_of_any_ledger_give_the_file_that_one_export_gives(ExportFormat format)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            List<LedgerRecord> all = ExportSamples.Ledger(seed, 1 + random.Next(60)), present = [];
            string output = _scratch[$"{format}-{seed}"], cursor = output + ".cursor";
            ExportOptions options = File(format, output) with { Cursor = cursor, BatchRecords = 1 + random.Next(8), BatchBytes = 1 + random.Next(20_000) };
            while (present.Count < all.Count)
            {
                present.AddRange(all.Skip(present.Count).Take(random.Next(20)));
                Crash(random, output, await InterruptedAsync(options, present, random));
            }

            Assert.Equal(ExportEnd.Done, (await RunAsync(options, all)).End);
            string whole = _scratch[$"{format}-{seed}-whole"];
            Assert.Equal(all.Count, (await RunAsync(File(format, whole), all)).Records);
            Assert.Equal(System.IO.File.ReadAllText(whole), System.IO.File.ReadAllText(output));
        }
    }

    [Fact]
    public async Task What_was_flushed_before_the_cursor_was_written_is_cut_off_again()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 30);
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"] };
        await RunAsync(options, records[..10]);
        byte[] cursor = System.IO.File.ReadAllBytes(_scratch["cursor"]);
        await RunAsync(options, records[..20]);
        // The kill: the second batch is in the file, the cursor still behind the first.
        System.IO.File.WriteAllBytes(_scratch["cursor"], cursor);
        await RunAsync(options, records);
        Assert.Equal(Enumerable.Range(0, 30), Indexes(_scratch["out"]));
    }

    [Fact]
    public async Task A_kill_before_the_first_cursor_leaves_an_export_that_goes_on()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 5);
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"] };
        await RunAsync(options, []);
        System.IO.File.WriteAllText(_scratch["out"], "half a batch");
        Assert.Equal(5, (await RunAsync(options, records)).Records);
        Assert.Equal(Enumerable.Range(0, 5), Indexes(_scratch["out"]));
    }

    [Fact]
    public async Task A_file_with_bytes_that_are_not_the_exports_is_never_cut()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 10);
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"] };
        System.IO.File.WriteAllText(_scratch["out"], "someone's file");
        Assert.Equal(ExportEnd.OutputChanged, (await RunAsync(options, records)).End);
        Assert.Equal("someone's file", System.IO.File.ReadAllText(_scratch["out"]));

        System.IO.File.Delete(_scratch["out"]);
        await RunAsync(options, records[..5]);
        string replaced = new('x', 100_000);
        System.IO.File.WriteAllText(_scratch["out"], replaced);
        Assert.Equal(ExportEnd.OutputChanged, (await RunAsync(options, records)).End);
        Assert.Equal(replaced, System.IO.File.ReadAllText(_scratch["out"]));

        System.IO.File.WriteAllText(_scratch["out"], "");
        Assert.Equal(ExportEnd.OutputChanged, (await RunAsync(options, records)).End);
        System.IO.File.Delete(_scratch["out"]);
        Assert.Equal(ExportEnd.OutputChanged, (await RunAsync(options, records)).End);
    }

    [Fact]
    public async Task A_ledger_that_was_rolled_back_or_rewritten_is_not_exported_further()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 20), others = ExportSamples.Ledger(2, 20);
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"] };
        await RunAsync(options, records[..10]);
        Assert.Equal(ExportEnd.LedgerChanged, (await RunAsync(options, records[..9])).End);
        Assert.Equal(ExportEnd.LedgerChanged, (await RunAsync(options, [])).End);
        Assert.Equal(ExportEnd.LedgerChanged, (await RunAsync(options, others)).End);
        Assert.Equal(ExportEnd.Done, (await RunAsync(options, records)).End);
    }

    [Fact]
    public async Task A_cursor_of_another_ledger_format_place_or_selection_is_refused_and_so_is_a_damaged_one()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 3);
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"] };
        await RunAsync(options, records);
        Assert.Equal(ExportEnd.CursorOfAnother, (await RunAsync(options with { Format = ExportFormat.Ocsf }, records)).End);
        Assert.Equal(ExportEnd.CursorOfAnother, (await RunAsync(options with { Session = "session-1" }, records)).End);
        Assert.Equal(ExportEnd.CursorOfAnother, (await RunAsync(options with { Destination = ExportDestination.ToFile(_scratch["other"]) }, records)).End);
        var otherLedger = new LedgerExporter(ExportSamples.Source(records) with { Origin = "vitrine/b/c/d" }, options, TimeProvider.System);
        Assert.Equal(ExportEnd.CursorOfAnother, (await otherLedger.RunAsync(Token)).End);
        foreach (string damaged in new[] { "", "{}", "null", "[1]", "{\"v\":1,\"v\":1}", new string(' ', 5000) })
        {
            System.IO.File.WriteAllText(_scratch["cursor"], damaged);
            Assert.Equal(ExportEnd.CursorDamaged, (await RunAsync(options, records)).End);
        }
    }

    [Fact]
    public async Task Two_exporters_never_use_one_cursor_at_the_same_time()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 3);
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"] };
        ExportEnd? second = null;
        var source = new LedgerSource(ExportSamples.Origin, from =>
        {
            second = RunAsync(options, records).GetAwaiter().GetResult().End;
            return records.Where(record => record.TreeIndex >= from);
        });
        Assert.Equal(ExportEnd.Done, (await new LedgerExporter(source, options, TimeProvider.System).RunAsync(Token)).End);
        Assert.Equal(ExportEnd.Locked, second);
        Assert.Equal(ExportEnd.Done, (await RunAsync(options, records)).End);
    }

    [Fact]
    public async Task What_was_pruned_before_it_was_exported_is_counted_and_said()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 40);
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"] };
        await RunAsync(options, records[..10]);
        var said = new List<ExportNotice>();
        ExportOutcome outcome = await new LedgerExporter(ExportSamples.Source(records[25..]), options, TimeProvider.System, said.Add).RunAsync(Token);
        Assert.Equal((ExportEnd.Done, 15L, 15L), (outcome.End, outcome.Pruned, outcome.Records));
        Assert.Single(said);
        Assert.Equal([.. Enumerable.Range(0, 10), .. Enumerable.Range(25, 15)], Indexes(_scratch["out"]));
    }

    [Fact]
    public async Task A_selection_by_session_and_time_passes_over_the_rest_and_goes_on_behind_it()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(3, 60);
        DateTimeOffset since = records[20].Facts.Time;
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with
        {
            Cursor = _scratch["cursor"],
            Session = "session-1",
            Since = since,
            BatchRecords = 2
        };
        await RunAsync(options, records[..30]);
        await RunAsync(options, records);
        int[] expected = [.. records.Where(r => r.Facts.Session == "session-1" && r.Facts.Time >= since).Select(r => (int)r.TreeIndex)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Indexes(_scratch["out"]));
        Assert.Equal(60, JsonNode.Parse(System.IO.File.ReadAllText(_scratch["cursor"]))!["next"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_line_holds_the_leaf_as_it_is_hashed_and_no_bodies()
    {
        List<LedgerRecord> records = ExportSamples.EveryKind();
        using var stream = new MemoryStream();
        await RunAsync(new ExportOptions { Format = ExportFormat.Jsonl, Destination = ExportDestination.ToStream(stream) }, records);
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(records.Count, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonNode line = JsonNode.Parse(lines[i])!;
            Assert.Contains($"\"leaf\":{Encoding.UTF8.GetString(records[i].LeafBytes.Span)}", lines[i], StringComparison.Ordinal);
            Assert.Equal($"{ExportSamples.Origin}#{i}", line["id"]!.GetValue<string>());
            Assert.Equal(records[i].Entry is not null, line["entry"] is not null);
        }
    }

    [Fact]
    public async Task Following_takes_what_comes_and_stops_when_told()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 9), present = records[..2];
        var clock = new ExportClock(TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource();
        clock.OnWait = _ =>
        {
            if (present.Count == records.Count)
                stop.Cancel();
            else
                present.Add(records[present.Count]);
        };
        ExportOptions options = File(ExportFormat.Jsonl, _scratch["out"]) with { Cursor = _scratch["cursor"], Follow = true };
        ExportOutcome outcome = await new LedgerExporter(ExportSamples.Source(present), options, clock).RunAsync(stop.Token);
        Assert.Equal((ExportEnd.Stopped, 9L), (outcome.End, outcome.Records));
        Assert.Equal(Enumerable.Range(0, 9), Indexes(_scratch["out"]));
    }

    [Fact]
    public async Task A_file_without_a_cursor_appears_only_when_it_is_whole()
    {
        List<LedgerRecord> records = ExportSamples.Ledger(1, 9);
        System.IO.File.WriteAllText(_scratch["out"], "older");
        var broken = new LedgerSource(ExportSamples.Origin, _ => Broken(records));
        await Assert.ThrowsAsync<IOException>(() => new LedgerExporter(broken, File(ExportFormat.Jsonl, _scratch["out"]) with { BatchRecords = 2 },
            TimeProvider.System).RunAsync(Token));
        Assert.Equal("older", System.IO.File.ReadAllText(_scratch["out"]));
        Assert.Single(Directory.GetFiles(_scratch.Root));
        await RunAsync(File(ExportFormat.Jsonl, _scratch["out"]), records);
        Assert.Equal(Enumerable.Range(0, 9), Indexes(_scratch["out"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(_scratch["out"]));
    }

    [Fact]
    public void Options_that_would_send_the_record_in_clear_or_show_a_password_are_refused()
    {
        foreach (string url in new[] { "http://siem.example/", "https://user:password@siem.example/", "ftp://siem.example/" })
            Assert.Throws<ArgumentException>(() => new ExportOptions
            {
                Format = ExportFormat.Ocsf,
                Destination = ExportDestination.ToServer(new Uri(url))
            }.Validate());
        Assert.Throws<ArgumentException>(() => (File(ExportFormat.Ocsf, "x") with { Follow = true }).Validate());
    }

    private static IEnumerable<LedgerRecord> Broken(List<LedgerRecord> records)
    {
        foreach (LedgerRecord record in records[..5])
            yield return record;
        throw new IOException("The ledger cannot be read.");
    }

    private static ExportOptions File(ExportFormat format, string path) => new() { Format = format, Destination = ExportDestination.ToFile(path) };

    private static Task<ExportOutcome> RunAsync(ExportOptions options, List<LedgerRecord> records) =>
        new LedgerExporter(ExportSamples.Source(records), options, TimeProvider.System).RunAsync(Token);

    // Stops somewhere, and gives the cursor as it was somewhere before: what a kill leaves is any cursor up to the one behind what was flushed.
    private static async Task<byte[]?> InterruptedAsync(ExportOptions options, List<LedgerRecord> records, Random random)
    {
        using var stop = new CancellationTokenSource();
        int left = random.Next(records.Count + 2);
        byte[]? before = System.IO.File.Exists(options.Cursor) ? System.IO.File.ReadAllBytes(options.Cursor) : null;
        var source = new LedgerSource(ExportSamples.Origin, from => records.Where(record => record.TreeIndex >= from).Select(record =>
        {
            if (left-- == 0)
                stop.Cancel();
            return record;
        }));
        ExportOutcome outcome = await new LedgerExporter(source, options, TimeProvider.System).RunAsync(stop.Token);
        Assert.Contains(outcome.End, new[] { ExportEnd.Done, ExportEnd.Stopped });
        return random.Next(3) == 0 ? before : null;
    }

    private static void Crash(Random random, string output, byte[]? cursor)
    {
        if (cursor is not null)
            System.IO.File.WriteAllBytes(output + ".cursor", cursor);
        if (random.Next(3) == 0)
            System.IO.File.AppendAllText(output, new string('#', random.Next(5000)));
    }

    private static int[] Indexes(string path) => [.. System.IO.File.ReadAllLines(path).Select(line => JsonNode.Parse(line)!["index"]!.GetValue<int>())];
}
