using Vitrine.Sandbox;

namespace Vitrine.Runtime.Sessions;

/// <summary>How a bounded session's first program ended.</summary>
/// <param name="Reason">Why it was ended; null where it ended by itself.</param>
/// <param name="Stayed">Processes that were still there.</param>
internal readonly record struct SessionCut(string? Reason, IReadOnlyList<int> Stayed);

/// <summary>Ends a session that nobody watches when its time is over or something is full, and lets what outlives its first program go on for a moment.</summary>
internal static class BoundedBox
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Begins to watch the box, whose listener must be there.</summary>
    public static Task<SessionCut> Start(Box box, SessionBounds bounds, TimeProvider time) =>
        Task.Factory.StartNew(() => Watch(box, bounds, time), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static SessionCut Watch(Box box, SessionBounds bounds, TimeProvider time)
    {
        using BoxProcesses? processes = BoxProcesses.Hold(box);
        if (processes is null)
            return new SessionCut(null, []);
        long started = time.GetTimestamp();
        while (!processes.WaitForFirst(Look))
        {
            string? reason = bounds.Exceeded?.Invoke() ?? (time.GetElapsedTime(started) > bounds.Time ? $"it ran for {bounds.Time.TotalSeconds:0.#} s" : null);
            if (reason is null)
                continue;
            IReadOnlyList<int> running = processes.List();
            box.Kill();
            return new SessionCut(reason, running);
        }

        IReadOnlyList<int> stayed = processes.List();
        started = time.GetTimestamp();
        TimeSpan left = bounds.Linger;
        while (stayed.Count > 0 && left > TimeSpan.Zero && !processes.WaitForAll(left < Look ? left : Look))
        {
            if (bounds.Exceeded?.Invoke() is { } full)
            {
                box.Kill();
                return new SessionCut(full, stayed);
            }

            left = bounds.Linger - time.GetElapsedTime(started);
        }

        return new SessionCut(null, stayed);
    }
}
