using Vitrine.Audit.Reading.Harvesting;
using Vitrine.Audit.Reading.Hiding;

namespace Vitrine.Audit.Reading;

/// <summary>Bytes that look masked, and that no key near them undid: when all files were read, the keys of all files are tried.</summary>
internal sealed class UnsolvedBytes(ReadingState state)
{
    private const int Most = 192;
    private const int MostPacked = 32;
    private const int Longest = 16 << 10;

    private readonly List<(Origin Origin, int Offset, Sighting Seen, byte[] Bytes, string[] Steps, bool IsSearched, bool MayBePacked)> _waiting = [];
    private int _packed;

    /// <summary>Whether a program of the package turns characters into others.</summary>
    public bool MayMask { get; set; }

    /// <summary>Whether a program of the package makes digests.</summary>
    public bool MayHash { get; set; }

    /// <summary>Keeps some for later.</summary>
    public void Add(Origin origin, int offset, in Sighting seen, byte[] bytes, string[] steps, bool isSearched, bool mayBePacked)
    {
        if (bytes.Length is >= 8 and <= Longest && _waiting.Count < Most)
            _waiting.Add((origin, offset, seen, bytes, steps, isSearched, mayBePacked && ++_packed <= MostPacked));
    }

    /// <summary>Tries them.</summary>
    public void Try()
    {
        if (MayHash)
            SaltedWords.Find(state);
        // No program of the package masks anything.
        if (!MayMask)
            return;
        IReadOnlyList<byte[]> keys = state.Keys.All;
        foreach ((Origin origin, int offset, Sighting seen, byte[] bytes, string[] steps, bool isSearched, bool mayBePacked) in _waiting)
        {
            if (state.Allowance.IsLate)
                return;
            Unmasked? plain = (isSearched ? XorSearch.FindKeyed(bytes, keys) : XorSearch.Find(bytes, null, keys))
                ?? (mayBePacked ? KeyedPacking.Find(bytes, keys) : null);
            if (plain is { } found)
                foreach (Revealed revealed in state.Unhider.UndoBytes(found.Bytes, [.. steps, found.Steps], true, [], false, 1))
                    state.Reveal(origin, offset, revealed, seen);
        }

        _waiting.Clear();
    }
}
