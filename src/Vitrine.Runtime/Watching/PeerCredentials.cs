using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Vitrine.Runtime.Watching;

/// <summary>Who is at the other end of a Unix socket (unix(7), SO_PEERCRED).</summary>
internal static partial class PeerCredentials
{
    private const int SOL_SOCKET = 1, SO_PEERCRED = 17;

    /// <summary>Whether it is the user that runs this process, or root.</summary>
    public static bool IsOwner(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        int length = socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, credentials);
        uint user = length == credentials.Length ? MemoryMarshal.Read<uint>(credentials[4..]) : uint.MaxValue;
        return length == credentials.Length && (user == 0 || user == geteuid());
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
