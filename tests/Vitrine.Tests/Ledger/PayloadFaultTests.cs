using System.Net.Sockets;
using System.Text;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>Entries and the payloads they name, with a fault at each call to either file, and with the process killed.</summary>
public sealed class PayloadFaultTests : IDisposable
{
    private const string Name = "Vitrine.Tests.Ledger.PayloadFaultTests.";
    private readonly ScratchDirectory _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_at_any_call_leaves_no_entry_without_its_payload(bool tearing)
    {
        const int Rounds = 4;
        // Calls of a round: the payload's write and flush, the entry's write and flush.
        for (int failing = 0; failing < 2 * Rounds; failing++)
        {
            foreach (bool inPayloads in (bool[])[true, false])
            {
                var payloadFile = new TestFile { FailingCall = inPayloads ? failing + 1 : -1, IsTearing = tearing };
                var logFile = new TestFile { FailingCall = inPayloads ? -1 : failing + 1, IsTearing = tearing };
                logFile.Write(JournalFormat.Header, 0);
                string keyPath = _scratch[$"{failing}{inPayloads}{tearing}"];
                using var payloads = new PayloadStore(payloadFile, TestKey.Create(keyPath), new PayloadStoreOptions());
                var log = JournalWriter.Begin(logFile, new JournalOptions(), new JournalReliance(BeforeWrite: payloads.Flush));
                int acknowledged = 0;
                try
                {
                    for (; acknowledged < Rounds; acknowledged++)
                        await log.AppendDurablyAsync(Encoding.ASCII.GetBytes(Store(payloads, $"body {acknowledged}")), default, Stop);
                }
                catch (IOException)
                {
                    Assert.Equal(failing / 2, acknowledged);
                }

                Assert.NotEqual(Rounds, acknowledged);
                // A payload that could not be written was refused before there was an entry; all else ends the log.
                bool isBroken = !inPayloads || failing % 2 == 1;
                Assert.Equal(isBroken, await Record.ExceptionAsync(log.CloseAsync) is IOException);
                Check(logFile.Bytes, payloadFile.FlushedBytes, keyPath, acknowledged);
            }
        }
    }

    [Fact]
    public async Task Payloads_are_flushed_before_an_entry_is_written_and_once_for_all()
    {
        var payloadFile = new TestFile();
        var logFile = new TestFile();
        using var payloads = new PayloadStore(payloadFile, TestKey.Create(_scratch["key"]), new PayloadStoreOptions());
        await using var log = JournalWriter.Begin(logFile, new JournalOptions(), new JournalReliance(BeforeWrite: payloads.Flush));
        logFile.MayWrite.Reset();
        Task first = log.AppendDurablyAsync(Encoding.ASCII.GetBytes(Store(payloads, "first")), default, Stop).AsTask();
        logFile.Writing.Wait(Stop);
        Assert.Equal(payloadFile.Bytes, payloadFile.FlushedBytes);
        Task[] next = [.. Enumerable.Range(0, 50).Select(i => log.AppendDurablyAsync(Encoding.ASCII.GetBytes(Store(payloads, $"{i}")), default,
            Stop).AsTask())];
        logFile.MayWrite.Set();
        await Task.WhenAll([first, .. next]);
        Assert.Equal((2, 2), (payloadFile.Flushes, logFile.Flushes));
        // Entries that name nothing new cost no flush of payloads, and payloads that no entry waits for none at all.
        await log.AppendDurablyAsync(new byte[] { 1 }, default, Stop);
        Store(payloads, "unnamed");
        Assert.Equal((2, 3), (payloadFile.Flushes, logFile.Flushes));
    }

    [Fact]
    public void What_the_first_payload_relies_on_is_durable_before_it()
    {
        var file = new TestFile();
        int times = 0;
        using var payloads = new PayloadStore(file, TestKey.Create(_scratch["key"]), new PayloadStoreOptions(), () => Assert.Equal(0, times++ + file.Flushes));
        payloads.Flush();
        Assert.Equal((0, 0), (times, file.Flushes));
        Store(payloads, "one");
        payloads.Flush();
        Store(payloads, "two");
        payloads.Flush();
        Assert.Equal((1, 2), (times, file.Flushes));
    }

    [Fact]
    public async Task Every_payload_that_an_entry_names_is_there_after_kill_9()
    {
        using var child = new Child(_scratch.Root, Name + nameof(Child_stores_without_end));
        long acknowledged = 0;
        while (acknowledged < 300)
            acknowledged = Math.Max(acknowledged, child.Next() ?? throw new InvalidOperationException("The child is gone."));
        child.Kill();
        JournalOpening opening = JournalWriter.Open(_scratch["entries.log"]);
        await opening.Writer!.CloseAsync();
        List<byte[]> entries = JournalFile.Read(_scratch["entries.log"], out _);
        Assert.True(entries.Count >= 300);
        CheckEntries(entries, _scratch["payloads"], _scratch["key"]);
    }

    [Fact(Explicit = true)]
    public async Task Child_stores_without_end()
    {
        using Socket parent = Child.Connect();
        var payloads = PayloadStore.Create(Path.Combine(Child.OwnDirectory, "payloads"), TestKey.Create(Path.Combine(Child.OwnDirectory, "key")));
        var log = JournalWriter.Create(Path.Combine(Child.OwnDirectory, "entries.log"), null, new JournalReliance(BeforeWrite: payloads.Flush));
        long last = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (true)
                {
                    long number = Interlocked.Increment(ref last);
                    log.Append(Encoding.ASCII.GetBytes(Store(payloads, $"not waited for {number}")), []);
                    await log.AppendDurablyAsync(Encoding.ASCII.GetBytes(Store(payloads, new string('x', (int)(number * 577 % 200_000) + 1))), default, Stop);
                    lock (parent)
                        parent.Send(BitConverter.GetBytes(number));
                }
            },
            Stop)));
    }

    /// <summary>Stores a payload and gives an entry that names it: position, digest.</summary>
    private static string Store(PayloadStore payloads, string text)
    {
        using PayloadWriter writer = payloads.CreateWriter();
        writer.Write(Encoding.ASCII.GetBytes(text));
        StoredPayload stored = writer.Complete()!.Value;
        return $"{stored.Position} {stored.Digest}";
    }

    private static void CheckEntries(List<byte[]> entries, string payloads, string keyPath)
    {
        using var key = TestKey.Load(keyPath)!;
        foreach (byte[] entry in entries)
        {
            string[] named = Encoding.ASCII.GetString(entry).Split(' ');
            PayloadReading reading = PayloadReader.Read(payloads, key, long.Parse(named[0], null), Stream.Null);
            Assert.Equal((PayloadReadStatus.Complete, named[1]), (reading.Status, reading.Digest));
        }
    }

    private void Check(byte[] log, byte[] payloads, string keyPath, int acknowledged)
    {
        File.WriteAllBytes(_scratch["log"], log);
        File.WriteAllBytes(_scratch["bodies"], payloads);
        List<byte[]> entries = JournalFile.Read(_scratch["log"], out _);
        Assert.True(entries.Count >= acknowledged);
        CheckEntries(entries, _scratch["bodies"], keyPath);
    }
}
