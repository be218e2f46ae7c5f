using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Tests.Egress;

/// <summary>Writes DNS queries and reads answers, apart from the code that is tested.</summary>
internal static class DnsQuery
{
    public const ushort A = 1;
    public const ushort AAAA = 28;
    public const ushort HTTPS = 65;

    public static byte[] Write(string name, ushort type, ushort @class = 1, ushort id = 0x1234)
    {
        var bytes = new List<byte> { (byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.Latin1.GetBytes(label));
        }

        bytes.AddRange([0, (byte)(type >> 8), (byte)type, (byte)(@class >> 8), (byte)@class]);
        return [.. bytes];
    }

    public static int Code(ReadOnlySpan<byte> reply) => reply[3] & 15;

    /// <summary>The address of the only answer, or null where there is none.</summary>
    public static IPAddress? Address(ReadOnlySpan<byte> query, ReadOnlySpan<byte> reply)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(reply[6..]) == 0)
            return null;
        ReadOnlySpan<byte> record = reply[query.Length..];
        int length = BinaryPrimitives.ReadUInt16BigEndian(record[10..]);
        Xunit.Assert.Equal(12 + length, record.Length);
        return new IPAddress(record.Slice(12, length));
    }

    public static async Task<IPAddress?> AskAsync(IPEndPoint server, string name, ushort type)
    {
        using var client = new UdpClient(server.AddressFamily);
        byte[] query = Write(name, type);
        await client.SendAsync(query, server, Xunit.TestContext.Current.CancellationToken);
        UdpReceiveResult reply = await client.ReceiveAsync(Xunit.TestContext.Current.CancellationToken);
        return Address(query, reply.Buffer);
    }
}
