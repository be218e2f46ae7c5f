using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Terminal;

namespace Vitrine.Runtime.Sessions;

/// <summary>Joins the person's terminal with the box's, for those of the descriptors 0, 1 and 2 that are a terminal; the others go into the box as they are.</summary>
internal sealed class TerminalJoin : IAsyncDisposable
{
    private readonly TerminalRelay _relay;
    private bool _stopped;

    private TerminalJoin(TerminalRelay relay) => _relay = relay;

    /// <summary>Which descriptors are a terminal, as bits.</summary>
    public static int Mask()
    {
        int mask = 0;
        for (int fd = 0; fd <= 2; fd++)
            if (TerminalRelay.IsTerminal(fd))
                mask |= 1 << fd;
        return mask;
    }

    /// <summary>Starts to relay.</summary>
    public static TerminalJoin Start(SafeFileHandle master)
    {
        int mask = Mask();
        int host = (mask & 1) != 0 ? 0 : (mask & 2) != 0 ? 1 : 2;
        return new TerminalJoin(TerminalRelay.Start(master, host, new TerminalOptions()));
    }

    /// <summary>Writes what the box wrote last, gives the terminal back, and records what was kept from it.</summary>
    public async Task StopAsync(IRecorder recorder)
    {
        _stopped = true;
        await _relay.StopAsync().ConfigureAwait(false);
        foreach ((string sequence, long count) in _relay.Report.Dropped)
            recorder.Record(new TerminalSequencesDropped(sequence, count));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
            await _relay.StopAsync().ConfigureAwait(false);
        await _relay.DisposeAsync().ConfigureAwait(false);
    }
}
