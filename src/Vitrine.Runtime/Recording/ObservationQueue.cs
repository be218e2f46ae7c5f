using Vitrine.Core.Model;

namespace Vitrine.Runtime.Recording;

/// <summary>One observation that waits, with its time, and the promise to who waits for the disk.</summary>
/// <param name="Keeps">Whether the promise is kept with this one: of several that are waited for together, with the last, as entries come to the disk in
/// order. Any of them can break it.</param>
internal readonly record struct Waiting(Observation Observation, DateTimeOffset Time, TaskCompletionSource? Promise, bool Keeps);

/// <summary>
/// What waits between the threads that see something, whose time is the agent's, and the thread that writes. Adding is a lock and a copy of 40
/// bytes: the writing thread is woken for the first observation and then gathers for some milliseconds, unless someone waits for the disk.
/// </summary>
internal sealed class ObservationQueue(SessionRecorderOptions options, TimeProvider time)
{
    private const int MaximumUrgent = 16_384;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);
    private readonly object _gate = new();
    private List<Waiting> _filling = [], _spare = [];
    private IOException? _closed;
    private bool _isClosing;
    private int _weight, _urgent;
    private long _lost, _since;

    /// <summary>Adds, or counts a loss; never waits. What comes after the end is no part of the session.</summary>
    public void AddOrCount(Observation observation)
    {
        int weight = ObservationWeight.Of(observation);
        lock (_gate)
        {
            if (_closed is not null || _isClosing)
                return;
            if (_filling.Count - _urgent >= options.QueueLength || weight > options.QueueWeight - _weight)
            {
                if (_lost++ == 0)
                    Monitor.Pulse(_gate);
                return;
            }

            _weight += weight;
            Add(new Waiting(observation, time.GetUtcNow(), null, false));
        }
    }

    /// <summary>Adds some whose entries somebody waits for: never dropped. How many there are is bounded by how many wait.</summary>
    /// <exception cref="IOException">They can't be recorded any more.</exception>
    public Task AddUrgent(IReadOnlyList<Observation> observations)
    {
        var promise = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed is not null)
                throw new IOException(_closed.Message, _closed);
            if (_isClosing)
                throw new IOException("The session's record is closed.");
            if (_urgent > MaximumUrgent - observations.Count)
                throw new IOException($"More than {MaximumUrgent} acts wait for the session's record; this one is refused.");
            _urgent += observations.Count;
            DateTimeOffset now = time.GetUtcNow();
            for (int i = 0; i < observations.Count; i++)
                Add(new Waiting(observations[i], now, promise, i == observations.Count - 1));
        }

        return promise.Task;
    }

    /// <summary>Gives what waits, in order, and how many were lost since the last time; blocks until there is something. Null at the end.</summary>
    public List<Waiting>? Take(out long lost)
    {
        lock (_gate)
        {
            _spare.Clear(); // What was taken the last time need not be kept alive any longer.
            lost = 0;
            while (!IsDue(out TimeSpan wait))
            {
                if (_isClosing)
                    return null;
                Monitor.Wait(_gate, wait);
            }

            lost = _lost;
            _lost = 0;
            _weight = _urgent = 0;
            List<Waiting> batch = _filling;
            (_filling, _spare) = (_spare, batch);
            return batch;
        }
    }

    /// <summary>No more is taken in; what waits may still be taken out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Fails all who wait and all who come.</summary>
    public void Break(IOException error)
    {
        lock (_gate)
        {
            _closed = error;
            Fail(_filling, error);
            Fail(_spare, error);
        }
    }

    private static void Fail(List<Waiting> batch, IOException error)
    {
        foreach (Waiting waiting in batch)
            waiting.Promise?.TrySetException(error);
        batch.Clear();
    }

    private void Add(Waiting waiting)
    {
        _filling.Add(waiting);
        if (_filling.Count == 1)
            _since = Environment.TickCount64;
        if (_filling.Count == 1 || waiting.Promise is not null || _filling.Count == options.QueueLength / 2)
            Monitor.Pulse(_gate);
    }

    private bool IsDue(out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (_filling.Count == 0)
            return _lost > 0;
        if (_lost > 0 || _urgent > 0 || _isClosing || _filling.Count >= options.QueueLength / 2 || _weight > options.QueueWeight / 2)
            return true;
        wait = Gathering - TimeSpan.FromMilliseconds(Environment.TickCount64 - _since);
        return wait <= TimeSpan.Zero;
    }
}
