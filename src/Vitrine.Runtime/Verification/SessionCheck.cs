using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Verification;

/// <summary>
/// Compares what lies on disk of one session with the tree: each leaf of its journal with the one at the place that its extents name, each sealed part and each
/// body with the digest in its leaf. Used once.
/// </summary>
/// <param name="state">Where sessions lie.</param>
/// <param name="id">The session.</param>
/// <param name="leaves">The tree.</param>
internal sealed class SessionCheck(StateDirectory state, SessionId id, ProvenLeaves leaves)
{
    private readonly List<LedgerFinding> _findings = [];
    private long _findingCount, _unreadable, _proven, _pruned, _sealed, _entries;
    private bool _isOpen, _hasEnteredAll = true;

    /// <summary>Entries of the session in the tree; null where the tree was not gone through.</summary>
    public long? InTree { get; init; }

    /// <summary>Entries of the tree below this may be gone.</summary>
    public long MinimumIndex { get; init; }

    /// <summary>What the ledger says of its destruction; null for nothing.</summary>
    public PurgeNotice? Purge { get; init; }

    /// <summary>Looks at all of it; null where there is no such session.</summary>
    public SessionVerification? Check(CancellationToken cancellationToken)
    {
        try
        {
            // First: what is written now may be behind the tree.
            _isOpen = File.Exists(state.MarkOf(id)) || (File.Exists(state.LogOf(id)) && JournalReader.IsBeingWritten(state.LogOf(id)));
            using var journal = JournalReader.Open(state.LogOf(id));
            SayLeft();
            using SessionPayloadCheck? payloads = OpenPayloads();
            Read(journal, payloads, cancellationToken);
            return Result(payloads?.Count ?? 0);
        }
        catch (FileNotFoundException)
        {
            return WithoutJournal();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Add(LedgerFault.Unreadable, null, Name("entries.log"), error.Message);
            return Result(0);
        }
    }

    private SessionVerification? WithoutJournal()
    {
        if (Purge is null && InTree is null or 0)
            return null;
        if (Purge is null)
            Add(LedgerFault.JournalMissing, null, Name("entries.log"),
                $"Session {id} has {InTree} entries in the ledger, and its journal is gone. No entry says that it was purged.");
        SayLeft();
        _entries = InTree ?? 0;
        return Result(0);
    }

    private SessionPayloadCheck? OpenPayloads()
    {
        try
        {
            if (state.LoadCipher(id) is { } cipher)
                return new SessionPayloadCheck(state.PayloadsOf(id), id, cipher);
            if (Purge is null)
                Add(LedgerFault.KeyMissing, null, $"keys/{id}.key",
                    $"The key of session {id} is gone: its entries and bodies can't be read any more. No entry says that it was destroyed.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Add(LedgerFault.KeyMissing, null, $"keys/{id}.key", $"The key of session {id} can't be used: {error.Message}");
        }

        return null;
    }

    private void Read(JournalReader journal, SessionPayloadCheck? payloads, CancellationToken cancellationToken)
    {
        IReadOnlyList<Extent> extents = Extents.Read(state.ExtentsOf(id), out bool isWhole);
        if (!isWhole && !_isOpen)
            Add(LedgerFault.ExtentsWrong, null, Name("extents"),
                $"The list of where the entries of session {id} are in the ledger was changed: it does not go on from where it ends.");
        int at = 0;
        JournalReadStatus status;
        while ((status = journal.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record)) == JournalReadStatus.Entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long sequence = journal.Count - 1;
            while (at < extents.Count && sequence >= extents[at].Sequence + extents[at].Count)
                at++;
            long? index = at < extents.Count ? extents[at].Index + sequence - extents[at].Sequence : null;
            if (LeafJson.TryParse(leaf) is not { } said || said.Session != id.ToString() || said.Sequence != sequence)
            {
                Add(LedgerFault.JournalDiffers, index, Name("entries.log"),
                    $"What stands at {sequence} in the journal of session {id} is no entry of that place and session.");
                return;
            }

            if (!TryCompare(sequence, index, leaf))
                return;
            CheckSealed(said, record, index);
            payloads?.Check(said, leaf, record, (fault, file, what) => Add(fault, index, file, what));
        }

        _entries = journal.Count;
        Finish(journal, status, extents);
    }

    /// <summary>Compares a leaf with the tree; false where the rest is not worth comparing.</summary>
    private bool TryCompare(long sequence, long? index, ReadOnlySpan<byte> leaf)
    {
        if (!_hasEnteredAll)
            return true;
        bool? isThere = index is { } place ? leaves.Has(place, Rfc6962.Leaf(leaf)) : false;
        if (isThere == true)
        {
            _proven++;
            return true;
        }

        if (isThere is null)
        {
            if (index < MinimumIndex)
                _pruned++;
            else
                Add(LedgerFault.Unreadable, index, Name("entries.log"),
                    $"Entry {sequence} of session {id} can't be compared: the tiles of entry {index} of the ledger are gone or wrong.");
            return true;
        }

        // A crash between extent and checkpoint leaves an extent of entries that never came: then the tree has none of them.
        bool neverCame = InTree is { } entered ? entered <= sequence : _isOpen || index is null || index >= leaves.Size;
        if (neverCame)
        {
            _hasEnteredAll = false;
            return true;
        }

        _entries = sequence + 1;
        Add(index is null ? LedgerFault.ExtentsWrong : LedgerFault.JournalDiffers, index, Name("entries.log"), index is { } at
            ? $"Entry {sequence} of session {id} is not entry {at} of the ledger, where it should be: the journal or its extents were changed."
            : $"Where entry {sequence} of session {id} is in the ledger is not known: its extents were cut off.");
        return false;
    }

    private void CheckSealed(Leaf said, ReadOnlySpan<byte> record, long? index)
    {
        Span<byte> digest = stackalloc byte[Disclosure.DigestSize];
        bool isSame = said.Sealed is null ? record.IsEmpty : SealedRecord.TryDigest(record, digest) && Convert.ToHexStringLower(digest) == said.Sealed;
        if (isSame)
            _sealed += said.Sealed is null ? 0 : 1;
        else
            Add(LedgerFault.SealedDiffers, index, Name("entries.log"),
                $"The sealed part of entry {said.Sequence} of session {id} is not the one that its leaf names.");
    }

    private void Finish(JournalReader journal, JournalReadStatus status, IReadOnlyList<Extent> extents)
    {
        long covered = extents is [.., var last] ? last.Sequence + last.Count : 0;
        if (status == JournalReadStatus.NotALedger && journal.Version is { } version)
            Add(LedgerFault.Unreadable, null, Name("entries.log"),
                $"The journal of session {id} is of format version {version}, which this version does not read.");
        else if (status is JournalReadStatus.Damaged or JournalReadStatus.NotALedger || (status == JournalReadStatus.TornTail && !_isOpen))
            Add(LedgerFault.JournalDiffers, IndexOf(extents, journal.Count), Name("entries.log"),
                $"The journal of session {id} is damaged after {journal.Count} entries.");
        else if (InTree > journal.Count)
            Add(LedgerFault.JournalDiffers, IndexOf(extents, journal.Count), Name("entries.log"),
                $"The journal of session {id} ends after {journal.Count} entries, and the ledger has {InTree} of it.");
        else if (_isOpen)
            return;
        else if (covered > journal.Count)
            Add(LedgerFault.ExtentsWrong, null, Name("extents"), $"The extents of session {id} name {covered} entries, and its journal has {journal.Count}.");
        else if (_proven + _pruned < journal.Count && _findingCount == 0)
            Add(LedgerFault.NotEntered, null, Name("entries.log"),
                $"{journal.Count - _proven - _pruned} entries of session {id} are not in the ledger{(InTree is null ? ", as far as its extents say," : "")} although it has ended.");
    }

    private static long? IndexOf(IReadOnlyList<Extent> extents, long sequence)
    {
        foreach (Extent extent in extents)
        {
            if (sequence >= extent.Sequence && sequence - extent.Sequence < extent.Count)
                return extent.Index + sequence - extent.Sequence;
        }

        return null;
    }

    private void SayLeft()
    {
        if (Purge is null)
            return;
        foreach (string path in (ReadOnlySpan<string>)[state.KeyOf(id), state.PayloadsOf(id), state.LogOf(id)])
        {
            if (File.Exists(path))
                Add(LedgerFault.PurgeUnfinished, Purge.Index, null,
                    $"Session {id} was purged by entry {Purge.Index}, and {Path.GetFileName(path)} of it is still there.");
        }
    }

    private void Add(LedgerFault fault, long? index, string? file, string what)
    {
        _findingCount++;
        if (fault == LedgerFault.Unreadable)
            _unreadable++;
        if (_findings.Count < SessionVerification.MaximumFindings)
            _findings.Add(new LedgerFinding(fault, index, file, what));
    }

    private string Name(string file) => $"sessions/{id}/{file}";

    private SessionVerification Result(long payloads) => new(id.ToString())
    {
        State = _findingCount > _unreadable ? SessionRecordState.Faulty
            : _unreadable > 0 ? SessionRecordState.NotChecked
                : Purge is not null ? SessionRecordState.Purged
                    : _isOpen ? SessionRecordState.Open : SessionRecordState.Whole,
        Entries = _entries,
        Proven = _proven,
        Pruned = _pruned,
        Sealed = _sealed,
        Payloads = payloads,
        Purge = Purge,
        Findings = _findings,
        FindingCount = _findingCount,
    };
}
