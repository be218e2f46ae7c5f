using System.IO.Pipelines;

namespace Vitrine.Egress.Capture;

/// <summary>What was seen, and what ended the looking.</summary>
/// <param name="Kind">What the bytes are; undecided when the time or the bytes ran out.</param>
/// <param name="Hello">The hello, for TLS.</param>
/// <param name="IsSilent">Not one byte came.</param>
/// <param name="IsClosed">The client sent all that it will send.</param>
internal readonly record struct Greeted(GreetingKind Kind, ClientHello Hello, bool IsSilent, bool IsClosed);

/// <summary>Looks at the first bytes without taking them.</summary>
internal static class GreetingReader
{
    /// <summary>Waits until the bytes say what they are; at most <paramref name="first"/> for one byte and <paramref name="all"/> altogether.</summary>
    public static async Task<Greeted> ReadAsync(PipeReader input, TimeSpan first, TimeSpan all, TimeProvider time, CancellationToken cancellationToken)
    {
        // A pending read is cancelled in place, which keeps what was read; a token would do the same but costs a source for each read.
        await using ITimer timer = time.CreateTimer(static state => ((PipeReader)state!).CancelPendingRead(), input, first, Timeout.InfiniteTimeSpan);
        long start = time.GetTimestamp();
        bool waiting = true;
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            GreetingKind kind = Greeting.Look(result.Buffer, out ClientHello hello);
            bool silent = result.Buffer.IsEmpty;
            TimeSpan left = all - time.GetElapsedTime(start);
            // The first timer that fires while bytes are there only meant the first byte; the second one means it.
            bool late = result.IsCanceled && (silent || !waiting);
            bool full = result.Buffer.Length >= ClientHello.MaximumLength;
            if (kind != GreetingKind.Undecided || result.IsCompleted || full || late)
            {
                // Nothing counts as examined, so that the next reader gets these bytes at once.
                input.AdvanceTo(result.Buffer.Start);
                await timer.DisposeAsync().ConfigureAwait(false);
                // The timer may have fired just now: a cancellation that is left over must not meet the next reader, who would take it for its own.
                if (input.TryRead(out ReadResult again))
                    input.AdvanceTo(again.Buffer.Start);
                return new Greeted(kind, hello, silent, result.IsCompleted);
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (!silent && waiting)
            {
                waiting = false;
                timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
