using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Naming;

/// <summary>
/// An address of each family for each name that the box looked up, kept for the session: so each connection has a name even without SNI. IPv4
/// addresses are of 198.18.0.0/15 (RFC 2544, never on the Internet), IPv6 ones of one unique local /64 (RFC 4193).
/// </summary>
internal sealed class NameTable(int limit)
{
    private const uint FirstIPv4 = 0xC612_0000; // 198.18.0.0
    private const uint MaskIPv4 = 0xFFFE_0000;
    private const ulong PrefixIPv6 = 0xfd76_6974_7269_6e65; // "vitrine" in ASCII behind fd

    private readonly ConcurrentDictionary<HostName, int> _numbers = new();
    private readonly HostName[] _names = new HostName[Math.Min(limit, 0x1_0000) + 1];
    private readonly Lock _growing = new();
    private int _count;
    private long _turnedAway;

    /// <summary>How often a new name found the table full.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>The addresses kept for the name; false when the table is full.</summary>
    public bool TryKeep(HostName name, out IPAddress ipv4, out IPAddress ipv6)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            lock (_growing)
            {
                if (!_numbers.TryGetValue(name, out number))
                {
                    // Numbers start at 1: the first address of a network is not one to dial.
                    if (_count + 1 >= _names.Length)
                    {
                        Interlocked.Increment(ref _turnedAway);
                        ipv4 = ipv6 = IPAddress.None;
                        return false;
                    }

                    number = ++_count;
                    _names[number] = name;
                    _numbers[name] = number;
                }
            }
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, PrefixIPv6);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (ulong)number);
        ipv6 = new IPAddress(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, FirstIPv4 + (uint)number);
        ipv4 = new IPAddress(bytes[..4]);
        return true;
    }

    /// <summary>Whether the address is of the table's ranges; <paramref name="name"/> is <c>default</c> when it stands for no name.</summary>
    public bool Contains(IPAddress address, out HostName name)
    {
        name = default;
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out int length))
            return false;
        ulong number;
        if (address.AddressFamily == AddressFamily.InterNetwork && length == 4)
        {
            uint value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if ((value & MaskIPv4) != FirstIPv4)
                return false;
            number = value - FirstIPv4;
        }
        else
        {
            if (BinaryPrimitives.ReadUInt64BigEndian(bytes) != PrefixIPv6)
                return false;
            number = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        }

        lock (_growing)
            if (number >= 1 && number <= (ulong)_count)
                name = _names[number];
        return true;
    }
}
