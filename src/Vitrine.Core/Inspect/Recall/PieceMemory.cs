namespace Vitrine.Core.Inspect.Recall;

/// <summary>
/// Verdicts by value, since agents resend their history with each turn: bytes that were searched are neither decoded nor searched again. Bounded: when the
/// younger of two generations is full, the elder is dropped; what is met again moves to the younger. Safe for many threads.
/// </summary>
public sealed class PieceMemory
{
    /// <summary>Shorter bytes are quicker decoded than looked up.</summary>
    internal const int LeastUnit = 256;

    /// <summary>The same for an object or array: it may be one of thousands of short messages, and has several pieces.</summary>
    internal const int LeastElement = 64;

    private readonly Lock _lock = new();
    private readonly PieceHash _hash = PieceHash.Random();
    private readonly long _generationBytes;
    private Dictionary<UInt128, PieceVerdict> _young = [];
    private Dictionary<UInt128, PieceVerdict> _old = [];
    private long _youngBytes;

    /// <summary>A memory with a secret key of its own.</summary>
    /// <param name="maximumBytes">About how many bytes it may take. Half is for verdicts, of which a clean one takes 96; half for the last bodies of at most
    /// four conversations, as they were sent.</param>
    public PieceMemory(long maximumBytes = 16 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumBytes);
        _generationBytes = maximumBytes / 4;
        Bodies = new LastBodies(maximumBytes / 2);
    }

    /// <summary>How many verdicts are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _young.Count + _old.Count;
        }
    }

    internal LastBodies Bodies { get; }

    internal UInt128 KeyOf(ReadOnlySpan<byte> bytes, ulong domain) => _hash.Of(bytes, domain);

    internal PieceVerdict? Get(UInt128 key)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out PieceVerdict? known))
                return known;
            if (!_old.Remove(key, out known))
                return null;
            Put(key, known);
            return known;
        }
    }

    internal void Set(UInt128 key, PieceVerdict verdict)
    {
        lock (_lock)
            Put(key, verdict);
    }

    private void Put(UInt128 key, PieceVerdict verdict)
    {
        if (!_young.TryAdd(key, verdict))
            return;
        _youngBytes += verdict.Cost;
        if (_youngBytes <= _generationBytes)
            return;
        (_old, _young, _youngBytes) = (_young, [], 0);
    }
}
