using Vitrine.Audit.Model;

namespace Vitrine.Audit.Running;

/// <summary>Makes one capture of two sessions that followed each other on one machine: an installation and a use.</summary>
internal static class CaptureJoin
{
    /// <summary>Joins them; the times and numbers of the second follow those of the first, and what there can be only one of is the second's.</summary>
    public static Capture Join(Capture first, Capture second)
    {
        double later = first.Seconds;
        int connections = first.Connections.Count, processes = first.Processes.Count;
        return second with
        {
            Seconds = first.Seconds + second.Seconds,
            Names = [.. first.Names, .. second.Names.Select(name => name with { At = name.At + later })],
            Connections = [.. first.Connections,
                .. second.Connections.Select(one => one with { Number = one.Number + connections, At = one.At + later, ClosedAt = one.ClosedAt + later })],
            Exchanges =
            [
                .. first.Exchanges,
                .. second.Exchanges.Select(one => one with { Connection = one.Connection + connections, At = one.At + later, EndedAt = one.EndedAt + later,
                    AnsweredAt = one.AnsweredAt + later }),
            ],
            Reads = [.. first.Reads.Union(second.Reads)],
            Processes = [.. first.Processes,
                .. second.Processes.Select(one => one with { Parent = one.Parent < 0 ? -1 : one.Parent + processes, At = one.At + later })],
            Listeners = [.. first.Listeners.Union(second.Listeners)],
            Refused = [.. first.Refused.Union(second.Refused)],
            Unseen = [.. first.Unseen, .. second.Unseen],
        };
    }
}
