using System.Net.Sockets;
using System.Text.Json.Nodes;
using Vitrine.Runtime.Exports;
using Vitrine.Tests.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>An export that is killed at any moment (SIGKILL), and goes on.</summary>
public sealed class ExportKilledTests : IDisposable
{
    private const int Records = 400;
    private readonly ScratchDirectory _scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task However_often_it_is_killed_the_file_holds_each_record_once()
    {
        for (int seed = 0, reached = 0; seed < 6 && reached < Records; seed++)
        {
            using var child = new Child(_scratch.Root, $"{typeof(ExportKilledTests).FullName}.{nameof(Export_as_a_child)}");
            long? read = child.Next();
            for (int left = new Random(seed).Next(20, 90); left > 0 && read is not null; left--)
                read = child.Next();
            child.Kill();
            File.Delete(_scratch["acknowledged"]);
            reached = (int)(read ?? Records);
        }

        var exporter = new LedgerExporter(ExportSamples.Source(ExportSamples.Ledger(1, Records)), Options(_scratch.Root), TimeProvider.System);
        Assert.Equal(ExportEnd.Done, (await exporter.RunAsync(Token)).End);
        Assert.Equal(Enumerable.Range(0, Records), File.ReadAllLines(_scratch["out"]).Select(line => JsonNode.Parse(line)!["index"]!.GetValue<int>()));
    }

    [Fact(Explicit = true)]
    public async Task Export_as_a_child()
    {
        using Socket parent = Child.Connect();
        List<LedgerRecord> records = ExportSamples.Ledger(1, Records);
        var source = new LedgerSource(ExportSamples.Origin, from => records.Where(record => record.TreeIndex >= from).Select(record =>
        {
            parent.Send(BitConverter.GetBytes(record.TreeIndex));
            return record;
        }));
        await new LedgerExporter(source, Options(Child.OwnDirectory), TimeProvider.System).RunAsync(Token);
    }

    private static ExportOptions Options(string directory) => new()
    {
        Format = ExportFormat.Jsonl,
        Destination = ExportDestination.ToFile(Path.Combine(directory, "out")),
        Cursor = Path.Combine(directory, "cursor"),
        BatchRecords = 3,
    };
}
