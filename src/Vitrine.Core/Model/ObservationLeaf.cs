namespace Vitrine.Core.Model;

/// <summary>
/// The one place that decides what of an observation stands in its leaf: its kind, what was decided, by which rule where that is one of our own words, and
/// the digests of the bodies it names. No text of an observation gets further than these comparisons.
/// </summary>
public static class ObservationLeaf
{
    /// <summary>The kinds of a session's first and last entry.</summary>
    public const string SessionStarted = "session-started", SessionEnded = "session-ended";

    /// <summary>Makes the leaf of an entry.</summary>
    /// <param name="entry">The entry; its time is whole microseconds, UTC.</param>
    /// <param name="policy">Digest of the session's policy; what is no SHA-256 in lower-case hex is left out.</param>
    /// <param name="sealedDigest">Digest of the sealed record; null without one.</param>
    public static Leaf Of(Entry entry, string? policy, string? sealedDigest)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Decision? decision = DecisionOf(entry.Data);
        return new Leaf(KindOf(entry.Data), entry.Time)
        {
            Session = entry.Session,
            Sequence = entry.Index,
            Decision = decision?.Outcome,
            Rule = decision is { } made ? RuleOf(made) : null,
            Policy = LeafForm.DigestOrNull(policy),
            Payloads = PayloadsOf(entry.Data),
            Sealed = sealedDigest,
        };
    }

    /// <summary>The kind, as the entry's JSON names it.</summary>
    public static string KindOf(Observation observation) => observation switch
    {
        Model.SessionStarted => SessionStarted,
        Model.SessionEnded => SessionEnded,
        ProgramRun => "program-run",
        OpensRepeated => "opens-repeated",
        FileOpened => "file-opened",
        FileChanged => "file-changed",
        SocketConnected => "socket-connected",
        SocketBound => "socket-bound",
        SignalSent => "signal-sent",
        CallRefused => "call-refused",
        NameLookedUp => "name-looked-up",
        FlowRefused => "flow-refused",
        FlowStarted => "flow-started",
        FlowEnded => "flow-ended",
        RequestStarted => "request-started",
        RequestEnded => "request-ended",
        FileHeldBack => "file-held-back",
        BodyInspected => "body-inspected",
        CredentialUsed => "credential-used",
        PolicyDecided => "policy-decided",
        PolicyChanged => "policy-changed",
        ReviewKept => "review-kept",
        EventsLost => "events-lost",
        TerminalSequencesDropped => "terminal-sequences-dropped",
        _ => throw new ArgumentException("There is no such kind of observation.", nameof(observation)),
    };

    private static Decision? DecisionOf(Observation observation) => observation switch
    {
        NameLookedUp o => o.Decision,
        FlowRefused o => o.Decision,
        FlowStarted o => o.Decision,
        FlowEnded o => o.Decision,
        RequestStarted o => o.Decision,
        BodyInspected o => o.Decision,
        PolicyDecided o => o.Decision,
        _ => null,
    };

    /// <summary>
    /// A rule where it is one of the words that Vitrine itself says; and of a line of a person's policy only which layer it stands in. What the line
    /// says, its file and its number stay in the sealed record: a person wrote it, or the agent did.
    /// </summary>
    private static string? RuleOf(Decision decision) => decision.Rule switch
    {
        "default: deny" => "default: deny",
        "default: ask" => "default: ask",
        "default: allow" => "default: allow",
        "default: record" => "default: record",
        "--offline" => "--offline",
        _ => LayerOf(decision.Origin),
    };

    private static string? LayerOf(string? origin) => origin?[..Math.Max(0, origin.IndexOf(' '))] switch
    {
        "organisation" => "organisation",
        "user" => "user",
        "project" => "project",
        "builtin" => "builtin",
        _ => null,
    };

    private static IReadOnlyList<string> PayloadsOf(Observation observation) => observation switch
    {
        RequestStarted { Body: { } body } => Digests(body, null),
        RequestEnded o => Digests(o.RequestBody, o.ResponseBody),
        _ => [],
    };

    private static IReadOnlyList<string> Digests(PayloadReference? first, PayloadReference? second)
    {
        string? one = LeafForm.DigestOrNull(first?.Digest), two = LeafForm.DigestOrNull(second?.Digest);
        return (one, two) switch
        {
            (null, null) => [],
            ({ } only, null) => [only],
            (null, { } only) => [only],
            ({ } both, { } more) => [both, more],
        };
    }
}
