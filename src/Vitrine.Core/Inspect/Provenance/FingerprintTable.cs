using System.Runtime.CompilerServices;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Where each fingerprint stands: a filter that stays in the second-level cache, an open-addressed table, and short chains of places. Entries are only added,
/// by one writer at a time; readers need no lock: they hold one <see cref="View"/>, and each entry is complete before the word that leads to it is written.
/// </summary>
internal sealed class FingerprintTable
{
    /// <summary>Places remembered for one fingerprint. What stands at more is common and says nothing.</summary>
    public const int MostPlaces = 16;

    private const int LargestFilter = 1 << 17;
    private View _view = new(1 << 10, 1 << 10, 1 << 10);
    private int _keys, _places;

    /// <summary>What readers see.</summary>
    public View Current => Volatile.Read(ref _view);

    /// <summary>How many different fingerprints there are.</summary>
    public int Count => _keys;

    /// <summary>
    /// Adds a place, or, where <paramref name="outdated"/> says that one of its places has been replaced, takes that one's room. Full chains stay as they are.
    /// </summary>
    public void Add(ulong hash, int file, int offset, Func<int, bool>? outdated)
    {
        Grow();
        View view = _view;
        int slot = view.SlotOf(hash), head = view.Heads[slot];
        long place = (long)file << 32 | (uint)offset;
        int length = 0;
        for (int entry = head; entry != 0; entry = view.Next[entry], length++)
            if (outdated is not null && outdated((int)(view.Places[entry] >> 32)))
            {
                Volatile.Write(ref view.Places[entry], place);
                return;
            }

        if (length >= MostPlaces)
            return;
        int added = ++_places;
        view.Places[added] = place;
        view.Next[added] = head;
        Volatile.Write(ref view.Heads[slot], added);
        if (head != 0)
            return;
        _keys++;
        Volatile.Write(ref view.Keys[slot], hash);
        view.Mark(hash);
    }

    private void Grow()
    {
        View old = _view;
        bool table = (_keys + 1) * 2 > old.Keys.Length, places = _places + 2 > old.Places.Length;
        if (!table && !places)
            return;
        int size = table ? old.Keys.Length * 2 : old.Keys.Length;
        var grown = new View(size, Math.Min(LargestFilter, Math.Max(1 << 10, size / 8)), places ? old.Places.Length * 2 : old.Places.Length);
        old.Places.AsSpan(0, _places + 1).CopyTo(grown.Places);
        old.Next.AsSpan(0, _places + 1).CopyTo(grown.Next);
        for (int from = 0; from < old.Keys.Length; from++)
        {
            ulong key = old.Keys[from];
            if (key == 0)
                continue;
            int to = grown.SlotOf(key);
            grown.Keys[to] = key;
            grown.Heads[to] = old.Heads[from];
            grown.Mark(key);
        }

        Volatile.Write(ref _view, grown);
    }

    /// <summary>One size of the table. Sizes are powers of two.</summary>
    internal sealed class View(int slots, int filterWords, int places)
    {
        /// <summary>Two bits of one word for each fingerprint.</summary>
        public readonly ulong[] Filter = new ulong[filterWords];

        /// <summary>The whole fingerprint; 0 is an empty slot.</summary>
        public readonly ulong[] Keys = new ulong[slots];

        /// <summary>First entry of a slot's chain.</summary>
        public readonly int[] Heads = new int[slots];

        /// <summary>File in the upper, offset in the lower half; entry 0 is not used.</summary>
        public readonly long[] Places = new long[places];

        /// <summary>The next entry of the chain; 0 ends it.</summary>
        public readonly int[] Next = new int[places];

        /// <summary>The two bits by which the filter knows a fingerprint.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Bits(ulong hash) => 1UL << (int)(hash >> 1) | 1UL << (int)(hash >> 7);

        /// <summary>The entry that begins a fingerprint's chain, or 0.</summary>
        public int Find(ulong hash)
        {
            int mask = Keys.Length - 1;
            for (int slot = (int)(hash >> 13) & mask; ; slot = (slot + 1) & mask)
            {
                ulong key = Volatile.Read(ref Keys[slot]);
                if (key == hash)
                    return Volatile.Read(ref Heads[slot]);
                if (key == 0)
                    return 0;
            }
        }

        /// <summary>Whether a chain is full, so that there may be more places than it has.</summary>
        public bool IsFull(int entry)
        {
            int length = 0;
            for (; entry != 0; entry = Next[entry])
                length++;
            return length >= MostPlaces;
        }

        /// <summary>The slot that has the fingerprint, or the empty one where it belongs.</summary>
        public int SlotOf(ulong hash)
        {
            int mask = Keys.Length - 1, slot = (int)(hash >> 13) & mask;
            while (Keys[slot] != 0 && Keys[slot] != hash)
                slot = (slot + 1) & mask;
            return slot;
        }

        /// <summary>Sets the filter's bits.</summary>
        public void Mark(ulong hash)
        {
            ref ulong word = ref Filter[(int)(hash >> 40) & (Filter.Length - 1)];
            Volatile.Write(ref word, word | Bits(hash));
        }
    }
}
