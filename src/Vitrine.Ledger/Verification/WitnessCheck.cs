using System.Globalization;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Verification;

/// <summary>Demands the cosignatures of witnesses (C2SP tlog-cosignature).</summary>
internal static class WitnessCheck
{
    // A witness's clock may be ahead of ours by this much.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Looks for each witness's cosignature of a checkpoint.</summary>
    public static IReadOnlyList<WitnessVerdict> Of(SignedNote? note, LedgerVerifierOptions options, FindingList findings)
    {
        var verdicts = new List<WitnessVerdict>();
        foreach (VerifierKey witness in options.Witnesses)
            verdicts.Add(Of(note, witness, options, findings));
        return verdicts;
    }

    private static WitnessVerdict Of(SignedNote? note, VerifierKey witness, LedgerVerifierOptions options, FindingList findings)
    {
        if (note is null || !witness.TryVerifyCosignature(note, out DateTimeOffset time))
        {
            bool isWrong = note is not null && witness.Check(note) == NoteVerdict.Invalid;
            findings.Add(LedgerFault.CosignatureMissing, null, CheckpointCheck.FileName, isWrong
                ? $"The cosignature of witness {witness.Name} is not of this checkpoint."
                : $"Witness {witness.Name} ({witness.Id:x8}) has not cosigned this checkpoint: it may be of a ledger that was rewritten, rolled back or forked.");
            return new WitnessVerdict(witness.Name, null, null, false);
        }

        TimeSpan age = options.Time.GetUtcNow() - time;
        bool isNew = options.MaximumAge is not { } maximum || age <= maximum;
        if (!isNew)
            findings.Add(LedgerFault.CosignatureOld, null, CheckpointCheck.FileName,
                $"Witness {witness.Name} cosigned this checkpoint {Minutes(age)} ago, which is longer than was asked for: newer ones may be held back.");
        else if (age < -Ahead)
            findings.Add(LedgerFault.CosignatureOld, null, CheckpointCheck.FileName,
                $"Witness {witness.Name} cosigned this checkpoint {Minutes(-age)} in the future.");
        return new WitnessVerdict(witness.Name, time, age, isNew && age >= -Ahead);
    }

    private static string Minutes(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalMinutes):#,0} minutes");
}
