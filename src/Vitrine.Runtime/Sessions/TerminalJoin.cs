using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Terminal;

namespace Vitrine.Runtime.Sessions;

/// <summary>Joins the person's terminal with the box's for the time of a session.</summary>
internal sealed class TerminalJoin : IAsyncDisposable
{
    private readonly TerminalRelay _relay;
    private bool _stopped;

    private TerminalJoin(TerminalRelay relay) => _relay = relay;

    /// <summary>Starts to relay; the master of the box's terminal is the relay's from now on.</summary>
    public static TerminalJoin Start(SafeFileHandle master, int hostDescriptor) => new(TerminalRelay.Start(master, hostDescriptor, new TerminalOptions()));

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
