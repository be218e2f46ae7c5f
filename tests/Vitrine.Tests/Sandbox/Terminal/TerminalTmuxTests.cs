using System.Diagnostics;
using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>A real shell with job control in a real terminal, as far as a test can have one: tmux.</summary>
public sealed class TerminalTmuxTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vitrine-tmux").FullName;
    private bool _isStarted;

    public void Dispose()
    {
        if (_isStarted)
            Tmux("kill-server");
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_session_resizes_stops_continues_in_background_and_foreground_and_ends()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/tmux") && File.Exists("/bin/bash"), "tmux or bash is not installed.");
        Tmux("-f", "/dev/null", "new-session", "-d", "-x", "90", "-y", "25", "env PS1='$ ' bash --norc --noprofile");
        _isStarted = true;
        Tmux("set-option", "-g", "window-size", "manual");

        Type($"{TerminalHostProcess.Variable}=1 {Environment.ProcessPath}");
        WaitFor("ready");
        Key("h");
        WaitFor("key 104");
        Key("C-c");
        WaitFor("key 3");
        Key("C-z");
        WaitFor("key 26");

        Tmux("resize-window", "-x", "70", "-y", "20");
        WaitFor("size 70x20", () => Key("s"));

        // Stopped from within, as when the agent stops itself: on the alternate screen, which the shell must not inherit.
        Key("a");
        Key("z");
        WaitFor("Stopped");
        Assert.Contains("ready", Pane(), StringComparison.Ordinal);
        Type("stty -a");
        WaitFor(" icanon");
        WaitFor(" echo ");
        Tmux("resize-window", "-x", "80", "-y", "22");
        Type("clear; fg");
        WaitFor("size 80x22", () => Key("s"));
        Assert.DoesNotContain("ready", Pane(), StringComparison.Ordinal);

        // Stopped from outside, then moved to the background: the keyboard is the shell's.
        Tmux("run-shell", "kill -TSTP $(ps -o pid= --ppid #{pane_pid} | head -1)");
        WaitFor("Stopped");
        Type("clear; bg");
        Type("echo the shell''s own");
        WaitFor("the shells own");
        // Setting the terminal's modes or reading from it in the background would have stopped it again.
        Type("clear; jobs");
        WaitFor("Running");
        Type("stty -a");
        WaitFor(" icanon");

        // Back without any signal, since bash sends none to a job that runs.
        Type("clear; fg; echo status $?");
        WaitFor("key 104", () => Key("h"));
        Key("q");
        WaitFor("status 7");
        Type("clear; stty -a");
        WaitFor(" icanon");
        WaitFor(" echo ");
    }

    private void Type(string line)
    {
        Tmux("send-keys", "-l", line);
        Key("Enter");
    }

    private void Key(string key) => Tmux("send-keys", key);

    private string Pane() => Tmux("capture-pane", "-p");

    private void WaitFor(string text, Action? again = null)
    {
        string pane = "";
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            again?.Invoke();
            // A long line is broken at the width of the window.
            pane = Pane();
            if (pane.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"Waiting for '{text}', the terminal shows:\n{pane}");
    }

    private string Tmux(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/tmux", ["-S", Path.Combine(_directory, "socket"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"tmux {string.Join(' ', arguments)}: {error}");
        return output;
    }
}
