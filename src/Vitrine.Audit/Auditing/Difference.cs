namespace Vitrine.Audit.Auditing;

/// <summary>Something in which sessions under one set of conditions differ from those under another.</summary>
/// <param name="Key">Its place without any value that may change: equal for the same behaviour in other sessions, under other conditions.</param>
/// <param name="Channel">One of <see cref="Model.Channels"/>.</param>
/// <param name="Weight">How sure it is and whether it needs an explanation.</param>
public sealed record Difference(string Key, string Channel, DifferenceWeight Weight)
{
    /// <summary>Where it shows, for a person.</summary>
    public string Place { get; init; } = "";

    /// <summary>What feature it is of, wherever in it: equal for all requests of a kind.</summary>
    public string Feature { get; init; } = "";

    /// <summary>What was there without.</summary>
    public string Before { get; init; } = "";

    /// <summary>What is there with.</summary>
    public string After { get; init; } = "";

    /// <summary>The test, if one was made.</summary>
    public string Statistics { get; init; } = "";

    /// <summary>Whether the place varies between equal sessions, so that only many sessions tell.</summary>
    public bool IsNoisy { get; init; }

    /// <summary>Whether it shows only where both sides drew the same randomness.</summary>
    public bool IsPaired { get; init; }

    /// <summary>Whether it is a time.</summary>
    public bool IsTime { get; init; }

    /// <summary>Whether as much is to be expected by chance of as many comparisons as were made.</summary>
    public bool IsWeak { get; init; }

    /// <summary>Whether it is drawn anew in each session, and was another under several levels of one factor where the same was drawn.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>Whether the sessions are enough to rule out accident.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>
    /// Where the conditions differ in many levels: those, as <c>factor=level</c>, that would explain it if each was seen to make a difference at this place.
    /// </summary>
    public IReadOnlyList<string> ExplainedBy { get; init; } = [];
}

/// <summary>How much a difference weighs. In ascending order.</summary>
public enum DifferenceWeight
{
    /// <summary>The conditions explain it: their own value in clear, or a lawful consequence.</summary>
    Explained,

    /// <summary>It may be chance; more sessions would tell.</summary>
    Suspected,

    /// <summary>Chance does not make it, and the conditions do not explain it.</summary>
    Certain,
}
