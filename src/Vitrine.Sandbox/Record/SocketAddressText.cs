using System.Buffers.Binary;
using System.Net;
using System.Text;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>A socket address that the agent handed to the kernel.</summary>
internal readonly record struct SocketAddressText(string Family, string Text, IPEndPoint? EndPoint)
{
    /// <summary>struct sockaddr_un is the largest that is read.</summary>
    public const int Maximum = 128;

    /// <summary>Reads struct sockaddr_in, _in6 or _un; null for any other family or a short one.</summary>
    public static SocketAddressText? Parse(ReadOnlySpan<byte> address)
    {
        if (address.Length < 2)
            return null;
        switch (BinaryPrimitives.ReadUInt16LittleEndian(address))
        {
            case AF_INET when address.Length >= 8:
                return Of("ipv4", new IPEndPoint(new IPAddress(address.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(address[2..])));
            case AF_INET6 when address.Length >= 24:
                var six = new IPAddress(address.Slice(8, 16));
                return Of("ipv6", new IPEndPoint(six.IsIPv4MappedToIPv6 ? six.MapToIPv4() : six, BinaryPrimitives.ReadUInt16BigEndian(address[2..])));
            case AF_UNIX:
                ReadOnlySpan<byte> path = address[2..];
                if (path.IsEmpty)
                    return new SocketAddressText("unix", "", null);
                if (path[0] == 0)
                    return new SocketAddressText("unix", "@" + Encoding.UTF8.GetString(path[1..]).TrimEnd('\0'), null);
                int end = path.IndexOf((byte)0);
                return new SocketAddressText("unix", Encoding.UTF8.GetString(end < 0 ? path : path[..end]), null);
            default:
                return null;
        }
    }

    private static SocketAddressText Of(string family, IPEndPoint endPoint) => new(family, endPoint.ToString(), endPoint);
}
