using Vitrine.Core.Model;

namespace Vitrine.Runtime.Queries;

/// <summary>Whether an entry is what a query asks for: the one place that decides it, whatever the index says. Not for use by two threads at once.</summary>
/// <param name="query">The query.</param>
/// <param name="context">The entry's session.</param>
/// <param name="bodies">Searches bodies; null where only entries are searched.</param>
internal sealed class EntryMatcher(EntryQuery query, SessionContext context, BodySearch? bodies = null)
{
    private readonly byte[][] _texts = [.. query.Texts.Select(EntryText.Fold)];
    private readonly bool[] _found = new bool[query.Texts.Count];
    private readonly EntryText _text = new();
    private readonly EntryFacts _facts = new(context.Workspace);

    /// <summary>Whether the session is one that the query asks for.</summary>
    public bool IsSessionMeant => IsMeant(query, context);

    /// <summary>Whether a session of this kind is one that the query asks for.</summary>
    public static bool IsMeant(EntryQuery query, SessionContext context) =>
        (query.Agent is not { } agent || string.Equals(agent, context.Agent, StringComparison.OrdinalIgnoreCase))
        && (query.Workspace is not { } workspace || context.Workspace.IsAtOrBelow(workspace));

    /// <summary>Whether the entry is meant. <paramref name="isEntry"/> is false when the bytes are none with this index.</summary>
    public bool Matches(ReadOnlySpan<byte> json, long index, out bool isEntry, out DateTimeOffset time)
    {
        time = default;
        isEntry = _text.TryRead(json);
        if (!isEntry)
            return false;
        // The text is the cheapest test. Where bodies count too, it decides only after them.
        bool hasTexts = HasTexts();
        if (!hasTexts && bodies is null)
            return false;
        if (query.Kind is { } kind && _text.Kind != kind)
            return false;
        Entry? entry = SessionEntries.Parse(json);
        isEntry = entry is not null && entry.Index == index;
        if (!isEntry)
            return false;
        time = entry!.Time;
        return (query.Since is not { } since || entry.Time >= since) && (query.Until is not { } until || entry.Time < until)
            && HasFacts(entry.Data) && (hasTexts || bodies!.Holds(entry.Data, _found));
    }

    private bool HasTexts()
    {
        bool all = true;
        for (int i = 0; i < _texts.Length; i++)
            all &= _found[i] = _text.Folded.IndexOf(_texts[i]) >= 0;
        return all;
    }

    private bool HasFacts(Observation data)
    {
        if (query.Decision is null && query.Host is null && query.File is null && query.Program is null)
            return true;
        _facts.Read(data);
        return (query.Decision is not { } decision || _facts.Decision == decision)
            && (query.Host is null || HasValue(TermField.Host))
            && (query.Program is null || HasValue(TermField.Program))
            && (query.File is null || HasValue(TermField.File));
    }

    private bool HasValue(TermField field)
    {
        foreach ((TermField found, string value) in _facts.Values)
            if (found == field && IsCovered(query, context, field, value))
                return true;
        return false;
    }

    /// <summary>Whether the query's pattern for a field covers a value.</summary>
    internal static bool IsCovered(EntryQuery query, SessionContext context, TermField field, string value) => field switch
    {
        TermField.Host => query.Host is not { } host || host.Matches(value, ignoreCase: true),
        TermField.Program => query.Program is not { } program || program.Covers(new UnixPath(value), context.Places),
        TermField.File => query.File is not { } file || file.Covers(new UnixPath(value), context.Places),
        _ => true,
    };
}
