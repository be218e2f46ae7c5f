using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// Whether an observation that was read from JSON has all that its kind must have: the reader takes a missing member for null. What lacks something was not
/// written by a recorder, and counts as damaged.
/// </summary>
internal static class EntryShape
{
    public static bool IsWhole(Observation data) => data switch
    {
        SessionStarted o => o is { Vitrine: not null, Network: not null, Kernel: not null }
            && IsWhole(o.Command)
            && IsWhole(o.Allow)
            && IsWhole(o.EnvironmentNames)
            && (o.PolicyLayers is null || IsWhole(o.PolicyLayers)),
        SessionEnded o => o.Reason is not null && double.IsFinite(o.Seconds),
        ProgramRun o => IsWhole(o.Arguments),
        FileOpened o => o.Access is not null,
        FileChanged o => o.Change is not null,
        FileHeldBack o => o.Why is not null,
        SocketConnected o => o is { Family: not null, Address: not null },
        SocketBound o => o is { Family: not null, Address: not null },
        CallRefused o => o is { Call: not null, Detail: not null, Error: not null },
        NameLookedUp o => o is { Name: not null, Type: not null, Answer: not null },
        FlowRefused o => o is { Destination: not null, Reason: not null },
        FlowStarted o => o.Destination is not null,
        FlowEnded o => o.Destination is not null && double.IsFinite(o.Seconds),
        RequestStarted o => o is { Method: not null, Url: not null, HttpVersion: not null } && IsWhole(o.Headers),
        RequestEnded o => o.AnsweredBy is not null && double.IsFinite(o.Seconds) && IsWhole(o.Headers),
        BodyInspected o => o.Direction is not null
            && o.Findings is { Source: not null, Secrets: not null, Identity: not null, HiddenText: not null, Unscanned: not null }
            && o.Findings.Meaning is null or { Protocol: not null, Purpose: not null, Parts: not null },
        CredentialUsed o => o is { Name: not null, Host: not null, Use: not null },
        PolicyDecided o => o is { Subject: not null, What: not null },
        PolicyChanged o => o is { Rule: not null, Scope: not null },
        EventsLost o => o is { Source: not null, Why: not null },
        TerminalSequencesDropped o => o.Sequence is not null,
        _ => true,
    };

    private static bool IsWhole(IReadOnlyList<string>? list) => list is not null && !list.Contains(null!);

    private static bool IsWhole(IReadOnlyList<HeaderField>? headers) =>
        headers is not null && headers.All(header => header is { Name: not null, Value: not null });
}
