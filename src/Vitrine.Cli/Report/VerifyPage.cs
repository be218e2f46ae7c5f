using System.Globalization;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Verification;

namespace Vitrine.Cli.Report;

/// <summary>A verification on one screen: what was checked, what is wrong, what it proves and what it does not.</summary>
internal static class VerifyPage
{
    private const int LabelWidth = 10, MostFindings = 12, Widest = 400;

    /// <summary>The page of a ledger's directory.</summary>
    public static Page Of(LedgerVerification found, VerifierKey key) => new([new Block(null, [.. Head(found, key)]) { LabelWidth = LabelWidth }, .. Findings(found.Findings, found.FindingCount), Verdict(found)], IsSpaced: true);

    /// <summary>Which ledger, how large, who signed it, what was looked at.</summary>
    public static IEnumerable<IReadOnlyList<Cell>> Head(LedgerVerification found, VerifierKey key)
    {
        if (found.Checkpoint is not { } checkpoint)
        {
            yield return ["ledger", new Piece("its checkpoint can't be read: see below", Tone.Bad)];
            yield break;
        }

        yield return ["ledger", Visible.Cut(checkpoint.Origin, 100)];
        yield return ["size", $"{Quantity.Of(checkpoint.Size, "entry", "entries")}, root {checkpoint.Root.ToBase64()}"];
        yield return ["signature", found.IsSigned ? new Piece($"good, by the log's key {key.Id:x8}", Tone.Good) : new Piece("none of the log's key: what follows is proven by nobody", Tone.Bad)];
        foreach (WitnessVerdict witness in found.Witnesses)
            yield return ["witness", Witness(witness)];
        yield return ["entries", Entries(found)];
        if (found.Sessions > 0)
            yield return ["sessions", $"{Quantity.Number(found.Sessions)} in the tree{(found.Findings.Count == 0 ? ", each without a gap" : "")}"];
        if (found.Pruned > 0)
            yield return ["pruned", $"{Quantity.Of(found.Pruned, "entry", "entries")} below {Quantity.Number(found.MinimumIndex)}, as an entry of the ledger says"];
        foreach (string note in found.Notes)
            yield return ["note", Visible.Cut(note, Widest)];
    }

    /// <summary>What is wrong, the first entry first.</summary>
    public static IEnumerable<Block> Findings(IReadOnlyList<LedgerFinding> findings, long count)
    {
        if (count == 0)
            yield break;
        List<IReadOnlyList<Cell>> rows = [.. findings.Take(MostFindings).Select(Row)];
        if (count > rows.Count)
            rows.Add([new Piece($"and {Quantity.Number(count - rows.Count)} more: vitrine verify --json lists up to 200", Tone.Faint)]);
        yield return new Block([new Piece(Quantity.Of(count, "finding"), Tone.Bad)], rows);
    }

    private static IReadOnlyList<Cell> Row(LedgerFinding finding) => [Visible.Cut(finding.What, Widest)];

    private static string Entries(LedgerVerification found)
    {
        string hashed = $"{Quantity.Number(found.Checked)} hashed";
        if (!found.IsSigned || !found.IsRooted)
            return $"{hashed}; none is proven";
        return found.Proven == found.Checked ? $"{hashed}, all proven by the signed root" : $"{hashed}, {Quantity.Number(found.Proven)} of them proven by the signed root";
    }

    private static Piece Witness(WitnessVerdict witness) => witness switch
    {
        { Time: not { } } => new Piece($"{witness.Name} has not cosigned this checkpoint", Tone.Bad),
        { Time: { } time, Age: { } age } => new Piece(
            $"{witness.Name} cosigned it at {time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, {Quantity.Duration(Math.Max(0, age.TotalSeconds))} ago", witness.IsGood ? Tone.Good : Tone.Bad),
        _ => new Piece(witness.Name),
    };

    private static Block Verdict(LedgerVerification found)
    {
        List<IReadOnlyList<Cell>> rows = [["verdict", Word(found)]];
        if (found is { Verdict: LedgerVerdict.Faulty, IsSigned: true, IsRooted: true })
            rows.Add(["trust", found.ProvenBefore > 0 ? $"entries before {Quantity.Number(found.ProvenBefore)} are proven, and {Quantity.Number(found.Proven)} in all" : $"{Quantity.Number(found.Proven)} entries are proven all the same"]);
        rows.Add(["proves", found.Verdict == LedgerVerdict.Clean
            ? "that nobody without the log's private key has changed, added, moved or taken out an entry"
            : "nothing beyond what stands above"]);
        rows.Add(["not", found.Witnesses.Any(witness => witness.IsGood)
            ? "that what was recorded is all that happened; the witness rules out that the ledger was rewritten before it saw this checkpoint"
            : "that the ledger is the only one: without a witness (--witness) whoever has the private key can write all of it anew, or put an older one back"]);
        return new Block(null, rows) { LabelWidth = LabelWidth };
    }

    private static Piece Word(LedgerVerification found) => found.Verdict switch
    {
        LedgerVerdict.Clean => new Piece("clean", Tone.Good),
        LedgerVerdict.Faulty => new Piece(found.FirstBad is { } index ? $"faulty, from entry {Quantity.Number(index)} on" : "faulty", Tone.Bad),
        _ => new Piece("not checked: see the findings", Tone.Caution),
    };
}
