namespace Vitrine.Egress.Naming;

/// <summary>Types of questions that have a name here (IANA, DNS parameters); others are written TYPEn (RFC 3597).</summary>
internal enum DnsType : ushort
{
    A = 1,
    NS = 2,
    CNAME = 5,
    SOA = 6,
    PTR = 12,
    MX = 15,
    TXT = 16,
    AAAA = 28,
    SRV = 33,
    SVCB = 64,
    HTTPS = 65,
    ANY = 255,
}
