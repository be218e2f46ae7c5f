using Vitrine.Core.Model;

namespace Vitrine.Cli.Report;

/// <summary>What was seen, in words on one line; visible text only.</summary>
internal static class ObservationText
{
    private const int ShortWidth = 80, LongWidth = 400, MostNamed = 3;

    public static string Of(Observation data, PathText paths) => data switch
    {
        SessionStarted one => $"started {ArgumentText.Of(one.Command)} in {Short(one.Workspace.ToString())}, network {Short(one.Network)}",
        SessionEnded one => $"ended: {(one.Reason == "exited" ? Quantity.Exit(one.ExitStatus) : Short(one.Reason))}, after {Quantity.Duration(one.Seconds)}",
        ProgramRun one => $"ran {(one.Arguments.Count > 0 ? ArgumentText.Of(one.Arguments) : paths.Of(one.Program))}",
        OpensRepeated one => $"opened files again {Quantity.Of(one.Count, "time")}",
        FileOpened one => $"{Access(one)} {paths.Of(one.Path)}{(one.Exists || one.Access == "write" ? "" : ", which is not there")}",
        FileChanged one => $"{Short(one.Change)} {paths.Of(one.Path)}{(one.Target is { } target ? $" → {paths.Of(target)}" : "")}",
        FileHeldBack one => $"held back {paths.Of(one.Path)}: {Long(one.Why)}",
        SignalSent one => $"signal {Signals.Name(one.Signal)} to process {one.Target}",
        CallRefused one => $"refused {Short(one.Call)}{(one.Detail.Length > 0 ? $" ({Long(one.Detail)})" : "")}: {Short(one.Error)}",
        PolicyDecided one => $"{Verdict(one.Decision)} {Short(one.Subject)} {Long(one.What)}{(one.Approver is { } approver ? $", asked: {Short(approver)}" : "")}{Rule(one.Decision)}",
        PolicyChanged one => $"policy: {Long(one.Rule)} ({Short(one.Scope)}{(one.WrittenTo is { } file ? $", in {Long(file)}" : "")})",
        ReviewKept one => $"kept for review: {Quantity.Number(one.Changed)} changed, {Quantity.Number(one.Added)} added, {Quantity.Number(one.Removed)} removed",
        EventsLost one => $"lost {Quantity.Of(one.Count, "event")} of {Short(one.Source)}: {Short(one.Why)}",
        TerminalSequencesDropped one => $"kept from the terminal: {Short(one.Sequence)}, {Quantity.Of(one.Count, "time")}",
        _ => OfNetwork(data),
    };

    private static string OfNetwork(Observation data) => data switch
    {
        RequestStarted one => $"{Refused(one.Decision)}{Short(one.Method)} {Long(one.Url)}{Rule(one.Decision)}",
        RequestEnded one => $"answer to request {Quantity.Number(one.Request)}: {(one.Error is { } error ? Long(error) : $"{one.Status} from {Short(one.AnsweredBy)}")}, {Quantity.Bytes(one.BytesOut)} out, {Quantity.Bytes(one.BytesIn)} in",
        NameLookedUp one => $"{Refused(one.Decision)}looked up {Long(one.Name)} {Short(one.Type)}: {Short(one.Answer)}{Rule(one.Decision)}",
        SocketConnected one => $"connect to {Long(one.Address)}{(one.Host is { } host ? $" ({Long(host)})" : "")}",
        SocketBound one => $"listen on {Long(one.Address)}",
        FlowRefused one => $"refused connection to {Long(one.Destination)}: {Short(one.Reason)}{Rule(one.Decision)}",
        FlowStarted one => $"connection to {Long(one.Destination)}, not read{Rule(one.Decision)}",
        FlowEnded one => $"connection to {Long(one.Destination)} over: {Quantity.Bytes(one.BytesOut)} out, {Quantity.Bytes(one.BytesIn)} in, {Quantity.Duration(one.Seconds)}",
        CredentialUsed one => $"credential {Short(one.Name)} {Short(one.Use)}, {Long(one.Host)}",
        BodyInspected one => OfFindings(one),
        _ => Short(data.GetType().Name),
    };

    private static string OfFindings(BodyInspected inspected)
    {
        BodyFindings found = inspected.Findings;
        var words = new List<string>();
        if (found.Source.Count > 0)
            words.Add($"lines of {string.Join(", ", found.Source.Take(MostNamed).Select(source => Short(source.File.ToString())))}{More(found.Source.Count)}");
        if (found.Secrets.Count > 0)
            words.Add($"secrets: {string.Join(", ", found.Secrets.Take(MostNamed).Select(secret => Short(secret.Name ?? secret.Rule)))}{More(found.Secrets.Count)}");
        if (found.Identity.Count > 0)
            words.Add($"identity: {string.Join(", ", found.Identity.Take(MostNamed).Select(identity => Short(identity.What)))}{More(found.Identity.Count)}");
        if (found.HiddenText.Count > 0)
            words.Add($"hidden text: {string.Join(", ", found.HiddenText.Take(MostNamed).Select(hidden => Short(hidden.What)))}{More(found.HiddenText.Count)}");
        if (found.Unscanned.Count > 0)
            words.Add($"{Quantity.Bytes(found.Unscanned.Sum(part => (decimal)part.Bytes) is var sum && sum < long.MaxValue ? (long)sum : long.MaxValue)} not searched");
        string what = words.Count > 0 ? string.Join("; ", words) : "nothing found";
        return $"{Verdict(inspected.Decision)} body of {Short(inspected.Direction)} {Quantity.Number(inspected.Request)}{(inspected.Destination is { } host ? $" ({Long(host)})" : "")}: {what}{Rule(inspected.Decision)}";
    }

    private static string Access(FileOpened opened) =>
        opened.Access switch { "write" => "wrote", "list" => "listed", "read" => "read", _ => Short(opened.Access) };

    private static string Refused(Decision decision) => decision.IsAllowed ? "" : "refused ";

    private static string Verdict(Decision decision) => decision.Outcome switch
    {
        Effect.Deny => "refused",
        Effect.Ask => "asked about",
        Effect.Redact => "redacted",
        Effect.Record => "noted",
        _ => "allowed",
    };

    private static string Rule(Decision decision) => decision.Rule is { Length: > 0 } rule ? $" by {Short(rule)}" : "";

    private static string More(int count) => count > MostNamed ? $" and {Quantity.Number(count - MostNamed)} more" : "";

    private static string Short(string text) => Visible.Cut(text, ShortWidth);

    private static string Long(string text) => Visible.Cut(text, LongWidth);
}
