using Vitrine.Core.Model;

namespace Vitrine.Cli.Report.Html;

/// <summary>
/// What happened when: a fold over a session's entries that keeps what a person wants to see in order. Reads are too many to be worth a mark each and have
/// none.
/// </summary>
/// <param name="keepLast">Whether the latest marks are kept rather than the first.</param>
internal sealed class Timeline(bool keepLast = false)
{
    private const int MostMarks = 3_000;
    private const int TextWidth = 300;
    private readonly List<TimelineMark> _marks = [];
    private readonly Dictionary<long, TimelineMark> _open = [];
    private readonly HashSet<UnixPath> _written = [];
    private DateTimeOffset? _start;

    /// <summary>The marks, in order.</summary>
    public IReadOnlyList<TimelineMark> Marks => _marks;

    /// <summary>How many more there were.</summary>
    public long More { get; private set; }

    /// <summary>Takes one entry in.</summary>
    public void Add(Entry entry)
    {
        _start ??= entry.Time;
        double at = Math.Max(0, (entry.Time - _start.Value).TotalSeconds);
        switch (entry.Data)
        {
            case ProgramRun run:
                Add(new TimelineMark(at, TimelineLane.Programs, run.Arguments.Count > 0 ? ArgumentText.Of(run.Arguments) : Cut(run.Program.ToString()),
                    Tone.Normal));
                break;
            case FileOpened { Access: "write" } opened when _written.Count < MostMarks && _written.Add(opened.Path):
                Add(new TimelineMark(at, TimelineLane.Files, $"wrote {Cut(opened.Path.ToString())}", Tone.Normal));
                break;
            case FileChanged changed:
                Add(new TimelineMark(at, TimelineLane.Files, $"{changed.Change} {Cut(changed.Path.ToString())}", Tone.Normal));
                break;
            case FileHeldBack held:
                Add(new TimelineMark(at, TimelineLane.Files, $"held back {Cut(held.Path.ToString())}: {Cut(held.Why)}", Tone.Caution));
                break;
            case RequestStarted started:
                AddRequest(at, started);
                break;
            case RequestEnded ended when _open.Remove(ended.Request, out TimelineMark? mark):
                mark.Seconds = Math.Max(0, at - mark.At);
                break;
            case BodyInspected inspected:
                AddFindings(at, inspected);
                break;
            default:
                AddRefusal(at, entry.Data);
                break;
        }
    }

    private void AddRequest(double at, RequestStarted started)
    {
        bool isAllowed = started.Decision.IsAllowed;
        var mark = new TimelineMark(at, isAllowed ? TimelineLane.Network : TimelineLane.Refused, $"{Cut(started.Method)} {Cut(started.Url)}",
            isAllowed ? Tone.Normal : Tone.Bad)
        {
            Request = started.Request,
            Rule = Rule(started.Decision),
        };
        if (Add(mark))
            _open[started.Request] = mark;
    }

    private void AddFindings(double at, BodyInspected inspected)
    {
        BodyFindings found = inspected.Findings;
        var words = new List<string>();
        if (found.Source.Count > 0)
            words.Add($"{Quantity.Of(found.Source.Sum(source => source.Lines.Sum(range => (long)range.Last - range.First + 1)), "line")} of {Quantity.Of(found.Source.Count, "file")}");
        words.AddRange(found.Secrets.Take(5).Select(secret => $"secret {Cut(secret.Name ?? secret.Rule)}: {secret.Effect.ToString().ToLowerInvariant()}"));
        words.AddRange(found.Identity.Take(5).Select(identity => $"{Cut(identity.What).Replace('-', ' ')} ({Cut(identity.Form)})"));
        words.AddRange(found.HiddenText.Take(5).Select(hidden => $"{Cut(hidden.What)} ×{Quantity.Number(hidden.Count)}"));
        words.AddRange(found.Unscanned.Take(3).Select(part => $"{Quantity.Bytes(part.Bytes)} not searched ({Cut(part.Why)})"));
        if (words.Count == 0 && inspected.Decision.IsAllowed)
            return;
        string what = inspected.Direction is "response" or "received" ? "answer" : "request";
        Add(new TimelineMark(at, TimelineLane.Findings, $"{what} {Quantity.Number(inspected.Request)}: {string.Join(", ", words)}",
            inspected.Decision.IsAllowed ? Tone.Caution : Tone.Bad)
        {
            Request = inspected.Request,
            Rule = Rule(inspected.Decision),
        });
    }

    private void AddRefusal(double at, Observation data)
    {
        TimelineMark? mark = data switch
        {
            FlowRefused refused => new(at, TimelineLane.Refused, $"connection to {Cut(refused.Destination)}: {Cut(refused.Reason)}",
                Tone.Bad)
            { Rule = Rule(refused.Decision) },
            NameLookedUp { Decision.IsAllowed: false } asked => new(at, TimelineLane.Refused, $"look-up of {Cut(asked.Name)}",
                Tone.Bad)
            { Rule = Rule(asked.Decision) },
            CallRefused call => new(at, TimelineLane.Refused, $"{Cut(call.Call)} {Cut(call.Detail)}", Tone.Bad),
            FlowStarted flow => new(at, TimelineLane.Network, $"flow to {Cut(flow.Destination)}, not read", Tone.Caution) { Rule = Rule(flow.Decision) },
            PolicyDecided decided => new(at, decided.Decision.IsAllowed ? TimelineLane.Programs : TimelineLane.Refused,
                $"{Cut(decided.Subject)}: {Cut(decided.What)}{(decided.Approver is { } who ? $" (answered: {Cut(who)})" : "")}",
                decided.Decision.IsAllowed ? Tone.Caution : Tone.Bad)
            {
                Rule = Rule(decided.Decision),
            },
            PolicyChanged changed => new(at, TimelineLane.Refused, $"rule added: {Cut(changed.Rule)} ({Cut(changed.Scope)})", Tone.Caution),
            CredentialUsed { Use: "reflected" } used => new(at, TimelineLane.Findings, $"{Cut(used.Host)} sent the credential {Cut(used.Name)} back; taken out",
                Tone.Caution)
            { Request = used.Request },
            EventsLost lost => new(at, TimelineLane.Refused, $"{Quantity.Of(lost.Count, "event")} lost: {Cut(lost.Why)}", Tone.Bad),
            _ => null,
        };
        if (mark is not null)
            Add(mark);
    }

    private static string? Rule(Decision decision) =>
        decision.Rule is { Length: > 0 } rule ? decision.Origin is { Length: > 0 } origin ? $"{Cut(rule)} ({Cut(origin)})" : Cut(rule) : null;

    private static string Cut(string text) => Visible.Cut(text, TextWidth);

    private bool Add(TimelineMark mark)
    {
        if (_marks.Count >= MostMarks)
        {
            More++;
            if (!keepLast)
                return false;
            _marks.RemoveRange(0, MostMarks / 2);
        }

        _marks.Add(mark);
        return true;
    }
}
