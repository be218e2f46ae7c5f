using System.Globalization;
using Vitrine.Ledger.Verification;

namespace Vitrine.Cli.Report;

/// <summary>A verification on one screen: what was checked, what is wrong, what it proves and what it does not.</summary>
internal static class VerifyPage
{
    public const int LabelWidth = 10;
    public const string OfTree = "that nobody without the log's private key has changed, added, moved or taken out an entry since the checkpoint was signed";
    private const int MostFindings = 12, Widest = 400;

    /// <summary>The page of a ledger's directory.</summary>
    public static Page Of(LedgerVerification found)
    {
        List<IReadOnlyList<Cell>> head = [.. Head(found), .. Tree(found)];
        if (found.IsSigned)
            head.Add(["left out", "what the sealed parts and bodies of the entries hold: they are not in this directory"]);
        return new Page([new Block(null, head) { LabelWidth = LabelWidth }, .. Findings(found.Findings, found.FindingCount),
            Verdict(found.Verdict, found, OfTree)],
            IsSpaced: true);
    }

    /// <summary>Which ledger, how large, who signed it.</summary>
    public static IEnumerable<IReadOnlyList<Cell>> Head(LedgerVerification found)
    {
        if (found.Checkpoint is not { } checkpoint)
        {
            yield return ["ledger", new Piece("its checkpoint can't be read: see below", Tone.Bad)];
            yield break;
        }

        yield return ["ledger", Visible.Cut(checkpoint.Origin, 100)];
        yield return ["size", $"{Quantity.Of(checkpoint.Size, "entry", "entries")}, root {checkpoint.Root.ToBase64()}"];
        yield return ["signature",
            found.SignedBy is { } signer
                ? new Piece($"good, by the log's key {signer.Id:x8}", Tone.Good)
                : new Piece("not good: nothing of this is proven", Tone.Bad)];
        foreach (WitnessVerdict witness in found.Witnesses)
            yield return ["witness", Witness(witness)];
    }

    /// <summary>What was looked at in the tree.</summary>
    public static IEnumerable<IReadOnlyList<Cell>> Tree(LedgerVerification found)
    {
        if (found.Checkpoint is null)
            yield break;
        yield return ["entries", Entries(found)];
        if (found.Sessions > 0)
            yield return ["sessions",
                $"{Quantity.Number(found.Sessions)} in the tree{(found.FindingCount == 0 ? ", the entries of each in order and without a gap" : "")}"];
        if (found.Pruned > 0)
            yield return ["pruned",
                $"{Quantity.Of(found.Pruned, "entry", "entries")} below {Quantity.Number(found.MinimumIndex)}, as an entry of the ledger says; the tree still proves the rest"];
        foreach (string note in found.Notes)
            yield return ["note", Visible.Cut(note, Widest)];
    }

    /// <summary>What is wrong, the first entry first.</summary>
    public static IEnumerable<Block> Findings(IEnumerable<LedgerFinding> findings, long count)
    {
        if (count == 0)
            yield break;
        List<IReadOnlyList<Cell>> rows = [.. findings.Take(MostFindings)
            .Select(finding => (IReadOnlyList<Cell>)[Visible.Cut(finding.What.ReplaceLineEndings(" "), Widest)])];
        if (count > rows.Count)
            rows.Add([new Piece($"and {Quantity.Number(count - rows.Count)} more: --json lists more of them", Tone.Faint)]);
        yield return new Block([new Piece(Quantity.Of(count, "finding"), Tone.Bad)], rows);
    }

    /// <summary>The verdict, and what it is worth.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="tree">What was found out about the tree.</param>
    /// <param name="proves">What a clean one proves.</param>
    public static Block Verdict(LedgerVerdict verdict, LedgerVerification tree, string proves)
    {
        List<IReadOnlyList<Cell>> rows = [["verdict", Word(verdict, tree)]];
        if (verdict != LedgerVerdict.Clean && tree.Proven > 0)
            rows.Add(["trust", tree.ProvenBefore > 0
                ? $"the entries before {Quantity.Number(tree.ProvenBefore)} are proven, and {Quantity.Number(tree.Proven)} of all {Quantity.Number(tree.Checkpoint!.Size)}"
                : $"{Quantity.Of(tree.Proven, "entry is", "entries are")} proven all the same"]);
        rows.Add(["proves", verdict == LedgerVerdict.Clean ? proves : "nothing beyond what stands above"]);
        rows.Add(["not", Not(tree.Witnesses)]);
        return new Block(null, rows) { LabelWidth = LabelWidth };
    }

    /// <summary>What a verification does not prove.</summary>
    public static string Not(IReadOnlyList<WitnessVerdict> witnesses) => witnesses.Any(witness => witness.IsGood)
        ? "that what was recorded is all that happened. That the ledger was not rewritten or put back is proven up to the witness's cosignature"
        : "that this is the only state there was: whoever has the private key can write all of it anew, and whoever can write here put an older one back. A witness (--witness) shows both";

    private static string Entries(LedgerVerification found)
    {
        string hashed = $"{Quantity.Number(found.Checked)} hashed";
        if (!found.IsSigned || !found.IsRooted)
            return $"{hashed}; none is proven";
        return found.Proven == found.Checked
            ? $"{hashed}, all proven by the signed root"
            : $"{hashed}, {Quantity.Number(found.Proven)} of them proven by the signed root";
    }

    public static Piece Witness(WitnessVerdict witness) => witness is { Time: { } time, Age: { } age }
        ? new Piece(
            $"{witness.Name} cosigned it at {time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, {Quantity.Duration(Math.Max(0, age.TotalSeconds))} ago",
                witness.IsGood ? Tone.Good : Tone.Bad)
        : new Piece($"{witness.Name} has not cosigned this checkpoint", Tone.Bad);

    private static Piece Word(LedgerVerdict verdict, LedgerVerification tree) => verdict switch
    {
        LedgerVerdict.Clean => new Piece("clean", Tone.Good),
        LedgerVerdict.Faulty => new Piece(tree.FirstBad is { } index ? $"faulty, from entry {Quantity.Number(index)} on" : "faulty", Tone.Bad),
        _ => new Piece("not all could be checked", Tone.Caution),
    };
}
