namespace Vitrine.Audit.Comparison.Features;

/// <summary>How a feature is compared.</summary>
internal enum FeatureForm
{
    /// <summary>As a whole: equal or not.</summary>
    Word,

    /// <summary>Text: lines and words are aligned, the machine's own values are explained.</summary>
    Text,

    /// <summary>Text that somebody else made (an answer, what a tool printed): only characters that a reader does not see count.</summary>
    Echo,

    /// <summary>A quantity that varies by itself: seconds, bytes.</summary>
    Amount,
}

/// <summary>One thing about one session. An object, as hundreds of sessions say the same: they share it.</summary>
/// <param name="Path">The same for the same thing in each session.</param>
/// <param name="Channel">Where it shows, a word of <see cref="Model.Channels"/>.</param>
/// <param name="Form">How it is compared.</param>
/// <param name="Value">What it is; amounts in invariant decimal form.</param>
internal sealed record Feature(string Path, string Channel, FeatureForm Form, string Value);
