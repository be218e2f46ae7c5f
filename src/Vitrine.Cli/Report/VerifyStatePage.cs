using Vitrine.Runtime.Verification;

namespace Vitrine.Cli.Report;

/// <summary>A machine's record, or one session of it, on one screen.</summary>
internal static class VerifyStatePage
{
    private const int MostPurged = 8;

    /// <summary>The page.</summary>
    /// <param name="found">What was found out.</param>
    /// <param name="isWhole">Whether the whole tree was gone through, and not one session's part of it.</param>
    public static Page Of(StateVerification found, bool isWhole)
    {
        List<IReadOnlyList<Cell>> rows = [.. VerifyPage.Head(found.Ledger), .. isWhole ? VerifyPage.Tree(found.Ledger) : []];
        rows.AddRange(Sessions(found.Sessions));
        if (!isWhole && found.Ledger.Checked == 0)
            rows.Add(["left out", "the rest of the tree: vitrine verify, without a session, goes through all of it"]);
        List<Block> blocks = [new Block(null, rows) { LabelWidth = VerifyPage.LabelWidth }];
        SessionVerification[] purged = [.. found.Sessions.Where(session => session.Purge is not null)];
        if (purged.Length > 0)
            blocks.Add(Purged(purged));
        blocks.AddRange(VerifyPage.Findings(found.Findings, found.FindingCount));
        blocks.Add(VerifyPage.Verdict(found.Verdict, found.Ledger,
            isWhole ? VerifyPage.OfTree : "that each entry of the session is the one that was entered into the ledger and signed"));
        return new Page(blocks, IsSpaced: true);
    }

    private static IEnumerable<IReadOnlyList<Cell>> Sessions(IReadOnlyList<SessionVerification> sessions)
    {
        SessionVerification[] there = [.. sessions.Where(session => session.Purge is null)];
        if (there.Length > 0)
            yield return ["on disk",
                $"{Quantity.Of(there.Length, "session")}: {Quantity.Of(there.Sum(session => session.Proven), "entry", "entries")} of their journals proven to be in the tree, {Quantity.Of(there.Sum(session => session.Sealed), "sealed part")} and {Quantity.Of(there.Sum(session => session.Payloads), "body", "bodies")} as they were written"];
        if (there.Sum(session => session.Pruned) is > 0 and var pruned)
            yield return ["", $"{Quantity.Of(pruned, "entry", "entries")} could not be compared: that part of the tree was pruned"];
        if (there.Count(session => session.State == SessionRecordState.Open) is > 0 and var open)
            yield return ["open", $"{Quantity.Of(open, "session")} without an end yet: what is not in the ledger so far was not compared"];
    }

    private static Block Purged(SessionVerification[] purged)
    {
        List<IReadOnlyList<Cell>> rows = [.. purged.Take(MostPurged).Select(session => (IReadOnlyList<Cell>)
        [
            session.Session, Quantity.Of(session.Entries, "entry", "entries"), Visible.Cut(session.Purge!.Time, 40), Visible.Cut(session.Purge.Actor, 60),
                Visible.Cut(session.Purge.Reason, 100),
        ])];
        if (purged.Length > rows.Count)
            rows.Add([$"and {Quantity.Number(purged.Length - rows.Count)} more"]);
        return new Block([new Piece($"{Quantity.Of(purged.Length, "session was", "sessions were")} purged, as the ledger says; their entries in the tree are as they were")],
            rows);
    }
}
