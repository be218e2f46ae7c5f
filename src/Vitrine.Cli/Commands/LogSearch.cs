using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Queries;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Lists entries of all sessions, one a line.</summary>
internal sealed class LogSearch(SessionStore store, TimeProvider time, OutputStream data, OutputStream messages)
{
    private const int MostProblems = 10;

    public int Run(EntryQuery query, string? session, bool asJson, bool onlyCount)
    {
        if (session is not null)
        {
            if (SessionChoice.Open(store, session, messages) is not { } chosen)
                return ShowExit.NothingToShow;
            query = query with { Session = chosen.Id };
        }

        if (query.InBodies)
            messages.Note("stored bodies are searched, too: each that could hold the text is decrypted, which takes its time.");
        SearchOutcome outcome;
        using (var progress = new LogProgress(messages, time))
        {
            using StreamWriter text = data.OpenText();
            outcome = new EntrySearch(store).Find(query, onlyCount ? null : found =>
            {
                progress.Clear();
                Write(found, asJson, text);
            }, progress.Tell);
            if (onlyCount)
                text.Write(asJson ? $"{{\"count\":{outcome.Found}}}\n" : $"{outcome.Found}\n");
        }

        data.Bytes.Flush();
        if (outcome.Found == 0 && !onlyCount)
            messages.Note("No entry is as asked for.");
        if (outcome.IsCut)
            messages.Complain($"There are more than these {Quantity.Of(outcome.Found, "entry", "entries")}.", "--limit 0 gives all, --count says how many.");
        return Judge(outcome, messages);
    }

    /// <summary>Says what could not be searched.</summary>
    internal static int Judge(SearchOutcome outcome, OutputStream messages)
    {
        if (outcome.Purged > 0)
            messages.Note($"{Quantity.Of(outcome.Purged, "session")} {(outcome.Purged == 1 ? "was" : "were")} purged: nothing of {(outcome.Purged == 1 ? "it" : "them")} can be read any more.");
        if (outcome.UnreadBodies > 0)
            messages.Note($"{Quantity.Of(outcome.UnreadBodies, "stored body", "stored bodies")} could not be read, and so {(outcome.UnreadBodies == 1 ? "was" : "were")} not searched.");
        if (outcome.NotStored is { } why)
            messages.Complain($"An index could not be stored, and the next search makes it again: {why}", "vitrine doctor checks the state directory.");
        foreach (SearchProblem problem in outcome.Problems.Take(MostProblems))
            messages.Complain($"Not all of session {problem.Session}'s record could be searched: {problem.What}.",
                $"vitrine verify {problem.Session} says more.");
        if (outcome.Problems.Count > MostProblems)
            messages.Note($"So it is with {Quantity.Of(outcome.Problems.Count - MostProblems, "more session")}.");
        return outcome.Problems.Count > 0 ? ShowExit.Damaged : ShowExit.Done;
    }

    private void Write(FoundEntry found, bool asJson, StreamWriter text)
    {
        if (asJson)
        {
            data.Bytes.Write(found.Utf8.Span);
            data.Bytes.WriteByte((byte)'\n');
            return;
        }

        text.Write(EntryLine.Of(Entry.Parse(found.Utf8.Span), found, time, data.Width));
        text.Write('\n');
    }
}
