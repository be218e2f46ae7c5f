using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Vitrine.Egress.Capture;

/// <summary>Asks connection tracking where a redirected connection wanted to go.</summary>
internal static class OriginalDestination
{
    // linux/in.h, linux/in6.h and linux/netfilter_ipv4.h; IP6T_SO_ORIGINAL_DST has the same number.
    private const int SOL_IP = 0;
    private const int SOL_IPV6 = 41;
    private const int SO_ORIGINAL_DST = 80;

    /// <summary>The destination, or null when the kernel knows none: such a connection did not come through the redirect.</summary>
    public static IPEndPoint? Read(Socket socket)
    {
        Span<byte> address = stackalloc byte[28];
        try
        {
            // The port is big-endian at 2 in both; the address is at 4 in sockaddr_in, at 8 in sockaddr_in6, whose zone we don't want.
            if (socket.AddressFamily == AddressFamily.InterNetwork)
            {
                int size = socket.GetRawSocketOption(SOL_IP, SO_ORIGINAL_DST, address);
                return size < 8 ? null : new IPEndPoint(new IPAddress(address.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
            }

            int size6 = socket.GetRawSocketOption(SOL_IPV6, SO_ORIGINAL_DST, address);
            return size6 < 24 ? null : new IPEndPoint(new IPAddress(address.Slice(8, 16)), BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
