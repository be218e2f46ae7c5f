namespace Vitrine.Core.Inspect.Redaction;

/// <summary>How a redaction ended. Only <see cref="Done"/> gives a body; after all else the body must not leave. The default is a failure.</summary>
public enum RedactionResult
{
    /// <summary>A range is in no piece, or in several.</summary>
    BadRange,

    /// <summary>A replacement's text is empty or not plain.</summary>
    BadText,

    /// <summary>The body has parts that could not be searched or be taken apart to the end, so it can't be put together again.</summary>
    Incomplete,

    /// <summary>It is wrapped in what can be undone and not be done again.</summary>
    CannotEncode,

    /// <summary>The new body, decoded again, is not the old one with the replacements in it, or still holds what was to go.</summary>
    NotVerified,

    /// <summary>The new body is there and was verified.</summary>
    Done,
}
