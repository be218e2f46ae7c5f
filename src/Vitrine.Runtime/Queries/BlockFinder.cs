using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Queries;

/// <summary>Which blocks of a session's index a query could find something in.</summary>
internal sealed class BlockFinder
{
    private static readonly string[] KindsWithBodies = ["request-started", "request-ended"];
    private readonly EntryQuery _query;
    private readonly ushort[] _texts, _patterns;
    private readonly long _since, _until;

    public BlockFinder(EntryQuery query)
    {
        _query = query;
        _texts = RowsOf(query.Texts);
        _patterns = RowsOf([.. LiteralsOf(query.File), .. LiteralsOf(query.Program), .. LiteralsOf(query.Host)]);
        _since = query.Since?.UtcTicks ?? 0;
        _until = query.Until?.UtcTicks ?? long.MaxValue;
    }

    /// <summary>Whether an entry with a time in this range could be meant.</summary>
    public bool MayHold(SegmentRecord segment) => segment.Newest >= _since && segment.Oldest < _until;

    /// <summary>Finds the blocks of a segment, in order.</summary>
    /// <exception cref="InvalidDataException">The segment is damaged.</exception>
    public IEnumerable<int> Find(SegmentReader segment, SessionContext context)
    {
        ulong[] set = new ulong[IndexFormat.SetWords];
        for (int i = 0; i < segment.Blocks.Length; i++)
            if (segment.Blocks[i].Newest >= _since && segment.Blocks[i].Oldest < _until)
                set[i / 64] |= 1UL << (i % 64);
        segment.KeepWithRows(_patterns, set);
        if (!_query.InBodies)
            segment.KeepWithRows(_texts, set);
        else if (_query.Texts.Count > 0)
            KeepWithTextsOrBodies(segment, set);
        KeepWithTerms(segment, context, set);
        for (int i = 0; i < segment.Blocks.Length; i++)
            if ((set[i / 64] & (1UL << (i % 64))) != 0)
                yield return i;
    }

    private void KeepWithTextsOrBodies(SegmentReader segment, ulong[] set)
    {
        ulong[] bodies = new ulong[set.Length], texts = [.. set];
        segment.AddWithTerms(TermField.None, _ => true, facet => KindsWithBodies.Contains(facet.Kind), bodies);
        segment.KeepWithRows(_texts, texts);
        for (int i = 0; i < set.Length; i++)
            set[i] &= texts[i] | bodies[i];
    }

    private void KeepWithTerms(SegmentReader segment, SessionContext context, ulong[] set)
    {
        bool isFieldAsked = _query.Host is not null || _query.File is not null || _query.Program is not null;
        if (isFieldAsked)
        {
            Keep(TermField.Host, _query.Host is not null);
            Keep(TermField.Program, _query.Program is not null);
            Keep(TermField.File, _query.File is not null);
        }
        else
        {
            Keep(TermField.None, _query.Kind is not null || _query.Decision is not null);
        }

        void Keep(TermField field, bool isAsked)
        {
            if (!isAsked || !set.AsSpan().ContainsAnyExcept(0UL))
                return;
            ulong[] found = new ulong[set.Length];
            segment.AddWithTerms(field, value => EntryMatcher.IsCovered(_query, context, field, value), IsWanted, found);
            for (int i = 0; i < set.Length; i++)
                set[i] &= found[i];
        }
    }

    private bool IsWanted(Facet facet) =>
        (_query.Kind is not { } kind || facet.Kind == kind) && (_query.Decision is not { } decision || facet.Decision == (int)decision + 1);

    private static ushort[] RowsOf(IEnumerable<string> texts) => [.. texts.SelectMany(text => Trigrams.RowsOf(EntryText.Fold(text))).Distinct().Order()];

    // What stands between slashes and wildcards stands so in each value that is covered.
    private static string[] LiteralsOf(FilePattern? pattern) => pattern?.Text.Split(['/', '*', '?']) ?? [];

    private static string[] LiteralsOf(Glob? pattern) => pattern?.Text.Split(['/', '*', '?']) ?? [];
}
