using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Ledger.Log;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Benchmarks;

/// <summary>The record of the door that is measured: a real ledger with encrypted bodies in a directory, or nothing.</summary>
internal sealed class DoorRecord : IRecorder, IAsyncDisposable
{
    private readonly LedgerWriter? _log;
    private readonly PayloadStore? _payloads;
    private long _index;

    public DoorRecord(string? directory)
    {
        if (directory is null)
            return;
        string own = Path.Combine(directory, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(own);
        _log = LedgerWriter.Create(Path.Combine(own, "entries.log"));
        _payloads = PayloadStore.Create(Path.Combine(own, "payloads"), Path.Combine(own, "key"), new PayloadStoreOptions { MaximumTotal = 1L << 40 });
    }

    public void Record(Observation observation) => _log?.Append(Write(observation));

    public ValueTask RecordDurablyAsync(Observation observation, CancellationToken cancellationToken) =>
        _log?.AppendDurablyAsync(Write(observation), cancellationToken) ?? ValueTask.CompletedTask;

    public IPayloadWriter CreatePayload() => new Payload(_payloads?.CreateWriter());

    public async ValueTask DisposeAsync()
    {
        if (_log is not null)
            await _log.DisposeAsync();
        _payloads?.Dispose();
    }

    private byte[] Write(Observation observation) =>
        new Entry(Entry.CurrentVersion, "bench", Interlocked.Increment(ref _index), TimeProvider.System.GetUtcNow(), observation).ToUtf8();

    private sealed class Payload(PayloadWriter? writer) : IPayloadWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            writer?.Write(bytes.Span);
            return ValueTask.CompletedTask;
        }

        public async ValueTask<PayloadReference?> CompleteAsync(CancellationToken cancellationToken)
        {
            if (writer is null || await Task.Run(writer.Complete, cancellationToken) is not { } stored)
                return null;
            return new PayloadReference(stored.Number.ToString(CultureInfo.InvariantCulture), stored.Digest, stored.Size, stored.IsTruncated);
        }

        public ValueTask DisposeAsync()
        {
            writer?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
