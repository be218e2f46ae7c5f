using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;

namespace Vitrine.Cli.Commands;

/// <summary>Sessions whose supervisor was killed: they get their end, and the exit gate does its work for them, as soon as any command looks.</summary>
internal static class LostSessions
{
    /// <summary>Does so and says what was held back.</summary>
    public static void Close(SessionStore sessions, GuardStore guards, OutputStream messages)
    {
        foreach (AbandonedSession lost in sessions.CloseAbandoned(guards))
            Tell(lost, messages);
    }

    /// <summary>Says what became of one.</summary>
    public static void Tell(AbandonedSession lost, OutputStream messages)
    {
        if (lost.Problem is { } problem)
            messages.Complain($"Session {lost.Id} lost its supervisor and could not be ended: {problem}", "look at its workspace before your own tools do");
        if (lost.Held is { Count: > 0 } held)
            messages.Complain(
                $"Session {lost.Id} lost its supervisor; {Quantity.Of(held.Count, "file")} that your own tools would execute {(held.Count == 1 ? "was" : "were")} taken out of its workspace now: {string.Join(", ", held.Take(3).Select(Name))}{(held.Count > 3 ? ", …" : "")}.",
                $"vitrine held {lost.Id}");
    }

    private static string Name(FileHeldBack held) => Visible.Cut(held.Path.ToString(), 80);
}
