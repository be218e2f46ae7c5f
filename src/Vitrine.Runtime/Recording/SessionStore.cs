using Vitrine.Core.Model;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Workspaces;

namespace Vitrine.Runtime.Recording;

/// <summary>All sessions under one state root. One that is corrupt, or that another process has, never stands in the way of the others.</summary>
/// <param name="stateRoot">The state directory; made when missing.</param>
/// <param name="time">The clock.</param>
public sealed class SessionStore(string stateRoot, TimeProvider time)
{
    // How long a session may be without a log before its mark counts as left over from a crash.
    private static readonly TimeSpan Birth = TimeSpan.FromHours(1);
    private readonly StateDirectory _state = new(stateRoot);

    /// <summary>Where things lie.</summary>
    internal StateDirectory State => _state;

    /// <summary>Begins a session. The caller records its <see cref="SessionStarted"/>.</summary>
    /// <param name="options">Bounds.</param>
    /// <param name="onEntry">Sees each entry, in order, when it has been appended, on the thread that writes; must not throw or wait.</param>
    /// <exception cref="IOException">The state directory cannot be written.</exception>
    public SessionRecorder Create(SessionRecorderOptions? options = null, Action<Entry>? onEntry = null)
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
        var payloads = PayloadStore.Create(_state.PayloadsOf(id), _state.KeyOf(id), options.Payloads);
        var relies = new JournalReliance(
            BeforeFirstFlush: () =>
            {
                PrivateDirectory.Sync(_state.Running);
                PrivateDirectory.Sync(_state.Sessions);
            },
            BeforeWrite: payloads.Flush);
        JournalWriter log = JournalWriter.Create(_state.LogOf(id), options.Log, relies);
        return new SessionRecorder(id, log, payloads, options, time, onEntry, () => File.Delete(mark));
    }

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
            return new SessionListing(id, SessionState.Corrupt, null, null, 0, error.Message);
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
        SessionId[] matches = text.Length == 0 ? [] : [.. ids.Where(id => id.ToString().StartsWith(text, StringComparison.Ordinal) || (end is not null && id.ToString().EndsWith(end, StringComparison.Ordinal)))];
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
        foreach (SessionId id in ids)
        {
            try
            {
                if (TryClose(id, guards) is { } result)
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
        JournalReadStatus status = reader.TryRead(out ReadOnlySpan<byte> leaf);
        if (status is JournalReadStatus.NotALedger or JournalReadStatus.Damaged)
            return new SessionListing(id, SessionState.Corrupt, null, null, 0, $"{_state.LogOf(id)} is damaged at its first entry.");
        Entry? first = status == JournalReadStatus.Entry ? StoredSession.TryParse(leaf) : null;
        if (first is null && status == JournalReadStatus.Entry)
            return new SessionListing(id, SessionState.Corrupt, null, null, 0, $"{_state.LogOf(id)} holds something else than entries.");
        var started = first?.Data as SessionStarted;
        if (isRunning)
            return new SessionListing(id, SessionState.Running, started, null, 0, null);
        return ReadLast(id) is { Data: SessionEnded ended } last
            ? new SessionListing(id, SessionState.Ended, started, ended, last.Index + 1, null)
            : new SessionListing(id, SessionState.Abandoned, started, null, 0, null);
    }

    private Entry? ReadLast(SessionId id) => JournalReader.ReadLast(_state.LogOf(id)) is { } leaf ? StoredSession.TryParse(leaf) : null;

    private AbandonedSession? TryClose(SessionId id, GuardStore? guards)
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
                return new AbandonedSession(id, $"Its record is damaged at entry {opening.Found.Entries}; it was left as it is.") { Held = HeldNow(id, guards) };
        }

        bool wasOpen;
        IReadOnlyList<FileHeldBack>? held;
        JournalWriter log = opening.Writer!;
        try
        {
            // First: if it fails, the session stays without an end and the next one who looks tries again.
            held = HeldNow(id, guards);
            // It may have its end: its supervisor died just before it could take the mark away, or another process was faster.
            wasOpen = ReadLast(id)?.Data is not SessionEnded;
            if (wasOpen)
                AppendEnd(id, log, held);
        }
        finally
        {
            log.CloseAsync().GetAwaiter().GetResult();
        }

        File.Delete(_state.ControlOf(id));
        guards?.End(id);
        File.Delete(_state.MarkOf(id));
        return wasOpen || held is not null ? new AbandonedSession(id, null) { Held = held } : null;
    }

    /// <summary>What the exit gate takes out of the session's workspace now; null for nothing.</summary>
    private static IReadOnlyList<FileHeldBack>? HeldNow(SessionId id, GuardStore? guards) => guards?.HoldBack(id) is { Count: > 0 } held ? held : null;

    private void AppendEnd(SessionId id, JournalWriter log, IReadOnlyList<FileHeldBack>? held)
    {
        using var encoder = new EntryEncoder(id.ToString());
        foreach (FileHeldBack file in held ?? [])
        {
            encoder.Encode(log.Count, time.GetUtcNow(), file, out _);
            log.Append(encoder.Leaf);
        }

        encoder.Encode(log.Count, time.GetUtcNow(), new SessionEnded(-1, "supervisor-lost", SecondsOf(id)), out _);
        log.Append(encoder.Leaf);
    }

    /// <summary>From the first entry to the last: how long the session is known to have lasted.</summary>
    private double SecondsOf(SessionId id)
    {
        using var reader = JournalReader.Open(_state.LogOf(id));
        if (reader.TryRead(out ReadOnlySpan<byte> leaf) != JournalReadStatus.Entry || StoredSession.TryParse(leaf) is not { } first || ReadLast(id) is not { } last)
            return 0;
        return Math.Max(0, (last.Time - first.Time).TotalSeconds);
    }
}
