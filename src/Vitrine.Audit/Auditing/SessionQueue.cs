using System.ComponentModel;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Auditing;

/// <summary>Why a session gave what it gave.</summary>
internal enum SessionEnd
{
    /// <summary>There was no budget left.</summary>
    Refused,

    /// <summary>It could not be run.</summary>
    Failed,

    /// <summary>It was run and seen.</summary>
    Seen,
}

/// <summary>What came of a session.</summary>
internal readonly record struct SessionAnswer(SessionEnd End, Observation? Observation);

/// <summary>
/// Runs sessions, a bounded number at a time, each once: what the store holds is not run again. The store has a capture before anybody else sees it, so an
/// interrupted audit never concluded from what is lost.
/// </summary>
internal sealed class SessionQueue : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly AuditSettings _settings;
    private readonly AuditSteps _steps;
    private readonly CaptureStore _store;
    private readonly Pace _pace;
    private readonly CancellationToken _stop;
    private readonly SessionSlots _slots;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _grace = new();
    private readonly CancellationTokenRegistration _onEnding;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<SessionAnswer>> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SessionFlight> _flights = new(StringComparer.Ordinal);
    private readonly HashSet<Task<Landing>> _inAir = [];
    private readonly Dictionary<string, WeakReference<Capture>> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Variation> _variations = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unseen = new(StringComparer.Ordinal);
    private int _inRow;

    // A resumed audit first goes through what the store holds: what was foreseen then would be run again for nothing.
    private bool _isLive;

    public SessionQueue(AuditSettings settings, AuditSteps steps, CaptureStore store, Pace pace, TimeProvider time, CancellationToken stop)
    {
        (_settings, _steps, _store, _pace, _stop) = (settings, steps, store, pace, stop);
        _slots = new SessionSlots(settings.Jobs);
        TimeSpan left = settings.Budget.Time - pace.Elapsed;
        _deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, stop);
        _onEnding = _ending.Token.Register(() => _grace.CancelAfter(Grace));
        _isLive = store.Sessions.Count == 0;
        Tally = new CoverageTally(settings.Levels);
    }

    /// <summary>Sessions that were seen or failed, earlier parts among them.</summary>
    public int Done { get; private set; }

    /// <summary>Sessions that could not be run or had to be ended.</summary>
    public int Failed { get; private set; }

    /// <summary>Whether so many sessions in a row had to be ended that the plan was cut down.</summary>
    public bool Shrunk { get; private set; }

    /// <summary>Why the last session failed; empty if none did.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>What was tried.</summary>
    public CoverageTally Tally { get; }

    /// <summary>Conditions that had a session.</summary>
    public IReadOnlyList<Variation> Variations
    {
        get
        {
            lock (_lock)
                return [.. _variations.Values];
        }
    }

    /// <summary>What of sessions could not be seen, each once; at most 64.</summary>
    public IReadOnlyList<string> Unseen
    {
        get
        {
            lock (_lock)
                return [.. _unseen];
        }
    }

    /// <summary>Whether a session has run already.</summary>
    public bool Has(Cell cell) => _store.Find(cell) is not null;

    /// <summary>Runs a session, or gives what it gave before.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="share">The share of the budget up to which it may be begun.</param>
    /// <exception cref="OperationCanceledException">The audit was stopped.</exception>
    public Task<SessionAnswer> RunAsync(Cell cell, double share)
    {
        bool known = _store.Find(cell) is not null;
        lock (_lock)
        {
            if (_running.TryGetValue(cell.Name, out Task<SessionAnswer>? same))
                return same;
            // Here and not in the task: who asks first comes first.
            SessionFlight? flight = known || _counted.Contains(cell.Name) ? null : Ask(cell, share);
            Task<SessionAnswer> task = Task.Run(() => flight is null ? KnownAsync(cell) : AnswerAsync(flight, share), _stop);
            _running.Add(cell.Name, task);
            return task;
        }
    }

    /// <summary>
    /// Runs a session that will probably be asked for, where there is a place that nobody needs. Until it is asked for it is not counted and not in the store.
    /// </summary>
    /// <param name="cell">Which.</param>
    /// <param name="share">The share of the budget up to which it may be begun.</param>
    /// <param name="urgency">From 1; the lower, the sooner.</param>
    /// <returns>Null where it is under way, or has run.</returns>
    public SessionFlight? Foresee(Cell cell, double share, int urgency)
    {
        bool known = _store.Find(cell) is not null;
        lock (_lock)
        {
            if (known || !_isLive || _ending.IsCancellationRequested || Shrunk || _running.ContainsKey(cell.Name) || _counted.Contains(cell.Name))
                return null;
            if (!_flights.TryGetValue(cell.Name, out SessionFlight? flight))
                return Begin(cell, share, urgency);
            if (!flight.IsAsked)
                _slots.Hasten(flight.Place, urgency);
            return flight.IsAsked ? null : flight;
        }
    }

    /// <summary>Gives up a session that was foreseen and that nobody asked for.</summary>
    /// <param name="flight">Which.</param>
    /// <param name="begun">Also if it was begun.</param>
    public void Leave(SessionFlight flight, bool begun)
    {
        lock (_lock)
        {
            if (flight.IsAsked || (flight.IsBegun && !begun))
                return;
            _slots.Withdraw(flight.Place);
            _flights.Remove(flight.Cell.Name);
        }
    }

    /// <summary>
    /// Halves the sessions at a time: where each takes long, those that are under way when the time is over are lost, and more at a time are no faster.
    /// </summary>
    public void RunFewer() => _slots.Narrow(_settings.Jobs / 2);

    /// <summary>Ends what was begun and not asked for.</summary>
    public async Task EndAsync()
    {
        Task<Landing>[] left;
        await _ending.CancelAsync().ConfigureAwait(false);
        lock (_lock)
        {
            left = [.. _inAir];
            foreach (SessionFlight flight in _flights.Values)
                _slots.Withdraw(flight.Place);
        }

        await Task.WhenAll(left).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _onEnding.Dispose();
        _ending.Dispose();
        _deadline.Dispose();
        _grace.Dispose();
    }

    // Under the lock.
    private SessionFlight Begin(Cell cell, double share, int urgency)
    {
        var flight = new SessionFlight(cell, share) { Place = _slots.Ask(urgency), IsAsked = urgency == 0 };
        _flights[cell.Name] = flight;
        flight.Landing = FlyAsync(flight);
        if (!flight.Landing.IsCompleted)
            _inAir.Add(flight.Landing);
        return flight;
    }

    // Counted when it is asked for, not when it ran: then a resumed audit comes to the same numbers at the same places.
    private Task<SessionAnswer> KnownAsync(Cell cell)
    {
        try
        {
            IndexSession known = _store.Find(cell)!;
            lock (_lock)
            {
                if (!_counted.Contains(cell.Name))
                    _pace.Spend(cell.Cost);
            }

            return Task.FromResult(Count(cell, known.File is null ? null : Recall(cell, known), known.Failure));
        }
        finally
        {
            lock (_lock)
                _running.Remove(cell.Name);
        }
    }

    private async Task<SessionAnswer> AnswerAsync(SessionFlight flight, double share)
    {
        Cell cell = flight.Cell;
        try
        {
            while (true)
            {
                Landing landing = await flight.Landing.ConfigureAwait(false);
                bool isLast;
                lock (_lock)
                {
                    isLast = flight.IsAsked && (landing.HasRun || flight.Share >= share);
                    if (_flights.GetValueOrDefault(cell.Name) == flight)
                        _flights.Remove(cell.Name);
                }

                if (!landing.HasRun)
                    _stop.ThrowIfCancellationRequested();
                if (isLast)
                    return Take(cell, landing);
                flight = Ask(cell, share);
            }
        }
        finally
        {
            lock (_lock)
                _running.Remove(cell.Name);
        }
    }

    // Joins the session if it is under way.
    private SessionFlight Ask(Cell cell, double share)
    {
        lock (_lock)
        {
            _isLive = true;
            if (!_flights.TryGetValue(cell.Name, out SessionFlight? flight))
                return Begin(cell, share, 0);
            flight.IsAsked = true;
            if (flight.IsBegun)
                Spend(flight);
            else
                _slots.Hasten(flight.Place, 0);
            return flight;
        }
    }

    private SessionAnswer Take(Cell cell, Landing landing)
    {
        if (!landing.HasRun)
            return new SessionAnswer(SessionEnd.Refused, null);
        if (landing.Capture is { } capture)
            _store.Write(cell, capture, landing.Elapsed);
        else
            _store.WriteFailure(cell, landing.Failure!, landing.Elapsed);
        return Count(cell, landing.Capture, landing.Failure);
    }

    private async Task<Landing> FlyAsync(SessionFlight flight)
    {
        bool given = await flight.Place.Given.ConfigureAwait(false);
        try
        {
            lock (_lock)
            {
                if (!given || !_pace.AllowsTime(flight.Share) || _ending.IsCancellationRequested)
                    return default;
                flight.IsBegun = true;
                if (flight.IsAsked)
                    Spend(flight);
            }

            return await Task.Run(() => RunNowAsync(flight.Cell)).ConfigureAwait(false);
        }
        finally
        {
            if (given)
                _slots.Release();
            lock (_lock)
                _inAir.Remove(flight.Landing);
        }
    }

    // Under the lock.
    private void Spend(SessionFlight flight)
    {
        if (flight.IsSpent)
            return;
        flight.IsSpent = true;
        _pace.Spend(flight.Cell.Cost);
    }

    private async Task<Landing> RunNowAsync(Cell cell)
    {
        try
        {
            // A session that does not end when it is told to is left to its own time limit: the audit ends.
            Capture capture = await _steps.Run(cell, _ending.Token).WaitAsync(_grace.Token).ConfigureAwait(false);
            return new Landing(capture with { Variation = cell.Variation.Name, Repetition = cell.Repetition }, null, _pace.Elapsed.TotalSeconds);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return default;
        }
        catch (Exception failure) when (failure is IOException
            or InvalidOperationException
            or TimeoutException
            or UnauthorizedAccessException
            or Win32Exception
            or AuditBoxException)
        {
            return new Landing(null, failure.Message, _pace.Elapsed.TotalSeconds);
        }
    }

    // What somebody still has need not be read again.
    private Capture Recall(Cell cell, IndexSession known)
    {
        lock (_lock)
        {
            if (_seen.TryGetValue(cell.Name, out WeakReference<Capture>? seen) && seen.TryGetTarget(out Capture? capture))
                return capture;
        }

        return _store.Read(known);
    }

    private SessionAnswer Count(Cell cell, Capture? capture, string? failure)
    {
        lock (_lock)
        {
            bool first = _counted.Add(cell.Name);
            bool ended = capture is null || capture.ExitStatus < 0;
            if (first)
            {
                Done++;
                Failed += ended ? 1 : 0;
                _inRow = ended ? _inRow + 1 : 0;
                if (_inRow >= _settings.TimeoutsInRow && !Shrunk)
                {
                    Shrunk = true;
                    _pace.Shrink(_pace.Spent + 2 * _settings.Levels.Select(level => level.Level.Factor).Distinct().Count());
                }
            }

            LastFailure = failure ?? LastFailure;
            if (capture is null)
                return new SessionAnswer(SessionEnd.Failed, null);
            _seen[cell.Name] = new WeakReference<Capture>(capture);
            if (first)
            {
                Tally.Add(cell.Variation, cell.Script);
                _variations[cell.Variation.Name] = cell.Variation;
                foreach (string unseen in capture.Unseen)
                {
                    if (_unseen.Count < 64)
                        _unseen.Add(unseen);
                }
            }

            return new SessionAnswer(SessionEnd.Seen, new Observation(cell.Variation, cell.Script, capture));
        }
    }
}
