namespace Vitrine.Egress.Rewriting;

/// <summary>Bytes that are replaced wherever they come.</summary>
/// <param name="Find">What is looked for; at least <see cref="ReplacementTable.KeyLength"/> bytes.</param>
/// <param name="With">What goes in its place.</param>
/// <param name="Credential">Name of the credential that is found so; null for a restored value.</param>
internal sealed record Replacement(byte[] Find, byte[] With, string? Credential);
