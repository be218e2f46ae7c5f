using System.Collections.Concurrent;
using System.Security.Cryptography;
using Vitrine.Core.Model;

namespace Vitrine.Tests.Egress;

/// <summary>A recorder that tests read. It can be told to fail, as a full disk does.</summary>
internal sealed class RecordedList : IRecorder
{
    private readonly ConcurrentQueue<Observation> _observations = new();
    private readonly ConcurrentDictionary<string, byte[]> _payloads = new();
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;

    public bool FailsObservations { get; set; }

    /// <summary>Payload bytes after which writing fails.</summary>
    public long FailsPayloadsAfter { get; set; } = long.MaxValue;

    public IReadOnlyList<Observation> All => [.. _observations];

    public void Record(Observation observation)
    {
        // What can't be written as an entry would be lost in the ledger.
        byte[] entry = new Entry(Entry.CurrentVersion, "test", 0, DateTimeOffset.UnixEpoch, observation).ToUtf8();
        Xunit.Assert.InRange(entry.Length, 1, Entry.MaximumSize);
        _observations.Enqueue(observation);
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        if (FailsObservations)
            throw new IOException("No space left on device.");
        foreach (Observation observation in observations)
            Record(observation);
        return ValueTask.CompletedTask;
    }

    public IPayloadWriter CreatePayload() => new Writer(this);

    public byte[] Read(PayloadReference? reference) => reference is null ? [] : _payloads[reference.Id];

    /// <summary>Waits for an observation of this kind; the test's own time limit ends the wait.</summary>
    public async Task<T> WaitForAsync<T>(Func<T, bool>? which = null)
        where T : Observation
    {
        while (true)
        {
            Task changed = _changed.Task;
            if (_observations.OfType<T>().FirstOrDefault(which ?? (_ => true)) is { } found)
                return found;
            await changed.WaitAsync(TimeSpan.FromSeconds(60), Xunit.TestContext.Current.CancellationToken);
        }
    }

    private sealed class Writer(RecordedList list) : IPayloadWriter
    {
        private readonly MemoryStream _bytes = new();

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            if (_bytes.Length + bytes.Length > list.FailsPayloadsAfter)
                throw new IOException("No space left on device.");
            _bytes.Write(bytes.Span);
            return ValueTask.CompletedTask;
        }

        public ValueTask<PayloadReference?> CompleteAsync(CancellationToken cancellationToken)
        {
            if (_bytes.Length == 0)
                return ValueTask.FromResult<PayloadReference?>(null);
            string id = Interlocked.Increment(ref list._next).ToString(System.Globalization.CultureInfo.InvariantCulture);
            byte[] bytes = _bytes.ToArray();
            list._payloads[id] = bytes;
            return ValueTask.FromResult<PayloadReference?>(new PayloadReference(id, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, false));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
