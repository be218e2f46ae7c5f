using System.Net;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Tapping;

/// <summary>What a tap has of one connection.</summary>
public sealed class TappedConnection
{
    private const int MostReasons = 16;

    private readonly Lock _lock = new();
    private readonly DoorTap _tap;
    private readonly long _opened;
    private readonly TappedSide _sent;
    private readonly TappedSide _answered;
    private readonly List<string> _reasons = [];
    private readonly List<TappedRequest> _requests = [];
    private Destination? _destination;
    private byte[]? _hello;
    private long? _ended;

    internal TappedConnection(DoorTap tap, int number, IPEndPoint? original, Destination? destination)
    {
        _tap = tap;
        _opened = tap.Now();
        _sent = new TappedSide(tap);
        _answered = new TappedSide(tap);
        _destination = destination;
        Number = number;
        Original = original;
    }

    /// <summary>Its number, from 0.</summary>
    public int Number { get; }

    /// <summary>Where it went to before it was redirected; null where the kernel did not know.</summary>
    public IPEndPoint? Original { get; }

    /// <summary>The name that it stands for; null where there is none.</summary>
    public Destination? Destination
    {
        get
        {
            lock (_lock)
                return _destination;
        }
    }

    /// <summary>When it was made, in seconds.</summary>
    public double OpenedAt => _tap.Seconds(_opened);

    /// <summary>When the door was done with it, in seconds; null where it was not.</summary>
    public double? EndedAt
    {
        get
        {
            lock (_lock)
                return _ended is { } ended ? _tap.Seconds(ended) : null;
        }
    }

    /// <summary>The first bytes of TLS, a whole ClientHello at least, with the records' headers; null for plain text.</summary>
    public byte[]? Hello
    {
        get
        {
            lock (_lock)
                return _hello;
        }
    }

    /// <summary>Why the door refused it, or requests on it; each reason once.</summary>
    public IReadOnlyList<string> Reasons
    {
        get
        {
            lock (_lock)
                return [.. _reasons];
        }
    }

    /// <summary>What the door knows of the answers, in the order in which the requests reached it. What was malformed did not reach it.</summary>
    public IReadOnlyList<TappedAnswer> Answers
    {
        get
        {
            lock (_lock)
                return [.. _requests.Select(request => request.Read())];
        }
    }

    /// <summary>What the agent sent, within TLS where there is TLS.</summary>
    public TappedBytes ReadSent() => _sent.Read();

    /// <summary>What it was answered.</summary>
    public TappedBytes ReadAnswered() => _answered.Read();

    internal TappedSide Sent => _sent;

    internal TappedSide Answered => _answered;

    /// <summary>What was seen until now is the beginning of TLS; what comes now is within it.</summary>
    internal void BeginTls()
    {
        byte[] taken = _sent.Take();
        lock (_lock)
            _hello = taken;
    }

    internal void Rename(Destination destination)
    {
        lock (_lock)
            _destination = destination;
    }

    internal void Refuse(string reason)
    {
        lock (_lock)
            if (_reasons.Count < MostReasons && !_reasons.Contains(reason))
                _reasons.Add(reason);
    }

    /// <summary>A request reached the door's application; null where too many did.</summary>
    internal TappedRequest? Begin(int stream)
    {
        lock (_lock)
        {
            if (_requests.Count >= _tap.Limits.Requests)
                return null;
            var request = new TappedRequest(stream);
            _requests.Add(request);
            return request;
        }
    }

    internal void End()
    {
        lock (_lock)
            _ended ??= _tap.Now();
    }
}
