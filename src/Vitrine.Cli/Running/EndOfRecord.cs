using Vitrine.Cli.Report;
using Vitrine.Runtime.Ledger;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Running;

/// <summary>What is to be said of the record itself when a session is over: nothing where it is sealed, and witnessed where witnesses are named.</summary>
internal static class EndOfRecord
{
    public static void Tell(SessionOutcome outcome, OutputStream said)
    {
        if (outcome is { Failure: null, IsSealed: false })
            said.Complain("The record is on disk, and not in the ledger yet: another process has the ledger.",
                "the next vitrine command puts it there; look for a vitrine process that is stopped");
        if (outcome.Witnessed is not { } witnessed)
            return;
        foreach (string line in witnessed.Describe())
        {
            if (witnessed is { IsWitnessed: true, IsContradicted: false })
                said.Note(Visible.Text(line));
            else
                said.Complain(Visible.Text(line) + ".", "vitrine verify checks the ledger; docs/witness.md says what a witness refuses");
        }
    }
}
