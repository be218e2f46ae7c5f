using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Verification;

namespace Vitrine.Cli.Report;

/// <summary>A proof bundle's verification on one screen.</summary>
internal static class VerifyBundlePage
{
    public static Page Of(ProofVerification found, IReadOnlyList<WitnessVerdict> witnesses, LedgerVerdict verdict)
    {
        List<IReadOnlyList<Cell>> rows = [["session", Visible.Cut(found.Session ?? "none that can be read", 60)]];
        if (found.Checkpoint is { } checkpoint)
        {
            rows.Add(["ledger", Visible.Cut(checkpoint.Origin, 100)]);
            rows.Add(["size", $"{Quantity.Of(checkpoint.Size, "entry", "entries")}, root {checkpoint.Root.ToBase64()}"]);
        }

        rows.AddRange(witnesses.Select(witness => (IReadOnlyList<Cell>)["witness", VerifyPage.Witness(witness)]));
        if (found.IsValid)
        {
            rows.Add(["entries",
                $"{Quantity.Number(found.Entries)} of the session, all proven by the signed root; {Quantity.Number(found.Disclosed)} of them shown in full"]);
            rows.Add(["end",
                found.HasEnd
                    ? "there: these are all the entries that the session had"
                    : new Piece("not there: the session may have had more entries", Tone.Caution)]);
            if (found.OlderSizes.Count > 0)
                rows.Add(["grown",
                    $"from {Quantity.Of(found.OlderSizes.Count, "older checkpoint")}, the oldest of {Quantity.Of(found.OlderSizes.Min(), "entry", "entries")}"]);
        }

        List<Block> blocks = [new Block(null, rows) { LabelWidth = VerifyPage.LabelWidth }];
        if (found.Detail is { } what && !found.IsValid)
            blocks.Add(new Block([new Piece("1 finding", Tone.Bad)], [[Visible.Cut(what, 400)]]));
        List<IReadOnlyList<Cell>> worth =
        [
            ["verdict", verdict == LedgerVerdict.Clean ? new Piece("clean", Tone.Good) : new Piece("faulty", Tone.Bad)],
            ["proves", verdict == LedgerVerdict.Clean ? "that these entries stand in the ledger at these places, as they were signed" : "nothing"],
            ["not", VerifyPage.Not(witnesses)],
        ];
        blocks.Add(new Block(null, worth) { LabelWidth = VerifyPage.LabelWidth });
        return new Page(blocks, IsSpaced: true);
    }
}
