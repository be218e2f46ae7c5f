using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>How long each phase of an audit took, told by what it says of itself.</summary>
internal sealed class PhaseClock(TimeProvider time)
{
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private string _phase = "";
    private long _since = time.GetTimestamp();

    /// <summary>Seconds by phase.</summary>
    public IReadOnlyDictionary<string, double> Phases
    {
        get
        {
            lock (_lock)
            {
                Enter("");
                return _seconds.ToDictionary(phase => phase.Key, phase => Math.Round(phase.Value, 3), StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The same listener, with the clock looking on.</summary>
    public Action<AuditAdvance> Watch(Action<AuditAdvance> tell) => advance =>
    {
        lock (_lock)
            Enter(advance.Phase);
        tell(advance);
    };

    private void Enter(string phase)
    {
        long now = time.GetTimestamp();
        if (_phase.Length > 0)
            _seconds[_phase] = _seconds.GetValueOrDefault(_phase) + time.GetElapsedTime(_since, now).TotalSeconds;
        (_phase, _since) = (phase, now);
    }
}
