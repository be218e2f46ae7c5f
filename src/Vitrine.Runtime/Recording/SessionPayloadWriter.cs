using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Runtime.Recording;

/// <summary>A payload of a session, as the door writes it.</summary>
internal sealed class SessionPayloadWriter(PayloadWriter writer) : IPayloadWriter
{
    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // Encrypting goes at memory speed and the write ends in the page cache, so a thread switch would cost more than it frees.
        cancellationToken.ThrowIfCancellationRequested();
        writer.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PayloadReference?> CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The flush comes with that of the entry that names it.
        return new ValueTask<PayloadReference?>(writer.Complete() is { } payload
            ? new PayloadReference(payload.Position.ToString(CultureInfo.InvariantCulture), payload.Digest, payload.Size, payload.IsTruncated)
            : null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        writer.Dispose();
        return ValueTask.CompletedTask;
    }
}
