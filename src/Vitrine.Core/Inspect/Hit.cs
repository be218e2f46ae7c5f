using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect;

/// <summary>Something that a detector found in the text. Never a value of a secret.</summary>
/// <param name="Range">Where in the text.</param>
public abstract record Hit(TextRange Range);

/// <summary>A secret.</summary>
/// <param name="Range">Where in the text: all that must go where it is redacted.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Name">Where the person has it; null for a known format.</param>
/// <param name="Form">How the detector itself saw it wrapped, such as <c>base64</c>; empty in clear.</param>
/// <param name="Fingerprint">Keyed digest of the value.</param>
public sealed record SecretHit(TextRange Range, string Rule, string? Name, string Form, string Fingerprint) : Hit(Range);

/// <summary>What tells who or where the person is.</summary>
/// <param name="Range">Where in the text.</param>
/// <param name="What">What it is.</param>
/// <param name="Form"><c>clear</c>, the encoding, or the plain hash.</param>
public sealed record IdentityHit(TextRange Range, string What, string Form) : Hit(Range);

/// <summary>Text that a reader does not see, or sees as another.</summary>
/// <param name="Range">Where in the text the first one is.</param>
/// <param name="What">What it is.</param>
/// <param name="CodePoints">The code points, without repeats.</param>
/// <param name="Count">How many.</param>
public sealed record HiddenTextHit(TextRange Range, string What, IReadOnlyList<string> CodePoints, int Count) : Hit(Range);

/// <summary>Lines of a file of the workspace.</summary>
/// <param name="Range">Where in the text.</param>
/// <param name="File">The file.</param>
/// <param name="Lines">The lines of it.</param>
/// <param name="FileLines">How many lines it has.</param>
/// <param name="IsExact">Whether they were compared.</param>
public sealed record SourceHit(TextRange Range, UnixPath File, LineRange Lines, int FileLines, bool IsExact) : Hit(Range);
