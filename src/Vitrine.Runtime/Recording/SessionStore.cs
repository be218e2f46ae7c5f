using Vitrine.Core.Model;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Store;
using Vitrine.Runtime.Workspaces;

namespace Vitrine.Runtime.Recording;

/// <summary>All sessions under one state root. One that is corrupt, or that another process has, never stands in the way of the others.</summary>
/// <param name="stateRoot">The state directory; made when missing.</param>
/// <param name="time">The clock.</param>
public sealed class SessionStore(string stateRoot, TimeProvider time)
{
    // How long a session may be without a log before its mark counts as left over from a crash.
    private static readonly TimeSpan Birth = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly StateDirectory _state = new(stateRoot);

    /// <summary>Where things lie.</summary>
    internal StateDirectory State => _state;

    /// <summary>Begins a session. The caller records its <see cref="SessionStarted"/>.</summary>
    /// <param name="options">Bounds.</param>
    /// <param name="onEntry">Sees each entry, in order, when it has been appended, on the thread that writes; must not throw or wait.</param>
    /// <param name="onCheckpoint">Is given each checkpoint of the ledger that covers more of it, as signed, on the thread that seals; must not throw or
    /// wait.</param>
    /// <exception cref="IOException">The state directory cannot be written.</exception>
    public SessionRecorder Create(SessionRecorderOptions? options = null, Action<Entry>? onEntry = null, Action<ReadOnlyMemory<byte>>? onCheckpoint = null)
    {
        options ??= new SessionRecorderOptions();
        options.Validate();
        _state.Prepare();
        var id = SessionId.New(time);
        // In this order: from the moment when there is a log that could be left without an end, there is a mark by which it is found.
        string mark = _state.MarkOf(id);
        using (new FileStream(mark, FileMode.CreateNew))
        {
        }

        PrivateDirectory.Create(_state.SessionOf(id), durably: false);
        using var wrapping = WrappingKey.OpenOrCreate(_state.WrappingKey);
        var key = SessionKey.Create(_state.KeyOf(id), wrapping, id.ToString());
        var cipher = new EntryCipher(key);
        var payloads = PayloadStore.Create(_state.PayloadsOf(id), key, options.Payloads);
        var relies = new JournalReliance(
            BeforeFirstFlush: () =>
            {
                PrivateDirectory.Sync(_state.Running);
                PrivateDirectory.Sync(_state.Sessions);
            },
            BeforeWrite: () =>
            {
                // An entry without the key is lost.
                key.MakeDurable();
                payloads.Flush();
            });
        JournalWriter log = JournalWriter.Create(_state.LogOf(id), options.Log, relies);
        var sealing = new SessionSealing(_state.OpenLedger(), log, _state.LogOf(id), _state.ExtentsOf(id), onCheckpoint);
        return new SessionRecorder(id, log, payloads, cipher, sealing, options, time, onEntry, () => File.Delete(mark));
    }

    /// <summary>Where the ledger of all sessions is.</summary>
    public LedgerPaths Ledger => _state.Ledger;

    /// <summary>The ids of all sessions, newest first. No log is opened.</summary>
    /// <exception cref="IOException">The state directory cannot be read.</exception>
    public IReadOnlyList<SessionId> List()
    {
        List<SessionId> ids = StateDirectory.ReadIds(_state.Sessions);
        ids.RemoveAll(id => !File.Exists(_state.LogOf(id)));
        ids.Sort((a, b) => b.CompareTo(a));
        return ids;
    }

    /// <summary>What a list shows of a session, in a time that does not depend on how long the session was.</summary>
    public SessionListing Describe(SessionId id)
    {
        try
        {
            // The lock first: when it is free nothing is written any more, so what the last entry then is, it stays.
            bool isRunning = JournalReader.IsBeingWritten(_state.LogOf(id));
            return Describe(id, isRunning);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Corrupt(id, error.Message);
        }
    }

    /// <summary>Looks for a session by <c>last</c>, its id, the beginning of its id, or the six characters at its end.</summary>
    /// <exception cref="IOException">The state directory cannot be read.</exception>
    public SessionLookup Resolve(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = List();
        if (text == "last")
            return ids.Count > 0 ? new SessionLookup(SessionLookupStatus.Found, ids[0], []) : new SessionLookup(SessionLookupStatus.NotFound, default, []);
        string? end = text.Length == SessionId.ShortLength ? "-" + text : null;
        SessionId[] matches = text.Length == 0
            ? []
            : [.. ids.Where(id => id.ToString().StartsWith(text, StringComparison.Ordinal)
                || (end is not null && id.ToString().EndsWith(end, StringComparison.Ordinal)))];
        return matches.Length switch
        {
            0 => new SessionLookup(SessionLookupStatus.NotFound, default, []),
            1 => new SessionLookup(SessionLookupStatus.Found, matches[0], []),
            _ => new SessionLookup(SessionLookupStatus.Ambiguous, default, matches),
        };
    }

    /// <summary>Path of a running session's control socket.</summary>
    public string ControlOf(SessionId id) => _state.ControlOf(id);

    /// <summary>Sessions that are marked as running, oldest first; the supervisor of one may be gone.</summary>
    public IReadOnlyList<SessionId> ListRunning()
    {
        List<SessionId> ids = StateDirectory.ReadIds(_state.Running);
        ids.Sort();
        return ids;
    }

    /// <summary>Opens a session's record for reading; null when there is no such session.</summary>
    public StoredSession? Open(SessionId id) => File.Exists(_state.LogOf(id)) ? new StoredSession(id, _state) : null;

    /// <summary>
    /// Gives each session whose supervisor died an end, <see cref="SessionEnded"/> with reason <c>supervisor-lost</c> and exit status -1. It looks only at
    /// sessions that are marked as running, so it costs nothing where all is well, and never touches one that has its supervisor.
    /// </summary>
    /// <param name="guards">Works the exit gate for them first; null leaves their workspaces alone.</param>
    /// <exception cref="IOException">The state directory cannot be read.</exception>
    public IReadOnlyList<AbandonedSession> CloseAbandoned(GuardStore? guards = null)
    {
        var closed = new List<AbandonedSession>();
        List<SessionId> ids = StateDirectory.ReadIds(_state.Running);
        ids.Sort();
        TimeSpan patience = Patience;
        foreach (SessionId id in ids)
        {
            try
            {
                if (TryClose(id, guards, ref patience) is { } result)
                    closed.Add(result);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                closed.Add(new AbandonedSession(id, error.Message));
            }
        }

        return closed;
    }

    private SessionListing Describe(SessionId id, bool isRunning)
    {
        using var reader = JournalReader.Open(_state.LogOf(id));
        using var opener = new EntryOpener(id.ToString(), _state.LoadCipher(id));
        Entry? first = null;
        JournalReadStatus status = reader.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record);
        if (status is JournalReadStatus.NotALedger or JournalReadStatus.Damaged)
            return Corrupt(id, ProblemOf(id, reader));
        if (status == JournalReadStatus.Entry && opener.Open(0, leaf, record, out first) == EntryOpening.Damaged)
            return Corrupt(id, $"{_state.LogOf(id)} holds something else than entries.");
        var started = first?.Data as SessionStarted;
        if (isRunning)
            return new SessionListing(id, SessionState.Running, started, null, 0, null);
        Leaf? last = ReadLast(id, out JournalFrame? frame);
        if (last?.Type != ObservationLeaf.SessionEnded)
            return new SessionListing(id, SessionState.Abandoned, started, null, 0, null);
        if (opener.IsPurged)
            return new SessionListing(id, SessionState.Purged, null, null, last.Sequence!.Value + 1, null);
        return opener.Open(last.Sequence!.Value, frame!.Leaf.Span, frame.Sealed.Span, out Entry? end) == EntryOpening.Opened
            ? new SessionListing(id, SessionState.Ended, started, end!.Data as SessionEnded, last.Sequence.Value + 1, null)
            : Corrupt(id, $"{_state.LogOf(id)} is damaged at its last entry.");
    }

    private static SessionListing Corrupt(SessionId id, string problem) => new(id, SessionState.Corrupt, null, null, 0, problem);

    private string ProblemOf(SessionId id, JournalReader reader) => reader.Version is { } version && reader.ValidBytes == 0
        ? $"{_state.LogOf(id)} is of format version {version}, which this version of Vitrine does not read. Hint: use the version of Vitrine that wrote it, or remove {_state.SessionOf(id)}"
        : $"{_state.LogOf(id)} is damaged at its first entry.";

    /// <summary>The last leaf of a session, and the frame it stands in; null where there is none of this session.</summary>
    private Leaf? ReadLast(SessionId id, out JournalFrame? frame) =>
        (frame = JournalReader.ReadLast(_state.LogOf(id))) is not null && LeafJson.TryParse(frame.Leaf.Span) is { } leaf && leaf.Session == id.ToString()
            ? leaf
            : null;

    private AbandonedSession? TryClose(SessionId id, GuardStore? guards, ref TimeSpan patience)
    {
        JournalOpening opening = JournalWriter.Open(_state.LogOf(id));
        switch (opening.Status)
        {
            case JournalOpenStatus.Locked:
                return null;
            case JournalOpenStatus.NotFound:
                if (time.GetUtcNow() - id.StartedAt > Birth)
                    File.Delete(_state.MarkOf(id));
                return null;
            case JournalOpenStatus.Damaged:
                string problem = opening.Found.State == JournalState.NotALedger
                    ? "Its record is none, or of another version of Vitrine"
                    : $"Its record is damaged at entry {opening.Found.Entries}";
                return new AbandonedSession(id,
                    $"{problem}; it was left as it is. Hint: look at its workspace before your own tools do; vitrine purge {id} --reason TEXT removes the session")
                {
                    Held =
                    HeldNow(id, guards)
                };
        }

        bool wasOpen, isSealed;
        IReadOnlyList<FileHeldBack>? held = null;
        JournalWriter log = opening.Writer!;
        try
        {
            // First: if it fails, the session stays without an end and the next one who looks tries again.
            held = HeldNow(id, guards);
            // It may have its end: its supervisor died just before it could take the mark away, or another process was faster.
            wasOpen = ReadLast(id, out _)?.Type != ObservationLeaf.SessionEnded;
            if (wasOpen)
                AppendEnd(id, log, held);
            // While its lock is held: two who seal one journal would enter it twice.
            log.FlushAsync().AsTask().GetAwaiter().GetResult();
            isSealed = Seal(_state, id, log.Count, patience);
        }
        catch (Exception error) when (held is not null && error is IOException or UnauthorizedAccessException)
        {
            // What was taken out of the workspace is said once, now.
            return new AbandonedSession(id, error.Message) { Held = held };
        }
        finally
        {
            log.CloseAsync().GetAwaiter().GetResult();
        }

        // Whoever has the ledger keeps it: the others are not waited for as well.
        if (!isSealed)
            patience = TimeSpan.Zero;
        File.Delete(_state.ControlOf(id));
        guards?.End(id);
        // Until all of it is in the ledger it is looked at again.
        if (isSealed)
            File.Delete(_state.MarkOf(id));
        return wasOpen || held is not null ? new AbandonedSession(id, null) { Held = held } : null;
    }

    /// <summary>
    /// Puts what is left of a journal that nobody writes into the ledger; false when others had the ledger, or the journal, all the time. Of one that is
    /// damaged nothing can be put there, now or later.
    /// </summary>
    /// <exception cref="IOException">It cannot be put there.</exception>
    internal static bool SealJournal(StateDirectory state, SessionId id)
    {
        JournalOpening opening = JournalWriter.Open(state.LogOf(id));
        if (opening.Writer is not { } log)
            return opening.Status != JournalOpenStatus.Locked;
        try
        {
            return Seal(state, id, log.Count, Patience);
        }
        finally
        {
            log.CloseAsync().GetAwaiter().GetResult();
        }
    }

    private static bool Seal(StateDirectory state, SessionId id, long count, TimeSpan patience)
    {
        using LedgerAppender ledger = state.OpenLedger();
        using var sealer = JournalSealer.Resume(ledger, state.LogOf(id), state.ExtentsOf(id), patience);
        return sealer?.Seal(count, patience) == SealStatus.Sealed;
    }

    /// <summary>What the exit gate takes out of the session's workspace now; null for nothing.</summary>
    private static IReadOnlyList<FileHeldBack>? HeldNow(SessionId id, GuardStore? guards) => guards?.HoldBack(id) is { Count: > 0 } held ? held : null;

    private void AppendEnd(SessionId id, JournalWriter log, IReadOnlyList<FileHeldBack>? held)
    {
        (Leaf? first, Leaf? last) = (ReadFirst(id), ReadLast(id, out _));
        EntryCipher? cipher = _state.LoadCipher(id);
        using var encoder = new EntryEncoder(id.ToString(), cipher, first?.Policy);
        // Without the key there is no place for what was held back but the caller's result: a leaf has no paths.
        foreach (FileHeldBack file in cipher is null ? [] : held ?? [])
            Append(file);
        Append(LostSession.End(first is null || last is null ? 0 : Math.Max(0, (last.Time - first.Time).TotalSeconds)));

        void Append(Observation observation)
        {
            encoder.Encode(log.Count, time.GetUtcNow(), observation, out _);
            log.Append(encoder.Leaf, encoder.Sealed);
        }
    }

    private Leaf? ReadFirst(SessionId id)
    {
        using var reader = JournalReader.Open(_state.LogOf(id));
        return reader.TryRead(out ReadOnlySpan<byte> leaf, out _) == JournalReadStatus.Entry ? LeafJson.TryParse(leaf) : null;
    }
}
