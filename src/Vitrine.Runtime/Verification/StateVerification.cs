using Vitrine.Ledger.Verification;

namespace Vitrine.Runtime.Verification;

/// <summary>What a verification of a machine's whole record found out.</summary>
/// <param name="Ledger">The tree; of a single session's verification only its checkpoint.</param>
/// <param name="Sessions">The sessions, oldest first.</param>
public sealed record StateVerification(LedgerVerification Ledger, IReadOnlyList<SessionVerification> Sessions)
{
    /// <summary>The verdict over all of it.</summary>
    public LedgerVerdict Verdict
    {
        get
        {
            if (Ledger.Verdict == LedgerVerdict.Faulty || Sessions.Any(session => session.State == SessionRecordState.Faulty))
                return LedgerVerdict.Faulty;
            return Ledger.Verdict == LedgerVerdict.NotChecked || Sessions.Any(session => session.State == SessionRecordState.NotChecked)
                ? LedgerVerdict.NotChecked
                : LedgerVerdict.Clean;
        }
    }

    /// <summary>What is wrong, the tree's first; at most some of it.</summary>
    public IEnumerable<LedgerFinding> Findings => Ledger.Findings.Concat(Sessions.SelectMany(session => session.Findings));

    /// <summary>How much is wrong.</summary>
    public long FindingCount => Ledger.FindingCount + Sessions.Sum(session => session.FindingCount);
}
