namespace Vitrine.Egress.Tapping;

/// <summary>A question of DNS.</summary>
/// <param name="Name">The name as it was asked for, its case kept; a byte that is no printable ASCII is written <c>\DDD</c>. Of a malformed message: its first
/// bytes in hexadecimal.</param>
/// <param name="Type"><c>A</c>, <c>AAAA</c>, <c>TXT</c>, <c>TYPE99</c>; with <c>CLASSn</c> before it where that is not the Internet; <c>malformed</c>.</param>
/// <param name="At">Seconds since the tap's start.</param>
public sealed record TappedName(string Name, string Type, double At);
