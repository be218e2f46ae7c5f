using Vitrine.Core.Model;
using Vitrine.Sandbox.Seccomp;

namespace Vitrine.Sandbox.Record;

/// <summary>Reads the calls that send a signal.</summary>
internal static class SignalCall
{
    /// <summary>Whether the call sends a signal.</summary>
    public static bool IsOne(in Notification call) => (SystemCall)call.Number is
        SystemCall.kill or SystemCall.tkill or SystemCall.tgkill or SystemCall.rt_sigqueueinfo or SystemCall.rt_tgsigqueueinfo or SystemCall.pidfd_send_signal;

    /// <summary>The signal, without the process; null if the call sends none (signal 0 only asks whether the process is there).</summary>
    public static SignalSent? Read(in Notification call)
    {
        ref readonly CallArguments a = ref call.Arguments;
        (int target, int signal) = (SystemCall)call.Number switch
        {
            SystemCall.kill or SystemCall.tkill or SystemCall.rt_sigqueueinfo => ((int)a[0], (int)a[1]),
            SystemCall.tgkill or SystemCall.rt_tgsigqueueinfo => ((int)a[0], (int)a[2]),
            SystemCall.pidfd_send_signal => (0, (int)a[1]),
            _ => (0, 0),
        };
        return signal == 0 ? null : new SignalSent(0, target, signal);
    }
}
