using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Core.Inspect.Identity;

/// <summary>
/// Finds many literals of eight bytes or more at once. Wherever such a literal stands, one of its first five groups of four bytes stands at a multiple of
/// five; so only each fifth place is looked at, in a bit map that fits the first-level cache (the idea of Wu and Manber's search, 1994).
/// </summary>
internal sealed class LiteralSearch
{
    /// <summary>The shortest literal that this finds.</summary>
    public const int ShortestLiteral = 8;

    private const int Stride = 5, MapBits = 18;
    private readonly ulong[] _map = new ulong[1 << (MapBits - 6)];
    private readonly Dictionary<uint, List<(int Literal, int Offset)>> _groups = [];
    private readonly IReadOnlyList<Literal> _literals;

    public LiteralSearch(IReadOnlyList<Literal> literals)
    {
        _literals = literals;
        for (int i = 0; i < literals.Count; i++)
        {
            for (int offset = 0; offset < Stride; offset++)
            {
                uint group = MemoryMarshal.Read<uint>(literals[i].Bytes.AsSpan(offset));
                (int word, ulong bit) = Place(group);
                _map[word] |= bit;
                ref List<(int, int)>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, group, out _);
                (list ??= []).Add((i, offset));
            }
        }
    }

    /// <summary>Adds a hit for each literal that stands in <paramref name="text"/> and that <paramref name="accept"/> takes, until <paramref name="room"/> is used up.</summary>
    public void Find(ReadOnlySpan<byte> text, WordRules accept, ref int room, List<IdentityHit> hits)
    {
        if (text.Length < ShortestLiteral || _literals.Count == 0)
            return;
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref ulong map = ref MemoryMarshal.GetArrayDataReference(_map);
        nuint last = (nuint)text.Length - sizeof(uint);
        for (nuint at = 0; at <= last; at += Stride)
        {
            uint group = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, at));
            (int word, ulong bit) = Place(group);
            if ((Unsafe.Add(ref map, word) & bit) != 0 && !Check(text, (int)at, group, accept, ref room, hits))
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Word, ulong Bit) Place(uint group)
    {
        uint hash = (group * 0x9E37_79B1u) >> (32 - MapBits);
        return ((int)(hash >> 6), 1UL << (int)(hash & 63));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Check(ReadOnlySpan<byte> text, int at, uint group, WordRules accept, ref int room, List<IdentityHit> hits)
    {
        if (!_groups.TryGetValue(group, out List<(int Literal, int Offset)>? list))
            return true;
        foreach ((int index, int offset) in list)
        {
            int begin = at - offset;
            // A literal has several groups at each place of its own, but only one of them falls on a multiple of five.
            if (begin < 0 || !text[begin..].StartsWith(_literals[index].Bytes) || !accept.Takes(text, begin, _literals[index]))
                continue;
            if (room-- == 0)
                return false;
            hits.Add(new IdentityHit(_literals[index].Kind, _literals[index].Form, new TextRange(begin, _literals[index].Bytes.Length)));
        }

        return true;
    }
}
