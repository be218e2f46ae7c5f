namespace Vitrine.Runtime.Sessions;

/// <summary>When a session that nobody watches is ended.</summary>
public sealed record SessionBounds
{
    /// <summary>How long its first program may run.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>How long processes that outlive the first program may go on, so that what they do is still seen; the kernel ends them after that.</summary>
    public TimeSpan Linger { get; init; }

    /// <summary>
    /// Most bytes that all processes may have in memory together; 0 for no limit. Looked at several times a second: a limit for each process
    /// (<see cref="Sandbox.BoxLimits"/>) holds between two looks.
    /// </summary>
    public long MemoryBytes { get; init; }

    /// <summary>Asked several times a second, on a thread of its own: why the session has to end, such as a full disk; null while it may go on.</summary>
    public Func<string?>? Exceeded { get; init; }
}
