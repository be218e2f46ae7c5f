using System.Globalization;
using Vitrine.Sandbox;

namespace Vitrine.Runtime.Sessions;

/// <summary>How a bounded session's first program ended.</summary>
/// <param name="Reason">Why it was ended; null where it ended by itself.</param>
/// <param name="Seconds">How long it ran; null where that is not known.</param>
/// <param name="Stayed">Processes that were still there, and had left the first program's session or did not end by themselves.</param>
internal readonly record struct SessionCut(string? Reason, double? Seconds, IReadOnlyList<int>? Stayed);

/// <summary>
/// Ends a session that nobody watches when its time is over or something is full, and lets what outlives its first program go on for a moment.
/// </summary>
internal static class BoundedBox
{
    // Looking takes a walk through all files and processes: a millisecond of a short session.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Begins to watch the box, whose listener must be there.</summary>
    public static Task<SessionCut> Start(Box box, SessionBounds bounds, TimeProvider time) =>
        Task.Factory.StartNew(() => Watch(box, bounds, time), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static SessionCut Watch(Box box, SessionBounds bounds, TimeProvider time)
    {
        using BoxProcesses? processes = BoxProcesses.Hold(box);
        if (processes is null)
            return default;
        long started = time.GetTimestamp();
        while (!processes.WaitForFirst(Look))
        {
            string? reason = ExceededBy(processes, bounds)
                ?? (time.GetElapsedTime(started) > bounds.Time
                    ? string.Create(CultureInfo.InvariantCulture, $"it ran for {bounds.Time.TotalSeconds:0.#} s")
                    : null);
            if (reason is null)
                continue;
            IReadOnlyList<int> running = processes.List();
            box.Kill();
            return new SessionCut(reason, time.GetElapsedTime(started).TotalSeconds, running);
        }

        double seconds = time.GetElapsedTime(started).TotalSeconds;
        IReadOnlyList<int> stayed = processes.List();
        // One that merely had not ended yet, such as a command whose answer nobody waits for, is left behind only if it goes on; a session of its own is made
        // to outlive.
        HashSet<int> detached = [.. stayed.Where(processes.IsDetached)];
        started = time.GetTimestamp();
        TimeSpan left = bounds.Linger;
        while (stayed.Count > 0 && left > TimeSpan.Zero && !processes.WaitForAll(left < Look ? left : Look))
        {
            if (ExceededBy(processes, bounds) is { } full)
            {
                box.Kill();
                return new SessionCut(full, seconds, stayed);
            }

            left = bounds.Linger - time.GetElapsedTime(started);
        }

        return new SessionCut(null, seconds, [.. stayed.Intersect(detached.Union(processes.List()))]);
    }

    private static string? ExceededBy(BoxProcesses processes, SessionBounds bounds) =>
        bounds.Exceeded?.Invoke()
        ?? (bounds.MemoryBytes > 0 && processes.ResidentBytes() > bounds.MemoryBytes
            ? string.Create(CultureInfo.InvariantCulture, $"it took more than {bounds.MemoryBytes >> 20} MiB of memory")
            : null);
}
