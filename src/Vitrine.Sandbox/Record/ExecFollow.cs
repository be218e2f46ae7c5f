using Vitrine.Sandbox.Determinism;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>Follows programs that nobody judges to their first instruction, for what must be done there.</summary>
internal sealed class ExecFollow(Listener listener)
{
    /// <summary>Takes one call to its end. False when the program was killed, because it could not be prepared.</summary>
    public bool Pass(in Notification call, ProgramStart start)
    {
        var stop = new ExecStop();
        if (!ExecStop.TryAttach(call.Thread))
        {
            listener.Refuse(call, EACCES);
            return true;
        }

        listener.Continue(call);
        if (stop.Wait() == ExecOutcome.Failed)
            return true;
        bool isReady = start.TryPrepare(stop);
        if (isReady)
            stop.Release();
        else
            stop.Kill();
        return isReady;
    }
}
