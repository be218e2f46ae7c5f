using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Store;
using Vitrine.Runtime.Ledger;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Keeping;

/// <summary>What became of one session that was to be purged.</summary>
public enum PurgeStatus
{
    /// <summary>Its key and all that it had are gone, and the ledger says so.</summary>
    Purged,

    /// <summary>It is under a hold.</summary>
    Held,

    /// <summary>It runs, or has no end yet.</summary>
    Running,
}

/// <summary>One session that was to be purged.</summary>
/// <param name="Id">The session.</param>
/// <param name="Status">What became of it.</param>
public readonly record struct PurgeOutcome(SessionId Id, PurgeStatus Status);

/// <summary>
/// What may be done to a ledger without breaking it: destroying what a session held, holding it, taking old entries off the disk, changing the key, beginning
/// anew. Each is an entry of the ledger itself, signed like all: who, when, why.
/// <para>
/// Purge, and what a crash at each step leaves:
/// <code>
/// 1  intent    purging/NAME, on disk: the notice                before: nothing happened
/// 2  notice    in the ledger, under a checkpoint                 from 1 on: <see cref="FinishInterrupted"/> does 2 to 4 (again)
/// 3  key       overwritten and removed, for each session         from here on nobody reads what the session held, in whatever copy
/// 4  files     journal, bodies, index, extents; then the intent
/// </code>
/// The tree keeps the session's leaves, which hold nothing of it but digests, and verifies as before.
/// </para>
/// </summary>
/// <param name="stateRoot">The state directory.</param>
/// <param name="time">The clock.</param>
/// <param name="policy">The person's and the organisation's policy: what it holds is held, and what its witnesses have not seen stays; null where there is
/// none.</param>
public sealed class LedgerKeeping(string stateRoot, TimeProvider time, SessionPolicy? policy)
{
    // So that the notice fits into an entry.
    private const int MostInOneNotice = 1000;
    private const int LongestCheckpoint = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly StateDirectory _state = new(stateRoot);

    /// <summary>Which sessions are held.</summary>
    public Holds Holds => new(_state);

    /// <summary>Destroys what sessions held. Those that run or are held stay as they are.</summary>
    /// <exception cref="IOException">It was not done to its end; <see cref="FinishInterrupted"/> goes on.</exception>
    public IReadOnlyList<PurgeOutcome> Purge(IReadOnlyList<SessionId> sessions, Keeper by)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        using LedgerLock alone = Alone();
        FinishAll();
        IReadOnlyList<PurgeOutcome> outcomes = Look(sessions);
        foreach (PurgeOutcome[] some in outcomes.Where(outcome => outcome.Status == PurgeStatus.Purged).Chunk(MostInOneNotice))
        {
            Leaf notice = KeeperNotice.Of(KeeperNotice.Purged, time.GetUtcNow(), by,
                LeafMember.Of("sessions", [.. some.Select(outcome => outcome.Id.ToString())]));
            PrivateDirectory.Create(_state.Purging, durably: true);
            string intent = Path.Combine(_state.Purging, SessionId.New(time).ToString());
            SmallFile.Replace(intent, notice.ToUtf8());
            Finish(intent, notice);
        }

        return outcomes;
    }

    /// <summary>What <see cref="Purge"/> would do; nothing is changed.</summary>
    public IReadOnlyList<PurgeOutcome> Look(IReadOnlyList<SessionId> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        return [.. sessions.Distinct().Select(id => new PurgeOutcome(id, StatusOf(id)))];
    }

    /// <summary>Does to its end what a crash interrupted, unless another process is at work on that.</summary>
    /// <exception cref="IOException">It could not be done.</exception>
    public void FinishInterrupted()
    {
        if (!Directory.Exists(_state.Purging) || !Directory.EnumerateFiles(_state.Purging).Any())
            return;
        using LedgerLock? alone = LedgerLock.TryTake(_state.KeepingLock, TimeSpan.Zero);
        if (alone is not null)
            FinishAll();
    }

    private void FinishAll()
    {
        if (!Directory.Exists(_state.Purging))
            return;
        foreach (string intent in Directory.EnumerateFiles(_state.Purging))
        {
            // A name without its bytes is no intent yet: nothing was done for it.
            if (intent.EndsWith(".new", StringComparison.Ordinal))
                File.Delete(intent);
            else if (LeafJson.TryParse(SmallFile.Read(intent, Leaf.MaximumSize) ?? []) is { Type: KeeperNotice.Purged } notice)
                Finish(intent, notice);
            else
                throw new IOException($"{intent} should say which sessions are being purged, and is damaged. Hint: remove it, and purge those sessions again");
        }
    }

    /// <summary>Holds sessions: no purge and no retention touches them until <see cref="Release"/>.</summary>
    public void Hold(IReadOnlyList<SessionId> sessions, Keeper by)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        using LedgerLock alone = Alone();
        foreach (SessionId[] some in sessions.Chunk(MostInOneNotice))
        {
            Leaf notice = KeeperNotice.Of(KeeperNotice.Held, time.GetUtcNow(), by, LeafMember.Of("sessions", [.. some.Select(id => id.ToString())]));
            foreach (SessionId id in some)
                Holds.Put(id, notice);
            Append(notice);
        }
    }

    /// <summary>Lifts the hold of sessions.</summary>
    public void Release(IReadOnlyList<SessionId> sessions, Keeper by)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        using LedgerLock alone = Alone();
        foreach (SessionId[] some in sessions.Chunk(MostInOneNotice))
        {
            Append(KeeperNotice.Of(KeeperNotice.Released, time.GetUtcNow(), by, LeafMember.Of("sessions", [.. some.Select(id => id.ToString())])));
            foreach (SessionId id in some)
                Holds.Remove(id);
        }
    }

    /// <summary>Takes those shards off the disk that no session needs any more.</summary>
    /// <returns>The first entry that is there now, and the one that was before.</returns>
    /// <exception cref="IOException">It was not done to its end, and can be done again.</exception>
    public (long From, long To) Compact(Keeper by)
    {
        using LedgerAppender ledger = _state.OpenLedger();
        long size;
        using (LedgerTurn turn = Begin(ledger))
            size = turn.Size;
        long needed = size;
        foreach (SessionId id in StateDirectory.ReadIds(_state.Sessions))
        {
            if (Extents.Read(_state.ExtentsOf(id), out _) is [var first, ..])
                needed = Math.Min(needed, first.Index);
        }

        // A witness that is behind needs a proof from where it is.
        if (policy is { Witnesses.Count: > 0 })
        {
            var sizes = new WitnessSizes(Path.Combine(stateRoot, WitnessingService.SizesDirectory));
            string origin = LedgerKeys.LoadVerifier(_state.Ledger)!.Name;
            needed = Math.Min(needed, policy.Witnesses.Min(rule => sizes.Read(WitnessPeer.Of(rule), origin)));
        }

        long from = LedgerPruning.FindMinimumIndex(_state.Ledger.Directory, size),
            to = Math.Max(from, needed / LedgerPruning.ShardSize * LedgerPruning.ShardSize);
        if (to > from
            && !LedgerPruning.Prune(ledger, to, KeeperNotice.Of(KeeperNotice.Pruned, time.GetUtcNow(), by, LeafMember.Of("minimum-index", to)).ToUtf8(),
                Patience))
            throw Busy();
        return (from, to);
    }

    /// <summary>Changes the key that the ledger is signed with; the new verifier key.</summary>
    /// <exception cref="IOException">It is not known whether it was changed; the next turn finds out.</exception>
    public string RotateKey(Keeper by)
    {
        using LedgerAppender ledger = _state.OpenLedger();
        using LedgerTurn turn = Begin(ledger);
        turn.PublishWithNewKey(KeeperNotice.Of(KeeperNotice.KeyRotated, time.GetUtcNow(), by).ToUtf8());
        return LedgerKeys.LoadVerifier(_state.Ledger)!.ToString();
    }

    /// <summary>Sets a damaged ledger and its keys aside, and begins another with a new origin; the sessions that are there are entered again.</summary>
    /// <returns>Where the old one lies.</returns>
    /// <exception cref="IOException">It was not done to its end, and can be done again.</exception>
    public string Restart(Keeper by)
    {
        using LedgerLock alone = Alone();
        foreach (SessionId id in StateDirectory.ReadIds(_state.Running))
        {
            if (File.Exists(_state.LogOf(id)) && JournalReader.IsBeingWritten(_state.LogOf(id)))
                throw new IOException($"Session {id} runs, and is being entered into the ledger. Hint: end it first");
        }

        string aside, last;
        var again = new List<SessionId>();
        using (LedgerLock held = LedgerLock.TryTake(_state.Ledger, Patience) ?? throw Busy())
        {
            aside = Aside();
            last = Convert.ToBase64String(SmallFile.Read(_state.Ledger.Checkpoint, LongestCheckpoint) ?? []);
            Directory.CreateDirectory(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (Directory.Exists(_state.Ledger.Directory))
                Directory.Move(_state.Ledger.Directory, Path.Combine(aside, "ledger"));
            foreach (string key in (ReadOnlySpan<string>)[_state.Ledger.PrivateKey, _state.Ledger.VerifierKey, _state.Ledger.PrivateKey + ".next"])
            {
                if (File.Exists(key))
                    File.Move(key, Path.Combine(aside, Path.GetFileName(key)));
            }

            foreach (SessionId id in StateDirectory.ReadIds(_state.Sessions))
            {
                File.Delete(_state.ExtentsOf(id));
                // By this mark the next command finds what is not entered again here.
                if (File.Exists(_state.LogOf(id)) && !File.Exists(_state.MarkOf(id)))
                {
                    File.Create(_state.MarkOf(id)).Dispose();
                    again.Add(id);
                }
            }

            PrivateDirectory.Sync(_state.Running);
            PrivateDirectory.Sync(stateRoot);
        }

        Append(KeeperNotice.Of(KeeperNotice.Restarted, time.GetUtcNow(), by, LeafMember.Of("previous-checkpoint", last)));
        // A session that nobody has looked after yet is entered when it gets its end.
        foreach (SessionId id in again.Order())
        {
            if (SessionStore.SealJournal(_state, id))
                File.Delete(_state.MarkOf(id));
        }

        return aside;
    }

    private static IOException Busy() => new("Another process has the ledger, and keeps it. Hint: look for a vitrine process that is stopped, and try again");

    private static LedgerTurn Begin(LedgerAppender ledger) => ledger.TryBegin(Patience) ?? throw Busy();

    private LedgerLock Alone()
    {
        _state.Prepare();
        return LedgerLock.TryTake(_state.KeepingLock, Patience)
            ?? throw new IOException("Another process purges, holds or restarts, and does not end. Hint: look for a vitrine process that is stopped, and try again");
    }

    private PurgeStatus StatusOf(SessionId id)
    {
        if (IsOpen(id))
            return PurgeStatus.Running;
        return Holds.Of(id) is not null || IsHeldByRule(id) ? PurgeStatus.Held : PurgeStatus.Purged;
    }

    private bool IsOpen(SessionId id)
    {
        string log = _state.LogOf(id);
        bool isMarked = File.Exists(_state.MarkOf(id));
        if (!File.Exists(log))
            return isMarked;
        if (JournalReader.IsBeingWritten(log))
            return true;
        if (!isMarked)
            return false;
        // What is damaged never gets an end, and may go without one.
        JournalOpening opening = JournalWriter.Open(log);
        opening.Writer?.CloseAsync().GetAwaiter().GetResult();
        return opening.Status != JournalOpenStatus.Damaged;
    }

    private bool IsHeldByRule(SessionId id)
    {
        if (policy is not { Holds: { Count: > 0 } rules })
            return false;
        // What cannot be told to be free is held.
        SessionListing listing = new SessionStore(stateRoot, time).Describe(id);
        return listing.State != SessionState.Purged
            && (listing.Started is not { } started || rules.Any(rule => rule.Covers(started.Agent, started.Workspace.ToString())));
    }

    private void Finish(string intent, Leaf notice)
    {
        Append(notice);
        foreach (string name in notice.Find("sessions")?.List ?? [])
        {
            if (!SessionId.TryParse(name, out SessionId id))
                continue;
            SessionKey.Destroy(_state.KeyOf(id));
            if (Directory.Exists(_state.SessionOf(id)))
                Directory.Delete(_state.SessionOf(id), recursive: true);
            File.Delete(_state.ControlOf(id));
            File.Delete(_state.MarkOf(id));
        }

        if (Directory.Exists(_state.Sessions))
            PrivateDirectory.Sync(_state.Sessions);
        SmallFile.Remove(intent);
    }

    private void Append(Leaf notice)
    {
        using LedgerAppender ledger = _state.OpenLedger();
        using LedgerTurn turn = Begin(ledger);
        turn.Add(notice.ToUtf8());
        turn.Publish();
    }

    private string Aside()
    {
        int number = 0;
        while (Directory.Exists(Path.Combine(stateRoot, $"ledger.aside-{number}")))
            number++;
        return Path.Combine(stateRoot, $"ledger.aside-{number}");
    }
}
