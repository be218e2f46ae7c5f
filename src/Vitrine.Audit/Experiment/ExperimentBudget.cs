namespace Vitrine.Audit.Experiment;

/// <summary>How much an audit may take. Which of time and sessions ends first ends it.</summary>
public sealed record ExperimentBudget
{
    /// <summary>The word for it on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Wall clock: of the whole audit as a person asks for it, of the sessions as they are run.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Sessions of the target at most.</summary>
    public required int Sessions { get; init; }

    /// <summary>Sessions of the baseline under the script that most of the plan uses.</summary>
    public required int Baselines { get; init; }

    /// <summary>Sessions of the baseline under each of the other scripts.</summary>
    public required int OtherBaselines { get; init; }

    /// <summary>How many levels of each factor are crossed with those of all others before the rest.</summary>
    public required int Leading { get; init; }

    /// <summary>Sessions under the same conditions at most, where chance may have made a difference.</summary>
    public required int Repetitions { get; init; }

    /// <summary>A minute.</summary>
    public static ExperimentBudget Quick { get; } = new()
    {
        Name = "quick",
        Time = TimeSpan.FromSeconds(60),
        Sessions = 800,
        Baselines = 5,
        OtherBaselines = 3,
        Leading = 3,
        Repetitions = 4
    };

    /// <summary>Five minutes.</summary>
    public static ExperimentBudget Standard { get; } = new()
    {
        Name = "standard",
        Time = TimeSpan.FromMinutes(5),
        Sessions = 4000,
        Baselines = 8,
        OtherBaselines = 4,
        Leading = 6,
        Repetitions = 6
    };

    /// <summary>Half an hour.</summary>
    public static ExperimentBudget Deep { get; } = new()
    {
        Name = "deep",
        Time = TimeSpan.FromMinutes(30),
        Sessions = 20000,
        Baselines = 12,
        OtherBaselines = 6,
        Leading = 10,
        Repetitions = 10
    };

    /// <summary>The one of that name; null for none.</summary>
    public static ExperimentBudget? Of(string name) => name switch
    {
        "quick" => Quick,
        "standard" => Standard,
        "deep" => Deep,
        _ => null,
    };
}
