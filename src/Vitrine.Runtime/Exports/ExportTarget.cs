namespace Vitrine.Runtime.Exports;

/// <summary>What a destination did with a batch.</summary>
internal enum DeliveryStatus
{
    /// <summary>It has it, and will not lose it as far as it says.</summary>
    Accepted,

    /// <summary>Not now: try the same again.</summary>
    Retry,

    /// <summary>Not so much at once.</summary>
    TooLarge,

    /// <summary>It will never take this.</summary>
    Refused,
}

/// <summary>What a destination did with a batch.</summary>
/// <param name="Status">What.</param>
/// <param name="Detail">Why, for a person.</param>
/// <param name="RetryAfter">When to try again, where the destination says.</param>
/// <param name="Rejected">How many records it dropped although it took the batch.</param>
internal readonly record struct Delivery(DeliveryStatus Status, string? Detail = null, TimeSpan? RetryAfter = null, long Rejected = 0);

/// <summary>Takes batches, one after the other.</summary>
internal abstract class ExportTarget : IDisposable
{
    /// <summary>Bytes that count so far, where the destination is a file.</summary>
    public virtual long Length => 0;

    /// <summary>SHA-256 of the last of them.</summary>
    public virtual string? Tail => null;

    /// <summary>Hands a batch over; when it returns <see cref="DeliveryStatus.Accepted"/>, the cursor may pass it.</summary>
    /// <exception cref="IOException">A file or stream takes nothing more.</exception>
    public abstract Task<Delivery> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>The export is complete.</summary>
    public virtual void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what it holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A stream, such as standard output: what it took is out of our hands.</summary>
internal sealed class StreamTarget(Stream stream) : ExportTarget
{
    /// <inheritdoc/>
    public override async Task<Delivery> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return new Delivery(DeliveryStatus.Accepted);
    }
}
