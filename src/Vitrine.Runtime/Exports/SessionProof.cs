using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Exports;

/// <summary>Makes proofs that someone without any key of this machine can verify offline: of a session, or of one entry.</summary>
/// <param name="store">All sessions.</param>
/// <param name="session">The session.</param>
public sealed class SessionProof(SessionStore store, SessionId session)
{
    private readonly StateDirectory _state = store.State;

    /// <summary>Writes the bundle of a session.</summary>
    /// <param name="destination">Where to; what was written counts only when the status is <see cref="SessionProofStatus.Made"/>.</param>
    /// <param name="options">What it shows.</param>
    /// <exception cref="IOException">Ledger or record cannot be read, or the destination not be written.</exception>
    public SessionProofOutcome Write(Stream destination, SessionProofOptions options)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(options);
        if (LedgerHead.Read(_state.Ledger) is not { } head)
            return new SessionProofOutcome(SessionProofStatus.NoLedger);
        var tiles = new LedgerTiles(_state.Ledger.Directory);
        if (SessionLeaves.Find(_state, session, head.Checkpoint.Size) is not { } runs)
            return new SessionProofOutcome(SessionProofStatus.Pruned);
        if (runs.Count == 0)
            return new SessionProofOutcome(SessionProofStatus.NotSealed);
        var older = new List<ProofOlder>();
        foreach (SignedNote note in options.Since)
        {
            if (Older(note, head, tiles) is not { } proved)
                return new SessionProofOutcome(SessionProofStatus.OlderForeign);
            older.Add(proved);
        }

        IReadOnlyList<TreeHash> hashes = SubsetProof.Make(tiles, runs.SelectMany(Indexes), head.Checkpoint.Size);
        using var bundle = new ProofBundleWriter(destination, new ProofHead(session.ToString(), head.Key.ToString(), head.Note, older, hashes));
        SessionProofOutcome outcome = WriteEntries(bundle, runs, head.Checkpoint.Size, options);
        if (outcome.Status == SessionProofStatus.Made)
            bundle.Complete();
        return outcome;
    }

    /// <summary>Makes the proof of one entry (C2SP tlog-proof), with its leaf as the extra data.</summary>
    /// <param name="sequence">The entry's number in the session.</param>
    /// <param name="proof">The proof, when made.</param>
    /// <exception cref="IOException">The ledger cannot be read.</exception>
    public SessionProofStatus TryProve(long sequence, out TlogProof? proof)
    {
        proof = null;
        if (LedgerHead.Read(_state.Ledger) is not { } head)
            return SessionProofStatus.NoLedger;
        if (SessionLeaves.Find(_state, session, head.Checkpoint.Size) is not { } runs)
            return SessionProofStatus.Pruned;
        Extent run = runs.FirstOrDefault(run => run.Sequence <= sequence && sequence < run.Sequence + run.Count);
        if (run.Count == 0)
            return runs.Count == 0 ? SessionProofStatus.NotSealed : SessionProofStatus.NoSuchEntry;
        long index = run.Index + sequence - run.Sequence;
        byte[]? leaf = null;
        new LedgerEntries(_state.Ledger.Directory).Visit(index, head.Checkpoint.Size, (_, bytes) =>
        {
            leaf = bytes.ToArray();
            return false;
        });
        if (leaf is null || !SessionLeaves.IsOf(leaf, session, sequence))
            throw new LedgerDamagedException($"its entry {index} is not number {sequence} of session {session}.");
        proof = new TlogProof(index, TreeProofs.Inclusion(new LedgerTiles(_state.Ledger.Directory), index, head.Checkpoint.Size), head.Note, leaf);
        // Never one that does not hold: the tiles may be none of the tree that was signed.
        return proof.Verify(leaf, head.Key) ? SessionProofStatus.Made : throw new LedgerDamagedException($"its tiles do not prove its entry {index}.");
    }

    private static IEnumerable<long> Indexes(Extent run)
    {
        for (long index = run.Index; index < run.Index + run.Count; index++)
            yield return index;
    }

    // That the older tree is the beginning of this one is checked, not only stated.
    private static ProofOlder? Older(SignedNote note, LedgerHead head, LedgerTiles tiles)
    {
        if (!Checkpoint.TryParse(note.Text, out Checkpoint? older) || older.Origin != head.Checkpoint.Origin || older.Size > head.Checkpoint.Size)
            return null;
        TreeHash[] proof = TreeProofs.Consistency(tiles, older.Size, head.Checkpoint.Size);
        return TreeProofs.VerifyConsistency(older.Size, older.Root, head.Checkpoint.Size, head.Checkpoint.Root, proof) ? new ProofOlder(note, proof) : null;
    }

    private SessionProofOutcome WriteEntries(ProofBundleWriter bundle, IReadOnlyList<Extent> runs, long size, SessionProofOptions options)
    {
        var entries = new LedgerEntries(_state.Ledger.Directory);
        using EntryCipher? cipher = options.WithContent ? _state.LoadCipher(session) : null;
        using JournalReader? journal = cipher is not null && File.Exists(_state.LogOf(session)) ? JournalReader.Open(_state.LogOf(session)) : null;
        long count = 0, disclosed = 0;
        SessionProofOutcome? problem = null;
        foreach (Extent run in runs)
        {
            long last = run.Index + run.Count - 1;
            long end = entries.Visit(run.Index, size, (index, leaf) =>
            {
                if (!SessionLeaves.IsOf(leaf, session, count))
                    return false;
                Disclosure? shown = null;
                if (journal is not null && !TryDisclose(journal, cipher!, leaf, options, out shown))
                {
                    problem = new SessionProofOutcome(SessionProofStatus.RecordDamaged,
                        Detail: $"Entry {count} of the session's record is not the one that the ledger has.");
                    return false;
                }

                bundle.Write(new ProofEntry(index, leaf.ToArray(), shown));
                count++;
                disclosed += shown is null ? 0 : 1;
                return index < last;
            });
            if (problem is not null)
                return problem;
            if (end != last + 1 || count != run.Sequence + run.Count)
                throw new LedgerDamagedException($"its entry {end} is not number {count} of session {session}.");
        }

        return new SessionProofOutcome(SessionProofStatus.Made, count, disclosed, options.WithContent && journal is null);
    }

    private static bool TryDisclose(JournalReader journal, EntryCipher cipher, ReadOnlySpan<byte> leaf, SessionProofOptions options, out Disclosure? shown)
    {
        shown = null;
        long sequence = journal.Count;
        if (journal.TryRead(out ReadOnlySpan<byte> recorded, out ReadOnlySpan<byte> record) != JournalReadStatus.Entry || !recorded.SequenceEqual(leaf))
            return false;
        Leaf facts = LeafJson.TryParse(leaf)!;
        if (facts.Sealed is null || (options.Only.Count > 0 && !options.Only.Contains(facts.Type)))
            return true;
        shown = cipher.Disclose(sequence, record);
        return shown?.Verify(facts.Sealed) == true;
    }
}
