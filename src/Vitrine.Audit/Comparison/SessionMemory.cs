using System.Runtime.CompilerServices;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>
/// Keeps what was made of a session for as long as its capture is kept: an audit compares the same baselines some hundred times. Safe for several threads.
/// </summary>
/// <param name="make">Makes it; pure.</param>
internal sealed class SessionMemory<T>(Func<AuditSession, T> make)
    where T : class
{
    private readonly ConditionalWeakTable<Capture, Made> _made = [];

    /// <summary>What is made of a session.</summary>
    public T Of(AuditSession session)
    {
        // One capture has one machine, but for who compares by hand.
        Made made = _made.GetValue(session.Capture, _ => new Made(session.Machine, make(session)));
        return ReferenceEquals(made.Machine, session.Machine) ? made.What : make(session);
    }

    private sealed record Made(MachineFacts Machine, T What);
}
