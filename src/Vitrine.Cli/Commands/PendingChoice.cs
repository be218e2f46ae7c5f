using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Cli.Commands;

/// <summary>
/// Finds what a person means by <c>[SESSION] [PATHS]</c>: the first word is a session when it is <c>last</c> or the beginning of a session's id, else a path.
/// </summary>
internal sealed class PendingChoice : IDisposable
{
    private PendingChoice(PendingChanges pending, IReadOnlyList<UnixPath> paths) => (Pending, Paths) = (pending, paths);

    /// <summary>What is pending.</summary>
    public PendingChanges Pending { get; }

    /// <summary>Relative to the workspace.</summary>
    public IReadOnlyList<UnixPath> Paths { get; }

    /// <summary>Finds it; null when there is none, which has been said.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static PendingChoice? Find(SessionStore sessions, ReviewStore reviews, IReadOnlyList<string> words, OutputStream messages)
    {
        SessionId? named = null;
        if (words.Count > 0 && IsSession(words[0]))
        {
            SessionLookup lookup = words[0] == "last" ? default : sessions.Resolve(words[0]);
            if (words[0] != "last" && lookup.Status != SessionLookupStatus.Found)
            {
                _ = SessionChoice.Open(sessions, words[0], messages);
                return null;
            }

            named = words[0] == "last" ? null : lookup.Id;
            words = [.. words.Skip(1)];
        }

        SessionId[] candidates = named is { } id ? [id] : [.. reviews.ListReviews().Concat(reviews.ListHeld()).OrderDescending()];
        foreach (SessionId session in candidates)
        {
            if (sessions.Describe(session) is { State: SessionState.Running })
            {
                messages.Complain($"Session {session} still runs.", "it can be looked at and applied when it has ended");
                return null;
            }

            if (WorkspaceOf(sessions, session) is not { } workspace
                || (reviews.OpenReview(session, workspace) ?? reviews.OpenHeld(session, workspace)) is not { } pending)
                continue;
            if (Below(words, workspace, messages) is { } paths)
                return new PendingChoice(pending, paths);
            pending.Dispose();
            return null;
        }

        messages.Complain(
            named is { } none ? $"Nothing of session {none} waits for review." : "Nothing waits for review.",
            "vitrine run --review works on a copy-on-write view of the workspace; vitrine log lists the sessions");
        return null;
    }

    /// <summary>The workspace of a session, from its record.</summary>
    public static UnixPath? WorkspaceOf(SessionStore sessions, SessionId session) => sessions.Describe(session).Started?.Workspace;

    private static bool IsSession(string word) =>
        word == "last" || (word.Length is >= 4 and <= 22 && word.AsSpan(0, Math.Min(8, word.Length)).IndexOfAnyExceptInRange('0', '9') < 0);

    /// <summary>The paths relative to the workspace; a relative one counts from the working directory when that lies in the workspace.</summary>
    private static List<UnixPath>? Below(IReadOnlyList<string> words, UnixPath workspace, OutputStream messages)
    {
        var paths = new List<UnixPath>();
        string top = workspace.ToString();
        UnixPath here = Workspace.RealPath(new UnixPath(".")) ?? workspace;
        string start = here.IsAtOrBelow(workspace) ? here.ToString() : top;
        foreach (string word in words)
        {
            string full = Path.GetFullPath(word, start);
            if (full.Length > 1)
                full = full.TrimEnd('/');
            if (full == top)
                return [];
            if (!new UnixPath(full).IsAtOrBelow(workspace))
            {
                messages.Complain($"{Visible.Cut(word, 100)} does not lie in the session's workspace, {Visible.Cut(top, 100)}.",
                    "paths count from the workspace, or from the working directory within it");
                return null;
            }

            paths.Add(new UnixPath(full[(top.Length + 1)..]));
        }

        return paths;
    }

    public void Dispose() => Pending.Dispose();
}
