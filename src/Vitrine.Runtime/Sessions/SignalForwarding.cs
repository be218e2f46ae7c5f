using System.Runtime.InteropServices;
using Vitrine.Sandbox;
using Vitrine.Sandbox.Record;

namespace Vitrine.Runtime.Sessions;

/// <summary>Signals that are sent to us are meant for the agent. A second request to end, where the first was not heard, ends the box.</summary>
internal sealed class SignalForwarding : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Box _box;
    private readonly SystemCallRecorder _calls;
    private int _requests;

    private SignalForwarding(Box box, SystemCallRecorder calls) => (_box, _calls) = (box, calls);

    /// <summary>Begins to forward.</summary>
    public static SignalForwarding Start(Box box, SystemCallRecorder calls)
    {
        var forwarding = new SignalForwarding(box, calls);
        forwarding.Add(PosixSignal.SIGINT, 2);
        forwarding.Add(PosixSignal.SIGTERM, 15);
        forwarding.Add(PosixSignal.SIGHUP, 1);
        forwarding.Add(PosixSignal.SIGQUIT, 3);
        forwarding.Add((PosixSignal)10, 10);
        forwarding.Add((PosixSignal)12, 12);
        return forwarding;
    }

    private void Add(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        bool isRequestToEnd = number is 15 or 1 or 3;
        if (isRequestToEnd && Interlocked.Increment(ref _requests) > 1)
            _box.Kill();
        else if (!Box.Signal(_calls.FirstProcess, number) && isRequestToEnd)
            _box.Kill();
    }));

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
