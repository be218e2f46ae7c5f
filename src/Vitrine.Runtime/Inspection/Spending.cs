using System.Collections.Concurrent;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Inspection;

/// <summary>What a session has sent and used so far, in all and by destination. Safe for many threads.</summary>
internal sealed class Spending
{
    // The door bounds the names; what is beyond shares one count, which is stricter.
    private const int MostDestinations = 4_096;
    private readonly Count _all = new();
    private readonly ConcurrentDictionary<string, Count> _destinations = new(StringComparer.Ordinal);

    /// <summary>The state before a request.</summary>
    public DataContext Before(Destination destination, DeclaredPurpose? purpose, RegionEntry? region, long bytes)
    {
        Count own = Of(destination);
        return new DataContext(purpose, region, bytes, _all.Bytes, _all.Tokens, own.Bytes, own.Tokens);
    }

    /// <summary>Counts what leaves.</summary>
    public void AddBytes(Destination destination, long bytes)
    {
        Interlocked.Add(ref _all.Bytes, bytes);
        Interlocked.Add(ref Of(destination).Bytes, bytes);
    }

    /// <summary>Counts what an answer says was used.</summary>
    public void AddTokens(Destination destination, BodyMeaning meaning)
    {
        long tokens = Math.Max(0, meaning.TokensIn ?? 0) + Math.Max(0, meaning.TokensOut ?? 0);
        Interlocked.Add(ref _all.Tokens, tokens);
        Interlocked.Add(ref Of(destination).Tokens, tokens);
    }

    private Count Of(Destination destination)
    {
        string name = destination.ToString();
        return _destinations.TryGetValue(name, out Count? known)
            ? known
            : _destinations.GetOrAdd(_destinations.Count < MostDestinations ? name : "", static _ => new Count());
    }

    private sealed class Count
    {
        public long Bytes;
        public long Tokens;
    }
}
