using System.Globalization;
using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Recording;

/// <summary>
/// Shortens an observation whose entry would be too large: texts and lists end in a mark that says how much is missing, so that nobody takes
/// the part for the whole.
/// </summary>
internal sealed class ObservationCutter(int maximumText, int maximumItems)
{
    /// <summary>From mild to severe: the first that makes the entry fit is taken. JSON may need six bytes for a character.</summary>
    public static IReadOnlyList<ObservationCutter> Steps { get; } = [new(8192, 1024), new(2048, 256), new(512, 48), new(64, 8)];

    public Observation Cut(Observation observation) => observation switch
    {
        SessionStarted o => o with
        {
            Vitrine = Text(o.Vitrine),
            Agent = Maybe(o.Agent),
            Command = List(o.Command),
            Workspace = Path(o.Workspace),
            Network = Text(o.Network),
            Allow = List(o.Allow),
            EnvironmentNames = List(o.EnvironmentNames),
            Kernel = Text(o.Kernel)
        },
        SessionEnded o => o with { Reason = Text(o.Reason) },
        ProgramRun o => o with
        {
            Program = Path(o.Program),
            Arguments = List(o.Arguments),
            WorkingDirectory = Path(o.WorkingDirectory),
            ArgumentsCut = o.ArgumentsCut || IsCut(o.Arguments)
        },
        FileOpened o => o with { Path = Path(o.Path), Access = Text(o.Access) },
        FileChanged o => o with { Path = Path(o.Path), Change = Text(o.Change), Target = o.Target is { } target ? Path(target) : null },
        SocketConnected o => o with { Family = Text(o.Family), Address = Text(o.Address), Host = Maybe(o.Host) },
        SocketBound o => o with { Family = Text(o.Family), Address = Text(o.Address) },
        CallRefused o => o with { Call = Text(o.Call), Detail = Text(o.Detail), Error = Text(o.Error) },
        NameLookedUp o => o with { Name = Text(o.Name), Type = Text(o.Type), Answer = Text(o.Answer), Decision = Decision(o.Decision) },
        FlowRefused o => o with { Destination = Text(o.Destination), Reason = Text(o.Reason), Decision = Decision(o.Decision) },
        FlowStarted o => o with { Destination = Text(o.Destination), Decision = Decision(o.Decision) },
        FlowEnded o => o with { Destination = Text(o.Destination), Decision = Decision(o.Decision) },
        RequestStarted o => o with
        {
            Method = Text(o.Method),
            Url = Text(o.Url),
            HttpVersion = Text(o.HttpVersion),
            Headers = List(o.Headers),
            Decision = Decision(o.Decision)
        },
        RequestEnded o => o with { AnsweredBy = Text(o.AnsweredBy), Headers = List(o.Headers), Error = Maybe(o.Error) },
        FileHeldBack o => o with { Path = Path(o.Path), Why = Text(o.Why), KeptAt = Path(o.KeptAt) },
        EventsLost o => o with { Source = Text(o.Source), Why = Text(o.Why) },
        _ => observation,
    };

    private static string Mark(int missing, string unit) => string.Create(CultureInfo.InvariantCulture, $"…[cut: {missing} more {unit}]");

    private string Text(string text)
    {
        if (text.Length <= maximumText)
            return text;
        int keep = char.IsHighSurrogate(text[maximumText - 1]) ? maximumText - 1 : maximumText;
        return text[..keep] + Mark(text.Length - keep, "characters");
    }

    private string? Maybe(string? text) => text is null ? null : Text(text);

    private UnixPath Path(UnixPath path)
    {
        if (path.IsText)
            return path.ToString().Length <= maximumText ? path : new UnixPath(Text(path.ToString()));
        byte[] bytes = path.ToBytes();
        return bytes.Length <= maximumText
            ? path
            : UnixPath.FromBytes([.. bytes.AsSpan(0, maximumText), .. Encoding.UTF8.GetBytes(Mark(bytes.Length - maximumText, "bytes"))]);
    }

    private Decision Decision(Decision decision) => decision with { Rule = Maybe(decision.Rule), Hint = Maybe(decision.Hint) };

    private bool IsCut(IReadOnlyList<string> list)
    {
        if (list.Count > maximumItems)
            return true;
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i].Length > maximumText)
                return true;
        }

        return false;
    }

    private List<string> List(IReadOnlyList<string> list)
    {
        var kept = new List<string>(Math.Min(list.Count, maximumItems) + 1);
        for (int i = 0; i < list.Count && i < maximumItems; i++)
            kept.Add(Text(list[i]));
        if (list.Count > maximumItems)
            kept.Add(Mark(list.Count - maximumItems, "items"));
        return kept;
    }

    private List<HeaderField> List(IReadOnlyList<HeaderField> list)
    {
        var kept = new List<HeaderField>(Math.Min(list.Count, maximumItems) + 1);
        for (int i = 0; i < list.Count && i < maximumItems; i++)
            kept.Add(new HeaderField(Text(list[i].Name), Text(list[i].Value)));
        if (list.Count > maximumItems)
            kept.Add(new HeaderField("…", Mark(list.Count - maximumItems, "fields")));
        return kept;
    }
}
