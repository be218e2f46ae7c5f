using Vitrine.Cli.Report;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>Finds the session that a person named, or says why there is none.</summary>
internal static class SessionChoice
{
    /// <summary>The session; null when there is none, which has been said.</summary>
    public static StoredSession? Open(SessionStore store, string text, OutputStream messages)
    {
        SessionLookup lookup = store.Resolve(text);
        if (lookup.Status == SessionLookupStatus.Found && store.Open(lookup.Id) is { } session)
            return session;
        string shown = Visible.Cut(text, 60);
        switch (lookup.Status)
        {
            case SessionLookupStatus.Ambiguous:
                string some = string.Join(", ", lookup.Candidates.Take(3));
                messages.Complain($"{Quantity.Of(lookup.Candidates.Count, "session")} begin with \"{shown}\".",
                    $"type more of the id: {some}{(lookup.Candidates.Count > 3 ? ", …" : "")}");
                break;
            case SessionLookupStatus.Found:
                messages.Complain($"Session {lookup.Id} was removed just now.", "vitrine log lists the sessions.");
                break;
            default:
                messages.Complain(
                    text == "last" ? "There is no session yet." : $"No session has the id \"{shown}\", or one that begins so.",
                    text == "last" ? "vitrine run -- COMMAND makes one."
                        : SessionId.TryParse(text, out _) ? $"vitrine verify {text} says whether it was purged; vitrine log lists the sessions."
                            : "vitrine log lists the sessions.");
                break;
        }

        return null;
    }
}
