using System.Runtime.InteropServices;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// From runs to files, piece by piece. A run that only one file has names it. One that several have, equally long, goes to a file that is named already by
/// another run; else to the one whose path stands nearest before it in the piece; else to the first by path; the others are listed with it. A weak run counts
/// only for a file that has a strong one in the piece, or whose path stands right before it.
/// </summary>
internal static class Attribution
{
    // Looking for paths in the text costs a pass over what is before the run.
    private const int MostSearches = 64, Reach = 1 << 18, ReachOfWeak = 1 << 14, MostWeakSearches = 1 << 10;

    public static IReadOnlyList<SourceInPiece> Of(ProvenanceIndex index, List<FoundRun> runs, ReadOnlySpan<byte> text)
    {
        List<SourceInPiece>? found = null;
        runs.Sort((a, b) => a.At.CompareTo(b.At));
        Span<FoundRun> all = CollectionsMarshal.AsSpan(runs);
        while (!all.IsEmpty)
        {
            int start = text[..all[0].At].LastIndexOf((byte)0) + 1, length = text[start..].IndexOf((byte)0), count = 1;
            var piece = new TextRange(start, length < 0 ? text.Length - start : length);
            while (count < all.Length && all[count].At <= piece.End)
                count++;

            // Of each piece its own: what is found in one must not depend on the others, since it is remembered with the piece.
            int weakSearches = MostWeakSearches;
            if (HasSupport(index, all[..count], text.Slice(piece.Start, piece.Length), piece.Start, ref weakSearches))
                Add(found ??= [], index, all[..count], text.Slice(piece.Start, piece.Length), piece, ref weakSearches);
            all = all[count..];
        }

        return found ?? (IReadOnlyList<SourceInPiece>)[];
    }

    // Before anything is allocated.
    private static bool HasSupport(ProvenanceIndex index, Span<FoundRun> runs, ReadOnlySpan<byte> piece, int start, ref int searches)
    {
        foreach (FoundRun run in runs)
            if (!run.IsWeak)
                return true;
        foreach (FoundRun run in runs)
            if (IsNamed(index, run, piece, start, ref searches))
                return true;
        return false;
    }

    private static bool IsNamed(ProvenanceIndex index, FoundRun run, ReadOnlySpan<byte> piece, int start, ref int searches)
    {
        int at = run.At - start;
        // The run may begin behind a path on its own line.
        int line = piece[at..].IndexOf((byte)'\n');
        ReadOnlySpan<byte> before = piece[Math.Max(0, at - ReachOfWeak)..(line < 0 ? piece.Length : Math.Min(piece.Length, at + Math.Min(line, 512)))];
        if (index.File(run.File).IsNamedIn(before, ref searches))
            return true;
        foreach (FoundElsewhere other in run.Others ?? [])
            if (index.File(other.File).IsNamedIn(before, ref searches))
                return true;
        return false;
    }

    private static void Add(List<SourceInPiece> found, ProvenanceIndex index, Span<FoundRun> runs, ReadOnlySpan<byte> text, TextRange piece,
        ref int weakSearches)
    {
        var claims = new SortedDictionary<int, Claim>();
        foreach (FoundRun run in runs)
            if (run.Others is null && !run.IsWeak)
                Take(claims, run.File, run.First, run.Last);
        int searches = MostSearches;
        foreach (bool weak in (ReadOnlySpan<bool>)[false, true])
            foreach (FoundRun run in runs)
                if (run.IsWeak == weak && (!weak || IsClaimed(claims, run) || IsNamed(index, run, text, piece.Start, ref weakSearches)))
                    Add(claims, index, run, text[Math.Max(0, run.At - piece.Start - Reach)..(run.At - piece.Start)], ref searches);
        int first = found.Count;
        foreach ((int number, Claim claim) in claims)
            found.Add(new SourceInPiece(piece, claim.ToFound(index.File(number))));
        found.Sort(first, found.Count - first, Comparer<SourceInPiece>.Create((a, b) => a.Source.File.CompareTo(b.Source.File)));
    }

    private static bool IsClaimed(SortedDictionary<int, Claim> claims, FoundRun run)
    {
        if (claims.ContainsKey(run.File))
            return true;
        foreach (FoundElsewhere other in run.Others ?? [])
            if (claims.ContainsKey(other.File))
                return true;
        return false;
    }

    private static void Add(SortedDictionary<int, Claim> claims, ProvenanceIndex index, FoundRun run, ReadOnlySpan<byte> before, ref int searches)
    {
        SourceFile file = index.File(run.File);
        FoundElsewhere chosen = run.Others is { } several ? Choose(index, claims, run, several, before, ref searches) : new(run.File, run.First, run.Last);
        Claim claim = Take(claims, chosen.File, chosen.First, chosen.Last);
        if (run.Others is { } others)
        {
            file = index.File(chosen.File);
            Add(claim, index.File(run.File), file);
            foreach (FoundElsewhere other in others)
                Add(claim, index.File(other.File), file);
        }

        claim.Path ??= Nearest(file, before, ref searches);
    }

    private static FoundElsewhere Choose(
        ProvenanceIndex index, SortedDictionary<int, Claim> claims, FoundRun run, List<FoundElsewhere> others, ReadOnlySpan<byte> before, ref int searches)
    {
        FoundElsewhere best = new(run.File, run.First, run.Last);
        (int Claimed, int Named, bool Latest) bestRank = Rank(index, claims, best.File, before, ref searches);
        foreach (FoundElsewhere other in others)
        {
            (int Claimed, int Named, bool Latest) rank = Rank(index, claims, other.File, before, ref searches);
            int order = rank.CompareTo(bestRank);
            if (order > 0 || (order == 0 && index.File(other.File).Paths[0] < index.File(best.File).Paths[0]))
                (best, bestRank) = (other, rank);
        }

        return best;
    }

    private static (int, int, bool) Rank(ProvenanceIndex index, SortedDictionary<int, Claim> claims, int file, ReadOnlySpan<byte> before, ref int searches)
    {
        int named = -1;
        foreach (UnixPath path in index.File(file).Paths)
            named = Math.Max(named, LastNamed(path, before, ref searches));
        return (claims.ContainsKey(file) ? 1 : 0, named, index.IsLatest(index.File(file)));
    }

    private static UnixPath? Nearest(SourceFile file, ReadOnlySpan<byte> before, ref int searches)
    {
        IReadOnlyList<UnixPath> paths = file.Paths;
        if (paths.Count == 1)
            return paths[0];
        UnixPath? nearest = null;
        int at = -1;
        foreach (UnixPath path in paths)
        {
            int named = LastNamed(path, before, ref searches);
            if (nearest is null || named > at || (named == at && path < nearest))
                (nearest, at) = (path, named);
        }

        return nearest;
    }

    private static int LastNamed(UnixPath path, ReadOnlySpan<byte> before, ref int searches) => searches-- > 0 ? before.LastIndexOf(path.ToBytes()) : -1;

    private static Claim Take(SortedDictionary<int, Claim> claims, int file, int first, int last)
    {
        if (!claims.TryGetValue(file, out Claim? claim))
            claims.Add(file, claim = new Claim());
        claim.Runs.Add((first, last));
        return claim;
    }

    private static void Add(Claim claim, SourceFile file, SourceFile chosen)
    {
        if (file != chosen)
            foreach (UnixPath path in file.Paths)
                if (!chosen.HasPath(path))
                    claim.Also.Add(path);
    }

    private sealed class Claim
    {
        public List<(int First, int Last)> Runs { get; } = [];

        public SortedSet<UnixPath> Also { get; } = [];

        public UnixPath? Path { get; set; }

        public SourceFound ToFound(SourceFile file)
        {
            UnixPath path = Path ?? file.Paths[0];
            foreach (UnixPath each in file.Paths)
                if (each != path)
                    Also.Add(each);
            return new SourceFound(path, Ranges(file), file.LineCount, file.Dense is not null) { AlsoIn = [.. Also] };
        }

        // Runs that touch become one range; blank lines between two lines of a range belong to it.
        private List<LineRange> Ranges(SourceFile file)
        {
            Runs.Sort();
            var ranges = new List<LineRange>();
            int last = -2;
            foreach ((int first, int end) in Runs)
            {
                if (ranges.Count > 0 && first <= last + 1)
                    ranges[^1] = ranges[^1] with { Last = file.Numbers[last = Math.Max(last, end)] };
                else
                    ranges.Add(new LineRange(file.Numbers[first], file.Numbers[last = end]));
            }

            return ranges;
        }
    }
}
