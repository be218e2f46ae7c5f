using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>What an audit works with.</summary>
public sealed record AuditSettings
{
    /// <summary>Where captures and the index are kept.</summary>
    public required string Directory { get; init; }

    /// <summary>What is audited, so that a resumed audit is of the same: name, version, digest.</summary>
    public required string Target { get; init; }

    /// <summary>What the clock shows in the baseline.</summary>
    public DateTimeOffset Begun { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>All levels; see <see cref="LevelCatalog"/>.</summary>
    public required IReadOnlyList<RankedLevel> Levels { get; init; }

    /// <summary>How much it may take.</summary>
    public required ExperimentBudget Budget { get; init; }

    /// <summary>Shares of the factors.</summary>
    public FactorWeights Weights { get; init; } = new();

    /// <summary>How many sessions keep a machine busy: half of a session is waiting, for a disk, a namespace, an answer.</summary>
    public static int UsualJobs { get; } = Math.Clamp(3 * Environment.ProcessorCount, 4, 96);

    /// <summary>Sessions at a time.</summary>
    public int Jobs { get; init; } = UsualJobs;

    /// <summary>
    /// Whether sessions see the randomness that <see cref="Chance"/> says, so that first looks are compared with the baselines that saw the same.
    /// </summary>
    public bool IsChanceGiven { get; init; }

    /// <summary>Whether to go on with what <see cref="Directory"/> holds; otherwise it must hold no audit.</summary>
    public bool Resume { get; init; }

    /// <summary>Scripts, the cheapest first.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [AuditScripts.Hello, AuditScripts.Work, AuditScripts.Error, AuditScripts.ManyTurns];

    /// <summary>
    /// Sessions of each side that confirm a difference from the baseline; one more where both sides have conditions; twice as many, and at least eight, where
    /// the place varies by itself.
    /// </summary>
    public int Confirmations { get; init; } = 6;

    /// <summary>After so many sessions in a row that had to be ended, the plan shrinks to a few of each factor.</summary>
    public int TimeoutsInRow { get; init; } = 6;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is wrong.</exception>
    public void Validate()
    {
        if (Directory.Length == 0 || Jobs is < 1 or > 256 || TimeoutsInRow < 1 || Confirmations is < 2 or > 100 || Scripts.Count == 0)
            throw new ArgumentException("An audit needs a directory, a script, and between 1 and 256 sessions at a time.");
        if (Budget.Sessions < 1
            || Budget.Time <= TimeSpan.Zero
            || Budget.Baselines < 2
            || Budget.OtherBaselines < 1
            || Budget.Repetitions < 1
            || Budget.Leading < 1)
            throw new ArgumentException("A budget needs time, sessions, and at least two baselines.");
    }
}
