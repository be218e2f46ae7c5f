using Vitrine.Audit.Experiment;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Sessions that the plan will probably ask for next: they take places that nobody else wants. What the plan does never depends on them: one that nobody asks
/// for leaves no trace in the store and costs nothing of the budget of sessions.
/// </summary>
internal sealed class Foresight(SessionQueue queue) : IDisposable
{
    private readonly HashSet<SessionFlight> _expected = [];

    /// <summary>What is expected now, the most probable first; what was expected before and has not begun is left.</summary>
    /// <param name="cells">Which.</param>
    /// <param name="share">The share of the budget up to which they may be begun.</param>
    /// <param name="urgency">How urgent the first is, from 1; each further one is a little less.</param>
    public void Expect(IEnumerable<Cell> cells, double share, int urgency = 1)
    {
        var now = new HashSet<SessionFlight>();
        foreach (Cell cell in cells)
        {
            if (queue.Foresee(cell, share, urgency++) is { } flight)
                now.Add(flight);
        }

        foreach (SessionFlight flight in _expected.Where(flight => !now.Contains(flight)))
            queue.Leave(flight, begun: false);
        _expected.RemoveWhere(flight => !flight.IsBegun);
        _expected.UnionWith(now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SessionFlight flight in _expected)
            queue.Leave(flight, begun: true);
        _expected.Clear();
    }
}
