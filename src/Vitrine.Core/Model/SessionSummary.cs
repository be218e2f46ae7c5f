namespace Vitrine.Core.Model;

/// <summary>Everything a person wants to know of a session: a fold over its entries, the same during the run and years later.</summary>
public sealed class SessionSummary
{
    // Filled in by the Runtime issue part; see Add.

    /// <summary>Number of entries.</summary>
    public long Entries { get; private set; }

    /// <summary>Takes one entry in.</summary>
    public void Add(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Entries++;
    }
}
