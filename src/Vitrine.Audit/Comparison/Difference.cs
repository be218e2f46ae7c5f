using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>How a difference shows.</summary>
public enum DifferenceKind
{
    /// <summary>The same in all sessions of a condition.</summary>
    Steady,

    /// <summary>Random, and its distribution differs.</summary>
    Distribution,

    /// <summary>A time that differs.</summary>
    Time,

    /// <summary>Random, and otherwise at a few places than where the same randomness was drawn.</summary>
    Paired,
}

/// <summary>A feature of sessions that follows a factor, and is not one of the machine's own values in clear.</summary>
public sealed record Difference
{
    /// <summary>The factors that it takes; more than one where none of them does it alone.</summary>
    public required IReadOnlyList<string> Factors { get; init; }

    /// <summary>One of <see cref="Channels"/>.</summary>
    public required string Channel { get; init; }

    /// <summary>The feature: <c>model request 1: body /system/0/text</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Where in the feature: <c>line 4, word 7</c>; empty for all of it.</summary>
    public string Place { get; init; } = "";

    /// <summary>How it shows.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>The side without.</summary>
    public required Variation Without { get; init; }

    /// <summary>The side with.</summary>
    public required Variation With { get; init; }

    /// <summary>Its sessions.</summary>
    public required IReadOnlyList<AuditSession> SessionsWithout { get; init; }

    /// <summary>Its sessions.</summary>
    public required IReadOnlyList<AuditSession> SessionsWith { get; init; }

    /// <summary>What stands there without.</summary>
    public required string Before { get; init; }

    /// <summary>What stands there with.</summary>
    public required string After { get; init; }

    /// <summary><see cref="Before"/> with the machine's values as marks.</summary>
    public required string BeforeMarked { get; init; }

    /// <summary><see cref="After"/> with the machine's values as marks.</summary>
    public required string AfterMarked { get; init; }

    /// <summary>Whether something that is there, or not, is not there with the level: never, or less often than without.</summary>
    public bool IsMissing => After == "no" || (Kind == DifferenceKind.Distribution && ShareOfNo(After) > ShareOfNo(Before));

    /// <summary>Whether the sessions are enough to rule out accident.</summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>What was counted, and how likely it is by accident.</summary>
    public required string Statistics { get; init; }

    /// <summary>Whether as much is to be expected of something random among as many comparisons as were made.</summary>
    public bool IsWeak { get; init; }

    /// <summary>
    /// Whether it was found by comparing sessions that drew the same, as what it lies in is drawn: its place is that of the sessions it is told of.
    /// </summary>
    public bool IsByDraw { get; init; }

    // “no” 11 of 12 times; negative where something else was counted.
    private static double ShareOfNo(string counted) =>
        counted.Split(' ') is ["“no”", var some, "of", var all, "times"]
            ? double.Parse(some, CultureInfo.InvariantCulture) / double.Parse(all, CultureInfo.InvariantCulture)
            : -1;
}
