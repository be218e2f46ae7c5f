namespace Vitrine.Cli.Report.Html;

/// <summary>The lanes of the timeline, from top to bottom.</summary>
internal enum TimelineLane
{
    Programs,
    Files,
    Network,
    Findings,
    Refused,
}

/// <summary>One thing on the timeline.</summary>
/// <param name="At">Seconds since the session's start.</param>
/// <param name="Lane">Where it stands.</param>
/// <param name="Text">What happened.</param>
/// <param name="Tone">How it is to be read.</param>
internal sealed record TimelineMark(double At, TimelineLane Lane, string Text, Tone Tone)
{
    /// <summary>How long it took; 0 for a moment.</summary>
    public double Seconds { get; set; }

    /// <summary>Number of the request it is about, or -1.</summary>
    public long Request { get; init; } = -1;

    /// <summary>The rule that decided, where one is worth naming.</summary>
    public string? Rule { get; init; }
}
