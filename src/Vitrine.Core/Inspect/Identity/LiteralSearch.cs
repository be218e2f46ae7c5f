using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Core.Inspect.Identity;

/// <summary>Finds many literals of eight bytes or more at once.</summary>
internal sealed class LiteralSearch
{
    /// <summary>The shortest literal that this finds.</summary>
    public const int ShortestLiteral = PieceFilter.ShortestLiteral;

    private readonly PieceFilter _filter;
    private readonly Dictionary<uint, List<(int Literal, int Offset)>> _groups = [];
    private readonly IReadOnlyList<Literal> _literals;

    public LiteralSearch(IReadOnlyList<Literal> literals)
    {
        _literals = literals;
        _filter = new PieceFilter(0x9E37_79B9_7F4A_7C15, literals.Count * PieceFilter.Stride);
        for (int i = 0; i < literals.Count; i++)
        {
            _filter.Add(literals[i].Bytes);
            for (int offset = 0; offset < PieceFilter.Stride; offset++)
            {
                ref List<(int, int)>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, Group(literals[i].Bytes, offset), out _);
                (list ??= []).Add((i, offset));
            }
        }
    }

    /// <summary>
    /// Adds a hit for each literal that stands in <paramref name="text"/> and that <paramref name="accept"/> takes, until <paramref name="room"/> is used up.
    /// </summary>
    public void Find(ReadOnlySpan<byte> text, WordRules accept, ref int room, List<IdentityHit> hits)
    {
        if (text.Length < ShortestLiteral || _literals.Count == 0)
            return;
        for (int at = _filter.Next(text, 0); at >= 0; at = _filter.Next(text, at + PieceFilter.Stride))
            if (!Check(text, at, accept, ref room, hits))
                return;
    }

    private static uint Group(ReadOnlySpan<byte> text, int at) => MemoryMarshal.Read<uint>(text[at..]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Check(ReadOnlySpan<byte> text, int at, WordRules accept, ref int room, List<IdentityHit> hits)
    {
        if (!_groups.TryGetValue(Group(text, at), out List<(int Literal, int Offset)>? list))
            return true;
        foreach ((int index, int offset) in list)
        {
            int begin = at - offset;
            // A literal has several groups at each place of its own, but only one of them falls on a place that is looked at.
            if (begin < 0 || !text[begin..].StartsWith(_literals[index].Bytes) || !accept.Takes(text, begin, _literals[index]))
                continue;
            if (room-- == 0)
                return false;
            hits.Add(new IdentityHit(_literals[index].Kind, _literals[index].Form, new TextRange(begin, _literals[index].Bytes.Length)));
        }

        return true;
    }
}
