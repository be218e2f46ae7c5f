using System.Buffers.Binary;

namespace Vitrine.Egress.Rewriting;

/// <summary>
/// Finds the first of many byte strings. They are grouped by their first bytes, and each group is searched for with one vectorised pass, so the cost is that of
/// the number of different beginnings, which is small: placeholders share theirs.
/// </summary>
internal sealed class ReplacementTable
{
    /// <summary>Bytes that a group has in common.</summary>
    public const int KeyLength = 4;

    private readonly Group[] _groups;

    /// <summary>Makes a table; what is found twice is taken once.</summary>
    public ReplacementTable(IEnumerable<Replacement> replacements)
    {
        var groups = new Dictionary<uint, List<Replacement>>();
        foreach (Replacement each in replacements)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(each.Find.Length, KeyLength);
            uint key = BinaryPrimitives.ReadUInt32BigEndian(each.Find);
            if (!groups.TryGetValue(key, out List<Replacement>? members))
                groups.Add(key, members = []);
            if (!members.Exists(other => other.Find.AsSpan().SequenceEqual(each.Find)))
                members.Add(each);
            Longest = Math.Max(Longest, each.Find.Length);
        }

        // The longest first: one may be the beginning of another, whose end would then be left.
        foreach (List<Replacement> members in groups.Values)
            members.Sort(static (a, b) => b.Find.Length.CompareTo(a.Find.Length));
        _groups = [.. groups.Values.Select(static members => new Group(members[0].Find[..KeyLength], [.. members]))];
    }

    /// <summary>A table that finds nothing.</summary>
    public static ReplacementTable Empty { get; } = new([]);

    /// <summary>Whether nothing is looked for.</summary>
    public bool IsEmpty => _groups.Length == 0;

    /// <summary>Length of the longest string that is looked for.</summary>
    public int Longest { get; }

    /// <summary>How many groups there are: the length of the array that <see cref="Next"/> works with.</summary>
    public int Groups => _groups.Length;

    /// <summary>
    /// Finds the first whole match from <paramref name="from"/> on; -1 when there is none. <paramref name="positions"/> keeps where each group was last seen,
    /// so that a whole run over the data is one pass for each group; it begins as zeros.
    /// </summary>
    public int Next(ReadOnlySpan<byte> data, int from, Span<int> positions, out Replacement? found)
    {
        while (true)
        {
            int first = -1;
            for (int g = 0; g < _groups.Length; g++)
            {
                if (positions[g] >= 0 && positions[g] <= from)
                {
                    int at = data[from..].IndexOf(_groups[g].Key);
                    positions[g] = at < 0 ? -1 : from + at;
                }

                if (positions[g] >= 0 && (first < 0 || positions[g] < positions[first]))
                    first = g;
            }

            found = null;
            if (first < 0)
                return -1;
            int position = positions[first];
            foreach (Replacement each in _groups[first].Members)
                if (data[position..].StartsWith(each.Find))
                {
                    found = each;
                    return position;
                }

            from = position + 1;
            if (from >= data.Length)
                return -1;
        }
    }

    /// <summary>Whether the data, all of it, is the beginning of something longer that is looked for.</summary>
    public bool IsBeginning(ReadOnlySpan<byte> data)
    {
        foreach (Group group in _groups)
        {
            int common = Math.Min(data.Length, KeyLength);
            if (!data[..common].SequenceEqual(group.Key.AsSpan(0, common)))
                continue;
            foreach (Replacement each in group.Members)
                if (each.Find.Length > data.Length && each.Find.AsSpan().StartsWith(data))
                    return true;
        }

        return false;
    }

    /// <summary>Where the longest end of the data starts that is the beginning of something looked for; the data's length when there is none.</summary>
    public int UnfinishedAt(ReadOnlySpan<byte> data)
    {
        for (int at = Math.Max(0, data.Length - Longest + 1); at < data.Length; at++)
            if (IsBeginning(data[at..]))
                return at;
        return data.Length;
    }

    private sealed record Group(byte[] Key, Replacement[] Members);
}
