namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A secret found in a text.</summary>
/// <param name="Range">Where it stands: the secret itself, without quotes or the name it is assigned to.</param>
/// <param name="Rule">The id of the rule that found it; <c>own-value</c> for a value that the person really has.</param>
/// <param name="Name">Where the person has it, such as <c>.env: DATABASE_URL</c>; null for a known format.</param>
/// <param name="Encoding">How it was wrapped, such as <c>base64</c>; empty in clear.</param>
/// <param name="Check">What the format's own checksum says.</param>
public readonly record struct SecretHit(TextRange Range, string Rule, string? Name, string Encoding, SecretCheck Check);

/// <summary>What the checksum within a secret says.</summary>
public enum SecretCheck
{
    /// <summary>The format has none, or it is not public.</summary>
    None,

    /// <summary>It is right: chance did not make this value.</summary>
    Right,

    /// <summary>It is wrong: a made-up or damaged value. Still reported, since people treat it as a secret.</summary>
    Wrong,
}
