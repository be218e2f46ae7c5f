using Vitrine.Audit.Auditing;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Tests.Audit.Auditing;

/// <summary>An audit of a simulated target in a directory of its own.</summary>
internal sealed class Simulation : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 10, 0, 0, TimeSpan.Zero);

    public string Folder { get; } = Directory.CreateTempSubdirectory("vitrine-audit-").FullName;

    public IReadOnlyList<RankedLevel> Levels { get; init; } = LevelCatalog.BuiltIn(Now);

    public ExperimentBudget Budget { get; init; } = ExperimentBudget.Quick;

    public AuditSettings Settings(bool resume = false) =>
        new() { Directory = Folder, Target = "simulated@1", Levels = Levels, Budget = Budget, Jobs = 4, Resume = resume };

    public static AuditSteps Steps(SimulatedTarget target) =>
        new() { Run = target.RunAsync, Compare = SimpleComparison.Compare, Conclude = SimpleComparison.Conclude, Always = _ => [] };

    public Task<AuditOutcome> RunAsync(SimulatedTarget target, CancellationToken stop, bool resume = false, TimeProvider? time = null,
        IProgress<AuditProgress>? progress = null) =>
        new Auditor(Settings(resume), Steps(target), time ?? new StillTime()).RunAsync(progress, stop);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>A clock that only moves when it is told to, so that sessions alone make the budget.</summary>
    internal sealed class StillTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
