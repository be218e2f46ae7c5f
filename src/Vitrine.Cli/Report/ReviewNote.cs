using Vitrine.Runtime.Workspaces;

namespace Vitrine.Cli.Report;

/// <summary>What a person reads after a run with <c>--review</c>.</summary>
internal static class ReviewNote
{
    public static void Write(OutputStream messages, PendingCount pending, string session)
    {
        if (pending is { Files: 0, HasCommits: false })
        {
            messages.Note("The workspace is as it was, and nothing waits for review.");
            return;
        }

        string ofHost = pending.OfHost > 0 ? $", {Quantity.Number(pending.OfHost)} of them to be accepted by name" : "";
        string commits = pending.HasCommits ? "; git's own files changed too" : "";
        messages.Complain($"The workspace is as it was; {Quantity.Of(pending.Files, "change waits", "changes wait")} for review{ofHost}{commits}.",
            $"vitrine diff {session}, then vitrine apply {session} or vitrine discard {session}");
    }
}
