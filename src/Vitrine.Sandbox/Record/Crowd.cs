namespace Vitrine.Sandbox.Record;

/// <summary>Tells whether the box's watched calls come from one thread at a time or from many at once: by how often the caller changes among the last ones.</summary>
internal sealed class Crowd
{
    /// <summary>Calls that are looked at together.</summary>
    internal const int Window = 64;

    /// <summary>Changes of the caller in a window from which on it is a crowd; a shell that starts one program after the other makes a few.</summary>
    internal const int Changes = 16;

    private int _last, _calls, _changes;

    /// <summary>Whether the last whole window was a crowd's.</summary>
    public bool IsParallel { get; private set; }

    /// <summary>Notes the caller of one more call.</summary>
    public void Add(int thread)
    {
        if (thread != _last)
        {
            _last = thread;
            _changes++;
        }

        if (++_calls < Window)
            return;
        IsParallel = _changes >= Changes;
        (_calls, _changes) = (0, 0);
    }
}
