using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// From runs to files. A run that only one file has names it. One that several have, equally long, goes to a file that is named already by another run; else to the one whose path stands
/// nearest before it in the text; else to the first by path; the others are listed with it.
/// </summary>
internal static class Attribution
{
    // Looking for paths in the text costs a pass over what is before the run.
    private const int MostSearches = 64, Reach = 1 << 18;

    public static IReadOnlyList<SourceFound> Of(ProvenanceIndex index, List<FoundRun> runs, ReadOnlySpan<byte> text)
    {
        var claims = new SortedDictionary<int, Claim>();
        foreach (FoundRun run in runs)
            if (run.Others is null)
                Take(claims, run.File, run.First, run.Last);
        int searches = MostSearches;
        foreach (FoundRun run in runs)
        {
            SourceFile file = index.File(run.File);
            ReadOnlySpan<byte> before = text[Math.Max(0, run.At - Reach)..run.At];
            if (run.Others is { } others)
            {
                FoundElsewhere chosen = Choose(index, claims, run, others, before, ref searches);
                Claim claim = Take(claims, chosen.File, chosen.First, chosen.Last);
                file = index.File(chosen.File);
                Add(claim, index.File(run.File), file);
                foreach (FoundElsewhere other in others)
                    Add(claim, index.File(other.File), file);
                claim.Path ??= Nearest(file, before, ref searches);
            }
            else
            {
                claims[run.File].Path ??= Nearest(file, before, ref searches);
            }
        }

        var found = new List<SourceFound>(claims.Count);
        foreach ((int number, Claim claim) in claims)
            found.Add(claim.ToFound(index.File(number)));
        found.Sort((a, b) => a.File.CompareTo(b.File));
        return found;
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
