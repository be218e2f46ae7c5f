namespace Vitrine.Audit.Reading.Hiding;

/// <summary>What came out of one step.</summary>
/// <param name="Bytes">The result.</param>
/// <param name="Steps">What was undone.</param>
/// <param name="Bits">How much speaks for its being text; see <see cref="TextScore"/>.</param>
internal readonly record struct Unmasked(byte[] Bytes, string Steps, float Bits);
