using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>What a body says.</summary>
/// <param name="Meaning">The protocol, the model, the tokens, and how much of what.</param>
/// <param name="Parts">The pieces, in the order in which they stand.</param>
/// <param name="IsCut">Whether the body was malformed, too deep or had more pieces than are listed.</param>
public sealed record MeaningFound(BodyMeaning Meaning, IReadOnlyList<MeaningPart> Parts, bool IsCut);
