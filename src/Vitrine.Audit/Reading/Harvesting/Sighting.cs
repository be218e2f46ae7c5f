namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>How and where a string was seen.</summary>
/// <param name="Place">Where.</param>
/// <param name="Suspicion">How telling that is.</param>
/// <param name="Subjects">What the code there is about.</param>
/// <param name="Chain">What was undone.</param>
/// <param name="IsCode">Whether it is a literal of a program, unlike the text of a document.</param>
internal readonly record struct Sighting(SourcePlace Place, Suspicion Suspicion, Subjects Subjects, IReadOnlyList<string> Chain, bool IsCode)
{
    /// <summary>Whether the string stands directly in a call that makes a request, or is part of a target of one.</summary>
    public bool IsRequest { get; init; }

    /// <summary>Whether a program is run with it.</summary>
    public bool IsCommand { get; init; }

    /// <summary>Whether it names a field of a message's head.</summary>
    public bool IsHeader { get; init; }
}
