using System.Text;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Watching;

namespace Vitrine.Cli.Watching;

/// <summary>The live view on a terminal: redrawn a few times a second on the alternate screen, which is left as it was found.</summary>
internal sealed class WatchScreen(WatchDesk desk, OutputStream terminal, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(150);
    private int _chosen;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Write("\x1b[?1049h\x1b[?25l");
        try
        {
            using var timer = new PeriodicTimer(Beat, time);
            do
            {
                await desk.UpdateAsync(cancellationToken).ConfigureAwait(false);
                List<(WatchedSession Session, Question Question)> asked =
                    [.. desk.Sessions.SelectMany(session => session.Questions.Select(question => (session, question)))];
                _chosen = Math.Clamp(_chosen, 0, Math.Max(0, asked.Count - 1));
                if (!await TakeKeysAsync(asked, cancellationToken).ConfigureAwait(false))
                    return;
                Draw(asked.Count > 0 ? asked[_chosen] : null);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is a way to leave.
        }
        finally
        {
            Write("\x1b[?25h\x1b[?1049l");
        }
    }

    /// <summary>False when the person leaves. A key that was pressed before a question was shown does not answer it: keys are read once per drawing.</summary>
    private async Task<bool> TakeKeysAsync(List<(WatchedSession Session, Question Question)> asked, CancellationToken cancellationToken)
    {
        while (Console.KeyAvailable)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Q or ConsoleKey.Escape:
                    return false;
                case ConsoleKey.UpArrow:
                    _chosen = Math.Max(0, _chosen - 1);
                    break;
                case ConsoleKey.DownArrow:
                    _chosen = Math.Min(_chosen + 1, Math.Max(0, asked.Count - 1));
                    break;
                default:
                    if (Meaning(key.KeyChar) is { } answer && _chosen < asked.Count && _drawn == (asked[_chosen].Session.Id, asked[_chosen].Question.Id))
                    {
                        await WatchDesk.AnswerAsync(asked[_chosen].Session, asked[_chosen].Question, answer, cancellationToken).ConfigureAwait(false);
                        _drawn = null;
                    }

                    break;
            }
        }

        return true;
    }

    private (Runtime.Recording.SessionId, long)? _drawn;

    private static Answer? Meaning(char key) => key switch
    {
        'o' or 'O' => Answer.Once,
        's' or 'S' => Answer.Session,
        'a' or 'A' => Answer.Always,
        'n' or 'N' => Answer.Refused,
        _ => null,
    };

    private void Draw((WatchedSession Session, Question Question)? chosen)
    {
        int height = Math.Max(10, Console.WindowHeight), width = Math.Max(40, Console.WindowWidth);
        using var page = new StringWriter();
        TerminalPage.Write(page, WatchPage.Of(desk.Sessions, chosen, height, time.GetUtcNow()), width, terminal.IsColoured);
        var frame = new StringBuilder("\x1b[H");
        string[] lines = page.ToString().TrimEnd('\n').Split('\n');
        for (int i = 0; i < Math.Min(lines.Length, height); i++)
            frame.Append(lines[i]).Append(i < Math.Min(lines.Length, height) - 1 ? "\x1b[K\r\n" : "\x1b[K");
        Write(frame.Append("\x1b[J").ToString());
        _drawn = chosen is { } shown ? (shown.Session.Id, shown.Question.Id) : null;
    }

    private void Write(string text)
    {
        terminal.Bytes.Write(Encoding.UTF8.GetBytes(text));
        terminal.Bytes.Flush();
    }
}
