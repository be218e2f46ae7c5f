using Vitrine.Core.Model;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;

namespace Vitrine.Benchmarks;

/// <summary>The record of the door that is measured: that of a session, with encrypted bodies, below a directory; or nothing.</summary>
internal sealed class DoorRecord(string? directory) : IRecorder, IAsyncDisposable
{
    private readonly SessionRecorder? _session = directory is null
        ? null
        : new SessionStore(Path.Combine(directory, Guid.NewGuid().ToString("n")), TimeProvider.System)
            .Create(new SessionRecorderOptions { LongestRecord = 1L << 40, Payloads = new PayloadStoreOptions { MaximumTotal = 1L << 40 } });

    public void Record(Observation observation) => _session?.Record(observation);

    public ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken) =>
        _session?.RecordDurablyAsync(observations, cancellationToken) ?? ValueTask.CompletedTask;

    public IPayloadWriter CreatePayload() => _session?.CreatePayload() ?? new Nothing();

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Nothing : IPayloadWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<PayloadReference?> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult<PayloadReference?>(null);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
