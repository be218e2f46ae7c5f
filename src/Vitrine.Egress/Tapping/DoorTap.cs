using System.Net;
using Vitrine.Core.Model;
using Vitrine.Egress.Naming;

namespace Vitrine.Egress.Tapping;

/// <summary>
/// Keeps what a box really sent: every byte of its connections as it was on the wire, or within its TLS, before anything parses it, with the time of each read;
/// and every question of DNS. It changes and delays nothing, and holds a bounded part. To be read when the door is disposed; before that it gives what was seen
/// so far. All members may be called from any thread.
/// </summary>
/// <remarks>What passes here is secret as a whole: unlike the record, it is not redacted.</remarks>
public sealed class DoorTap
{
    private const int LongestMalformed = 64;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly List<TappedConnection> _connections = [];
    private readonly List<(string Name, string Type, long At)> _names = [];
    private long _start;
    private long _left;
    private long _unseenConnections, _unseenNames;

    /// <summary>Makes a tap whose clock starts now.</summary>
    public DoorTap(TimeProvider? time = null, DoorTapLimits? limits = null)
    {
        _time = time ?? TimeProvider.System;
        Limits = limits ?? new DoorTapLimits();
        _start = _time.GetTimestamp();
        _left = Limits.AllBytes;
    }

    /// <summary>What it holds at most.</summary>
    public DoorTapLimits Limits { get; }

    /// <summary>Connections in the order in which they were made.</summary>
    public IReadOnlyList<TappedConnection> Connections
    {
        get
        {
            lock (_lock)
                return [.. _connections];
        }
    }

    /// <summary>Questions of DNS in the order in which they came.</summary>
    public IReadOnlyList<TappedName> Names
    {
        get
        {
            lock (_lock)
                return [.. _names.Select(each => new TappedName(each.Name, each.Type, Seconds(each.At)))];
        }
    }

    /// <summary>Connections that are not kept because there were too many.</summary>
    public long UnseenConnections => Interlocked.Read(ref _unseenConnections);

    /// <summary>Questions that are not kept because there were too many.</summary>
    public long UnseenNames => Interlocked.Read(ref _unseenNames);

    /// <summary>Makes this moment the zero of all times, those of what came before too.</summary>
    public void StartClock() => Interlocked.Exchange(ref _start, _time.GetTimestamp());

    /// <summary>The moment, for <see cref="Seconds"/>.</summary>
    internal long Now() => _time.GetTimestamp();

    /// <summary>Seconds from the start to a moment.</summary>
    internal double Seconds(long moment) => _time.GetElapsedTime(Interlocked.Read(ref _start), moment).TotalSeconds;

    /// <summary>Begins a connection; null when there are too many.</summary>
    internal TappedConnection? Open(IPEndPoint? original, Destination? destination)
    {
        lock (_lock)
        {
            if (_connections.Count < Limits.Connections)
            {
                var connection = new TappedConnection(this, _connections.Count, original, destination);
                _connections.Add(connection);
                return connection;
            }
        }

        Interlocked.Increment(ref _unseenConnections);
        return null;
    }

    /// <summary>Keeps a DNS message. What is no question is kept as the hexadecimal digits of its first bytes.</summary>
    internal void Add(ReadOnlySpan<byte> message, DnsReading reading, in DnsQuestion question)
    {
        (string name, string type) = reading == DnsReading.Question
            ? (question.Name, question.TypeName)
            : (Convert.ToHexString(message[..Math.Min(message.Length, LongestMalformed)]), "malformed");
        long now = Now();
        lock (_lock)
        {
            if (_names.Count < Limits.Names)
            {
                _names.Add((name, type, now));
                return;
            }
        }

        Interlocked.Increment(ref _unseenNames);
    }

    /// <summary>Takes as many of the bytes as may still be kept.</summary>
    internal int Take(int wanted)
    {
        long left = Interlocked.Add(ref _left, -wanted);
        if (left >= 0)
            return wanted;
        int granted = (int)Math.Max(0, wanted + left);
        Interlocked.Add(ref _left, wanted - granted);
        return granted;
    }
}
