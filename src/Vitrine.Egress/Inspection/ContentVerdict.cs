using Vitrine.Core.Model;

namespace Vitrine.Egress;

/// <summary>What was found in a piece, and what becomes of it. <c>default</c> refuses.</summary>
/// <param name="Findings">What was found; null is nothing.</param>
/// <param name="Decision">Whether it may go. <see cref="Effect.Ask"/> asks a person; <see cref="Effect.Redact"/> needs a <paramref name="Rewrite"/>.</param>
/// <param name="Rewrite">The message without what must not leave; null leaves it as it is.</param>
public readonly record struct ContentVerdict(BodyFindings? Findings, Decision Decision, ContentRewrite? Rewrite)
{
    /// <summary>What a refused agent is told, one sentence that names the kind of content only; null for a general one.</summary>
    public string? Reason { get; init; }

    /// <summary>Region of the destination, for the record.</summary>
    public string? Region { get; init; }

    /// <summary>Values in the target or the header fields that the record must not hold in clear.</summary>
    public IReadOnlyList<string> Conceal { get => field ?? []; init; }

    /// <summary>Lets it go, nothing found.</summary>
    public static ContentVerdict Clean { get; } = new(null, Decision.Allow(""), null);
}

/// <summary>What goes in place of what the agent sent.</summary>
public sealed record ContentRewrite
{
    /// <summary>The new bytes; null keeps the old ones.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Whether <see cref="Body"/> has no content coding any more, so that the field which names one must go. Only for a whole body.</summary>
    public bool IsDecoded { get; init; }

    /// <summary>The new target; null keeps the old one. Only with the first piece.</summary>
    public string? Target { get; init; }

    /// <summary>Header fields whose value changes, by name; an empty value takes the field out. Only with the first piece.</summary>
    public IReadOnlyList<HeaderField> Headers { get; init; } = [];

    /// <summary>What to put back where it comes in an answer of this host.</summary>
    public IReadOnlyList<Restoration> Restorations { get; init; } = [];
}

/// <summary>A placeholder that left in place of a value, and the value, both as they stand in a body.</summary>
/// <param name="Placeholder">At least <see cref="ShortestPlaceholder"/> bytes, and not guessable.</param>
/// <param name="Original">What it stands for.</param>
public sealed record Restoration(ReadOnlyMemory<byte> Placeholder, ReadOnlyMemory<byte> Original)
{
    /// <summary>What is shorter would be found where it is none.</summary>
    public const int ShortestPlaceholder = 8;
}
