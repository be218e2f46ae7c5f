using System.Collections.Concurrent;

namespace Vitrine.Egress.Capture;

/// <summary>
/// Lets the first of each kind through and counts the rest, so that an agent that asks the same thing a million times fills no ledger. Bounded:
/// kinds past the limit are counted too, apart, because those are nowhere listed.
/// </summary>
internal sealed class RepeatFilter(int limit)
{
    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);
    private int _kinds;
    private long _repeats;
    private long _unlisted;

    /// <summary>How often something came again that is listed.</summary>
    public long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>How often something came that is not listed.</summary>
    public long Unlisted => Interlocked.Read(ref _unlisted);

    /// <summary>Whether this is to be listed.</summary>
    public bool IsFirst(string kind)
    {
        if (_seen.ContainsKey(kind))
        {
            Interlocked.Increment(ref _repeats);
            return false;
        }

        if (Interlocked.Increment(ref _kinds) > limit)
        {
            Interlocked.Decrement(ref _kinds);
            Interlocked.Increment(ref _unlisted);
            return false;
        }

        if (_seen.TryAdd(kind, 0))
            return true;
        Interlocked.Decrement(ref _kinds);
        Interlocked.Increment(ref _repeats);
        return false;
    }
}
