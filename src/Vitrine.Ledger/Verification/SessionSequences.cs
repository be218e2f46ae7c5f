using System.Runtime.InteropServices;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Whether each session's entries stand in the tree in their order, from 0, without a gap and once. Runs are given in the order of the tree, by one thread.
/// Memory goes with the number of sessions, and ends at <see cref="MaximumSessions"/>.
/// </summary>
internal sealed class SessionSequences(FindingList findings)
{
    /// <summary>How many sessions are followed; those that come later are counted and not looked at.</summary>
    public const int MaximumSessions = 1_000_000;

    private readonly Dictionary<SessionName, long> _next = [];

    /// <summary>Sessions that were seen.</summary>
    public int Count => _next.Count;

    /// <summary>Each session and how many entries it has in the tree, by its last one.</summary>
    public IReadOnlyDictionary<SessionName, long> Lengths => _next;

    /// <summary>Runs of sessions that there was no room for.</summary>
    public long Unfollowed { get; private set; }

    /// <summary>The next run.</summary>
    /// <param name="run">The entries.</param>
    /// <param name="mayStartLate">Whether entries before it may be gone without this being the place to say so: they were pruned, or are damaged.</param>
    public void Add(in SessionRun run, bool mayStartLate)
    {
        ref long next = ref CollectionsMarshal.GetValueRefOrNullRef(_next, run.Session);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref next))
        {
            if (_next.Count >= MaximumSessions)
            {
                Unfollowed++;
                return;
            }

            _next.Add(run.Session, run.Sequence + run.Count);
            if (run.Sequence != 0 && !mayStartLate)
                findings.Add(LedgerFault.SequenceGap, run.Index, null,
                    $"Session {run.Session} begins with its entry {run.Sequence}: the ones before it are not in the tree.");
            return;
        }

        if (run.Sequence > next && !mayStartLate)
            findings.Add(LedgerFault.SequenceGap, run.Index, null,
                $"Session {run.Session} goes from its entry {next - 1} to {run.Sequence}: what was between is not in the tree.");
        else if (run.Sequence < next)
            findings.Add(LedgerFault.SequenceRepeated, run.Index, null, $"Session {run.Session} has its entry {run.Sequence} again, after {next - 1}.");
        next = Math.Max(next, run.Sequence + run.Count);
    }
}
