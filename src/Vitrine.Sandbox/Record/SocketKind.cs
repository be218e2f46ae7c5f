using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>What kind of socket a descriptor of the agent is. It serves the record and the error that a program gets, and decides nothing.</summary>
internal static unsafe class SocketKind
{
    private const int SO_TYPE = 3;

    /// <summary>Whether it is a datagram socket; false also where that can't be seen.</summary>
    public static bool IsDatagram(int process, int descriptor)
    {
        try
        {
            using SafeFileHandle socket = Descriptors.Take(process, descriptor);
            int type = 0, size = sizeof(int);
            return Libc.getsockopt(socket.DangerousGetHandle().ToInt32(), SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_DGRAM;
        }
        catch (Win32Exception)
        {
            return false; // The process is gone, or the number is no descriptor: its own call will say so.
        }
    }
}
