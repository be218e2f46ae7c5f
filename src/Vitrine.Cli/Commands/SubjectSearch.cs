using Vitrine.Cli.Report;
using Vitrine.Runtime.Queries;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Finds the sessions that hold something about a person.</summary>
internal static class SubjectSearch
{
    /// <summary>Sessions in whose entries or bodies a text occurs, whatever its case; what could not be searched is said.</summary>
    /// <param name="store">The sessions.</param>
    /// <param name="subject">The text.</param>
    /// <param name="among">Only these; null for all.</param>
    /// <param name="messages">Where it is said.</param>
    public static IReadOnlyCollection<SessionId> Find(SessionStore store, string subject, IReadOnlyCollection<SessionId>? among, OutputStream messages)
    {
        var found = new HashSet<SessionId>();
        var search = new EntrySearch(store);
        foreach (bool inBodies in (ReadOnlySpan<bool>)[false, true])
        {
            SearchOutcome outcome = search.Find(new EntryQuery { Texts = [subject], InBodies = inBodies }, entry => found.Add(entry.Session));
            foreach (SearchProblem problem in inBodies ? outcome.Problems : [])
                messages.Complain($"Session {problem.Session} could not be searched: {problem.What}",
                    $"vitrine purge {problem.Session} --reason TEXT purges it, whatever it holds");
            if (inBodies && outcome.UnreadBodies > 0)
                messages.Complain($"{Quantity.Of(outcome.UnreadBodies, "body", "bodies")} could not be read.", "vitrine verify says what is wrong with them");
        }

        if (among is not null)
            found.IntersectWith(among);
        return found;
    }
}
