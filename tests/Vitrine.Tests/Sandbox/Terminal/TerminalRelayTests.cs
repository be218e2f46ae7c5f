using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Sandbox.Terminal;
using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>
/// Two real ptys: one is the person's terminal, whose master the test holds as an emulator would; the other is the box's, whose slave the test holds as an
/// agent would.
/// </summary>
public sealed class TerminalRelayTests : IDisposable
{
    private readonly PtyPair _person = new();
    private readonly PtyPair _box = new();
    private readonly StringBuilder _typed = new();

    public void Dispose()
    {
        _person.Dispose();
        _box.Dispose();
    }

    private TerminalRelay Start(TerminalOptions? options = null)
    {
        TerminalRelay relay = TerminalRelay.Start(_box.DuplicateMaster(), _person.SlaveDescriptor, options ?? new TerminalOptions());
        // Now the relay alone holds the box's master, as in a session.
        _box.Master.Dispose();
        return relay;
    }

    [Fact]
    public async Task Output_reaches_the_person_through_the_filter()
    {
        await using TerminalRelay relay = Start();
        PtyPair.Write(_box.Slave, "hello \e]52;c;aGk=\a\e[31mred\e[0m\n");
        // The box's own terminal makes CR LF of it, the person's is raw and leaves it.
        Assert.Equal("hello \e[31mred\e[0m\r\n", _person.ReadUntil("\n"));
        Assert.Equal(1, relay.Report.Dropped["clipboard"]);
        Assert.Equal(32, relay.Report.BytesFromBox);
    }

    [Fact]
    public async Task Every_key_reaches_the_box_as_it_is()
    {
        await using TerminalRelay relay = Start();
        byte[] raw = PtyPair.Attributes(_person.Slave);
        PtyPair.SetAttributes(_box.Slave, raw);
        string keys = string.Concat(Enumerable.Range(0, 256).Select(i => (char)i));
        PtyPair.Write(_person.Master, keys);
        Assert.Equal(keys, PtyPair.ReadUntil(_box.Slave, _typed, "\u00FF"));
        PtyPair.Await(() => relay.Report.BytesToBox == 256, "Every key is counted.");
    }

    [Fact]
    public async Task The_terminal_is_raw_while_it_runs_and_as_before_after_the_stop()
    {
        byte[] before = PtyPair.Attributes(_person.Slave);
        await using TerminalRelay relay = Start();
        Assert.True(PtyPair.IsRaw(_person.Slave));
        Assert.Equal(before, PtyPair.Attributes(_box.Slave));

        Assert.Equal(TerminalEnd.Stopped, await relay.StopAsync());
        Assert.Equal(before, PtyPair.Attributes(_person.Slave));
        Assert.Equal(TerminalEnd.Stopped, await relay.StopAsync());
    }

    [Fact]
    public async Task The_box_closing_its_terminal_ends_it_and_loses_nothing()
    {
        byte[] before = PtyPair.Attributes(_person.Slave);
        await using TerminalRelay relay = Start();
        PtyPair.Write(_box.Slave, "last words");
        _box.Slave.Dispose();

        Assert.Equal(TerminalEnd.Closed, await relay.Completion.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(before, PtyPair.Attributes(_person.Slave));
        Assert.Equal("last words", _person.ReadUntil("last words"));
    }

    [Fact]
    public async Task Disposing_without_a_stop_restores_and_hangs_the_box_up()
    {
        byte[] before = PtyPair.Attributes(_person.Slave);
        await Start().DisposeAsync();
        Assert.Equal(before, PtyPair.Attributes(_person.Slave));
        // Another test may be starting a process just now, which holds the descriptor until it execs.
        PtyPair.Await(() => PtyPair.TryRead(_box.Slave) is null, "The box's terminal is hung up.");
    }

    [Fact]
    public async Task What_was_written_before_the_stop_is_shown()
    {
        await using TerminalRelay relay = Start();
        var text = new StringBuilder();
        int sent = 0;
        Task<string> reader = Task.Run(() => _person.ReadUntil("END"), TestContext.Current.CancellationToken);
        for (int i = 0; i < 20_000; i++)
            text.Append(i).Append(' ');
        text.Append("END");
        while (sent < text.Length)
            sent += PtyPair.TryWrite(_box.Slave, Encoding.Latin1.GetBytes(text.ToString(sent, Math.Min(4000, text.Length - sent))));

        Assert.Equal(TerminalEnd.Stopped, await relay.StopAsync());
        Assert.Equal(text.ToString(), await reader);
    }

    [Fact]
    public async Task Modes_that_the_box_left_on_are_undone_at_the_end()
    {
        await using TerminalRelay relay = Start();
        PtyPair.Write(_box.Slave, "\e[?1049h\e[?25l\e[?2004hx");
        _person.ReadUntil("x");
        await relay.StopAsync();
        Assert.Equal("\e[?2004l\e[?25h\e[?1049l", _person.ReadUntil("\e[?1049l"));
    }

    [Fact]
    public async Task The_box_has_the_size_of_the_terminal_and_follows_it()
    {
        PtyPair.Resize(_person.Master, 101, 31);
        await using TerminalRelay relay = Start();
        Assert.Equal((101, 31), PtyPair.Size(_box.Slave));
        Assert.Equal(new TerminalSize(101, 31), TerminalRelay.SizeOf(_person.SlaveDescriptor));

        PtyPair.Resize(_person.Master, 77, 22);
        PtyPair.Signal(Environment.ProcessId, PtyPair.SigWinch);
        PtyPair.Await(() => PtyPair.Size(_box.Slave) == (77, 22), "The box's terminal has the new size.");
    }

    [Fact]
    public async Task A_terminal_that_does_not_read_stops_the_box_but_not_the_end()
    {
        byte[] before = PtyPair.Attributes(_person.Slave);
        await using TerminalRelay relay = Start(new TerminalOptions { DrainTime = TimeSpan.FromMilliseconds(100) });
        var line = new byte[1000];
        Array.Fill(line, (byte)'x');
        int total = 0;
        for (int written; (written = PtyPair.TryWrite(_box.Slave, line)) > 0;)
            total += written;
        Assert.InRange(total, 4096, 400_000);

        Assert.Equal(TerminalEnd.Cut, await relay.StopAsync());
        Assert.Equal(before, PtyPair.Attributes(_person.Slave));
    }

    [Fact]
    public async Task A_stop_without_drain_does_not_wait_for_the_terminal()
    {
        await using TerminalRelay relay = Start(new TerminalOptions { DrainTime = TimeSpan.FromSeconds(60) });
        while (PtyPair.TryWrite(_box.Slave, "xxxxxxxxxxxxxxxx"u8) > 0)
            Assert.False(relay.Completion.IsCompleted);
        Assert.Equal(TerminalEnd.Cut, await relay.StopAsync(drain: false).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_wait_while_the_box_does_not_read()
    {
        await using TerminalRelay relay = Start();
        PtyPair.SetAttributes(_box.Slave, PtyPair.Attributes(_person.Slave));
        var pasted = new StringBuilder();
        for (int i = 0; i < 4000; i++)
            pasted.Append(i).Append(' ');
        pasted.Append("END");
        Task writer = Task.Run(() => PtyPair.Write(_person.Master, pasted.ToString()), TestContext.Current.CancellationToken);
        Assert.Equal(pasted.ToString(), PtyPair.ReadUntil(_box.Slave, _typed, "END"));
        await writer;
    }

    [Fact]
    public async Task A_terminal_that_is_gone_does_not_hang_the_box()
    {
        await using TerminalRelay relay = Start();
        _person.Master.Dispose();
        for (int i = 0; i < 300; i++)
            PtyPair.Write(_box.Slave, new string('x', 1000));
        _box.Slave.Dispose();
        Assert.Equal(TerminalEnd.TerminalLost, await relay.Completion.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_the_keyboard_the_settings_stay_and_keys_stay()
    {
        byte[] before = PtyPair.Attributes(_person.Slave);
        await using TerminalRelay relay = Start(new TerminalOptions { Keyboard = false });
        Assert.Equal(before, PtyPair.Attributes(_person.Slave));
        PtyPair.Write(_box.Slave, "shown");
        _person.ReadUntil("shown");
        PtyPair.Write(_person.Master, "mine\n");
        _person.ReadUntil("mine");
        Assert.Equal("mine\n", PtyPair.ReadUntil(_person.Slave, _typed, "\n"));
        Assert.Equal(0, relay.Report.BytesToBox);
    }

    [Fact]
    public async Task A_signal_that_somebody_else_takes_gives_the_terminal_back_only_for_a_moment()
    {
        using PosixSignalRegistration other = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        await using TerminalRelay relay = Start();
        PtyPair.Write(_box.Slave, "\e[?25lx");
        _person.ReadUntil("x");
        PtyPair.Signal(Environment.ProcessId, PtyPair.SigHup);
        Assert.Equal("\e[?25h\e[?25l", _person.ReadUntil("\e[?25l"));
        PtyPair.Await(() => PtyPair.IsRaw(_person.Slave), "The terminal is raw again.");
        PtyPair.Write(_person.Master, "k\r");
        PtyPair.ReadUntil(_box.Slave, _typed, "k");
    }

    [Fact]
    public void Only_terminals_are_taken_and_the_master_is_closed_otherwise()
    {
        using var file = new FileStream("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        int descriptor = (int)file.SafeFileHandle.DangerousGetHandle();
        Assert.False(TerminalRelay.IsTerminal(descriptor));
        Assert.False(TerminalRelay.IsTerminal(-1));
        Assert.Null(TerminalRelay.SizeOf(descriptor));
        Assert.True(TerminalRelay.IsTerminal(_person.SlaveDescriptor));

        SafeHandle master = _box.DuplicateMaster();
        Assert.Throws<ArgumentException>(() => TerminalRelay.Start(master, descriptor, new TerminalOptions()));
        Assert.True(master.IsClosed);
        SafeHandle another = _box.DuplicateMaster();
        Assert.Throws<ArgumentOutOfRangeException>(() => TerminalRelay.Start(another, _person.SlaveDescriptor,
            new TerminalOptions { DrainTime = TimeSpan.FromHours(1) }));
        Assert.True(another.IsClosed);
        Assert.False(PtyPair.IsRaw(_person.Slave));
    }
}
