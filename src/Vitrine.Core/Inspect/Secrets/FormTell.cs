namespace Vitrine.Core.Inspect.Secrets;

/// <summary>
/// A byte that all tokens of a form have at one place. The few that say most are looked at before anything is matched: most places where a token may begin have
/// none.
/// </summary>
/// <param name="Offset">How far behind the token's start.</param>
/// <param name="Set">What it may be.</param>
internal readonly record struct FormTell(int Offset, ByteSet Set)
{
    private const int Most = 3, Farthest = 128;

    /// <summary>Those of a form, what says most first.</summary>
    public static FormTell[] Of(FormNode root)
    {
        var sets = new List<ByteSet>();
        Extend(root, sets);
        var tells = new FormTell[Math.Min(Most, sets.Count)];
        int count = 0;
        for (int offset = 0; offset < sets.Count; offset++)
        {
            int at = Math.Min(count, Most);
            while (at > 0 && tells[at - 1].Set.Count > sets[offset].Count)
                at--;
            if (at == Most)
                continue;
            count = Math.Min(count + 1, tells.Length);
            for (int i = count - 1; i > at; i--)
                tells[i] = tells[i - 1];
            tells[at] = new FormTell(offset, sets[offset]);
        }

        return tells;
    }

    /// <summary>Adds the sets of the bytes that are at the same place in all tokens.</summary>
    /// <returns>Whether all tokens are as long as the sets that were added, so that what follows is at the same place, too.</returns>
    private static bool Extend(FormNode node, List<ByteSet> sets)
    {
        switch (node)
        {
            case FormBytes bytes:
                for (int i = 0; i < bytes.Least && sets.Count < Farthest; i++)
                    sets.Add(bytes.Set);
                return bytes.Least == bytes.Most;
            case FormSequence sequence:
                foreach (FormNode part in sequence.Parts)
                    if (!Extend(part, sets))
                        return false;
                return true;
            default:
                return Choose((FormChoice)node, sets);
        }
    }

    private static bool Choose(FormChoice choice, List<ByteSet> sets)
    {
        List<ByteSet> all = [], own = [];
        bool isFixed = Extend(choice.Ways[0], all);
        for (int way = 1; way < choice.Ways.Count; way++)
        {
            own.Clear();
            isFixed &= Extend(choice.Ways[way], own) && own.Count == all.Count;
            if (all.Count > own.Count)
                all.RemoveRange(own.Count, all.Count - own.Count);
            for (int i = 0; i < all.Count; i++)
                all[i] = all[i].With(own[i]);
        }

        for (int i = 0; i < all.Count && sets.Count < Farthest; i++)
            sets.Add(all[i]);
        return isFixed;
    }
}
