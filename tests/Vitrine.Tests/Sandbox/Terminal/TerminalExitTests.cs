using System.Diagnostics;
using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>However the supervisor ends, the person's terminal is as it was. Each way is tried with a process whose controlling terminal is a pty.</summary>
public sealed class TerminalExitTests : IDisposable
{
    private readonly PtyPair _person = new();

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData("q", 0, 7)]
    [InlineData("e", 0, 7)]
    [InlineData("x", 0, 134)]
    [InlineData("", PtyPair.SigInt, 130)]
    [InlineData("", PtyPair.SigTerm, 143)]
    [InlineData("", PtyPair.SigHup, 129)]
    public async Task The_terminal_is_restored(string key, int signal, int status)
    {
        byte[] before = PtyPair.Attributes(_person.Slave);
        using Process process = StartHost();
        _person.ReadUntil("ready\r\n");
        Assert.True(PtyPair.IsRaw(_person.Slave));
        PtyPair.Write(_person.Master, "ah");
        _person.ReadUntil("key 104\r\n");

        if (signal != 0)
            PtyPair.Signal(process.Id, signal);
        PtyPair.Write(_person.Master, key);
        _person.ReadUntil("\e[?25h\e[?1049l");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, process.ExitCode);
        Assert.Equal(before, PtyPair.Attributes(_person.Slave));
    }

    [Fact]
    public async Task Where_no_shell_could_continue_the_job_it_is_not_stopped()
    {
        using Process process = StartHost();
        _person.ReadUntil("ready\r\n");
        PtyPair.Signal(process.Id, PtyPair.SigTstp);
        PtyPair.Await(() => !PtyPair.IsRaw(_person.Slave), "It tries to stop.");
        PtyPair.Await(() => PtyPair.IsRaw(_person.Slave), "It goes on.");
        PtyPair.Write(_person.Master, "z");
        PtyPair.Await(() => !PtyPair.IsRaw(_person.Slave), "It tries to stop.");
        PtyPair.Await(() => PtyPair.IsRaw(_person.Slave), "It goes on.");
        PtyPair.Write(_person.Master, "h");
        _person.ReadUntil("key 104\r\n");
        PtyPair.Write(_person.Master, "q");
        _person.ReadUntil("bye");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private Process StartHost()
    {
        // setsid makes a session whose controlling terminal is the pty; exec keeps the process id.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "ulimit -c 0; exec setsid -c \"$0\" <\"$1\" >\"$1\" 2>&1", Environment.ProcessPath!, _person.SlavePath]);
        start.Environment[TerminalHostProcess.Variable] = "1";
        // A crash is asked for; a dump of it isn't.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }
}
