namespace Vitrine.Runtime.Exports;

/// <summary>
/// When the same batch is tried again: as the server says, else ever more rarely, with some chance in it so that many exporters do not come at once.
/// </summary>
internal sealed class RetrySchedule(ExportOptions options, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1);
    private long? _failedAt;
    private TimeSpan _wait = First;

    /// <summary>How long to wait after one more failure; null when it is time to give up.</summary>
    public TimeSpan? Next(TimeSpan? asTold)
    {
        _failedAt ??= time.GetTimestamp();
        // From half of the time to all of it; what the server asks for is never shortened.
        TimeSpan wait = asTold ?? _wait * (0.5 + (Random.Shared.NextDouble() / 2));
        _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
        return options.Follow || time.GetElapsedTime(_failedAt.Value) + wait <= options.RetryFor ? wait : null;
    }
}
