using System.Net;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Tapping;

namespace Vitrine.Egress.Naming;

/// <summary>
/// Answers the box's DNS questions from the policy and the table of names alone. Nothing is ever asked of a real resolver, so a name carries
/// nothing out. HTTPS and SVCB questions get no data, which keeps Encrypted Client Hello (RFC 9849) and HTTP/3 hints away.
/// </summary>
internal sealed class DnsResponder(NetworkPolicy policy, NameTable names, IRecorder recorder, RepeatFilter repeats, DoorTap? tap = null)
{
    private const ushort Internet = 1;

    /// <summary>Answers one message into <paramref name="reply"/>, of at least <see cref="DnsReply.MaximumLength"/> bytes; 0 means no answer at all.</summary>
    public int Answer(ReadOnlySpan<byte> query, Span<byte> reply)
    {
        DnsReading reading = DnsQuestion.Read(query, out DnsQuestion question);
        tap?.Add(query, reading, question);
        switch (reading)
        {
            case DnsReading.Question:
                (DnsCode code, IPAddress? address) = Resolve(question);
                return DnsReply.Write(query, question, code, address, reply);
            case DnsReading.Malformed:
                return DnsReply.Write(query, question, DnsCode.FormatError, null, reply);
            case DnsReading.NotImplemented:
                return DnsReply.Write(query, question, DnsCode.NotImplemented, null, reply);
            default:
                return 0;
        }
    }

    private (DnsCode Code, IPAddress? Address) Resolve(in DnsQuestion question)
    {
        if (question.Class != Internet)
            return Record(question, DnsCode.Refused, null, Decision.Deny(null, null));
        // A single label could only mean something in the host's own search domains; an address needs no look-up.
        if (!HostName.TryParse(question.Name, out HostName host) || host.IsAddress)
            return Record(question, DnsCode.NameError, null, Decision.Deny(null, null));
        if (host.Name == "localhost" || host.Name.EndsWith(".localhost", StringComparison.Ordinal))
            return (DnsCode.NoError, Choose(question.Type, IPAddress.Loopback, IPAddress.IPv6Loopback));
        if (!host.Name.Contains('.'))
            return Record(question, DnsCode.NameError, null, Decision.Deny(null, null));
        Decision decision = policy.DecideName(host);
        if (!decision.IsAllowed)
            return Record(question, DnsCode.NameError, null, decision);
        if (question.Type is not (DnsType.A or DnsType.AAAA))
            return Record(question, DnsCode.NoError, null, decision);
        return names.TryKeep(host, out IPAddress ipv4, out IPAddress ipv6)
            ? Record(question, DnsCode.NoError, Choose(question.Type, ipv4, ipv6), decision)
            : Record(question, DnsCode.ServerFailure, null, decision);
    }

    private static IPAddress? Choose(DnsType type, IPAddress ipv4, IPAddress ipv6) => type switch
    {
        DnsType.A => ipv4,
        DnsType.AAAA => ipv6,
        _ => null,
    };

    private (DnsCode Code, IPAddress? Address) Record(in DnsQuestion question, DnsCode code, IPAddress? address, Decision decision)
    {
        string answer = address?.ToString() ?? code switch
        {
            DnsCode.NoError => "nodata",
            DnsCode.NameError => "nxdomain",
            _ => "refused",
        };
        string name = question.Name.ToLowerInvariant();
        if (repeats.IsFirst($"{question.PlainType} {name} {answer}"))
            recorder.Record(new NameLookedUp(name, question.PlainType, answer, decision));
        return (code, address);
    }
}
