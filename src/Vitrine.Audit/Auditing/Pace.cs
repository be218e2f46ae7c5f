namespace Vitrine.Audit.Auditing;

/// <summary>What of the budget is spent, in time and in sessions. Safe for several threads.</summary>
internal sealed class Pace(TimeProvider time, TimeSpan limit, int most, double before)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private int _spent;
    private int _most = most;
    private TimeSpan _limit = limit;

    /// <summary>Time of all parts.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start) + TimeSpan.FromSeconds(before);

    /// <summary>Time of this part.</summary>
    public TimeSpan ThisPart => time.GetElapsedTime(_start);

    /// <summary>Sessions that were begun, those that went before others among them.</summary>
    public int Spent
    {
        get
        {
            lock (_lock)
                return _spent;
        }
    }

    /// <summary>Sessions that there may be.</summary>
    public int Most
    {
        get
        {
            lock (_lock)
                return _most;
        }
    }

    /// <summary>Whether a share of time and of sessions is not used up.</summary>
    public bool Allows(double share)
    {
        lock (_lock)
            return _spent < _most * share && Elapsed < _limit * share;
    }

    /// <summary>Whether a share of the time is not used up, nor all sessions.</summary>
    public bool AllowsTime(double share)
    {
        lock (_lock)
            return _spent < _most && Elapsed < _limit * share;
    }

    /// <summary>How many sessions there may still be within a share.</summary>
    public int Room(double share)
    {
        lock (_lock)
            return Math.Max(0, (int)(_most * share) - _spent);
    }

    /// <summary>How many sessions there will be until a share of the time is used up, as fast as they were until now.</summary>
    public int Reach(double share)
    {
        TimeSpan elapsed = Elapsed, left = (_limit * share) - elapsed;
        lock (_lock)
            return left <= TimeSpan.Zero ? 0 : elapsed <= TimeSpan.Zero ? _most : (int)Math.Min(_most, left / elapsed * _spent);
    }

    /// <summary>Keeps time back for what comes after the sessions.</summary>
    public void Keep(TimeSpan time)
    {
        lock (_lock)
            _limit -= time;
    }

    /// <summary>Counts a session.</summary>
    public void Spend(int cost)
    {
        lock (_lock)
            _spent += cost;
    }

    /// <summary>Lowers the number of sessions that there may be.</summary>
    public void Shrink(int to)
    {
        lock (_lock)
            _most = Math.Min(_most, to);
    }
}
