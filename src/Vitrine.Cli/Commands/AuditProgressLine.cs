using Vitrine.Audit.Model;
using Vitrine.Cli.Report;

namespace Vitrine.Cli.Commands;

/// <summary>One line on a terminal that says how far an audit is and how long it will take; elsewhere nothing but what must be said.</summary>
internal sealed class AuditProgressLine(OutputStream messages, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private long _shown;
    private string _phase = "";
    private bool _isShown;

    /// <summary>Takes how far it is, from any thread.</summary>
    public void Tell(AuditAdvance advance)
    {
        if (!messages.IsTerminal || messages.IsPlain)
            return;
        lock (_lock)
        {
            if (_isShown && _phase == advance.Phase && time.GetElapsedTime(_shown) < s_beat)
                return;
            (_shown, _phase, _isShown) = (time.GetTimestamp(), advance.Phase, true);
            Write("\r" + Visible.Cut(Text(advance), Math.Max(20, messages.Width - 1)) + "\x1b[K");
        }
    }

    /// <summary>Says something that stays.</summary>
    public void Say(string text)
    {
        lock (_lock)
        {
            Clear();
            messages.Note(text);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            Clear();
    }

    /// <summary>The line: <c>running: 34 of 210 sessions, 1 finding, about 2 min left</c>.</summary>
    public static string Text(AuditAdvance advance)
    {
        string text = advance.Phase;
        if (advance.Planned > 0)
            text += $": {Quantity.Number(advance.Done)} of {Quantity.Of(advance.Planned, "session")}";
        else if (advance.Done > 0)
            text += $": {Quantity.Of(advance.Done, "session")}";
        if (advance.Findings > 0)
            text += $", {Quantity.Of(advance.Findings, "difference")} confirmed";
        return advance.SecondsLeft is { } left ? $"{text}, about {Quantity.Duration(Math.Max(1, Math.Round(left)))} left" : text;
    }

    private void Clear()
    {
        if (_isShown)
            Write("\r\x1b[K");
        _isShown = false;
    }

    private void Write(string text)
    {
        using StreamWriter writer = messages.OpenText();
        writer.Write(text);
    }
}
