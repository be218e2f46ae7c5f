using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Runtime.Ledger;

/// <summary>Keeps one witness up to date: one request at a time, the newest checkpoint alone, later and later where it does not answer.</summary>
internal sealed class WitnessLoop : IDisposable
{
    private const int MostOvertaken = 3;
    private static readonly TimeSpan HurriedRetry = TimeSpan.FromSeconds(1);
    private readonly WitnessPeer _peer;
    private readonly WitnessingOptions _options;
    private readonly WitnessClient _client;
    private readonly TimeProvider _time;
    private readonly WitnessSizes _sizes;
    private readonly Action _changed;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Head? _offered;
    private long _wanted = -1, _attempted = -1, _cosigned = -1;
    private long? _known;
    private long? _unwitnessedSince;
    private WitnessStatus _status;

    /// <summary>Makes it.</summary>
    /// <param name="peer">The witness.</param>
    /// <param name="options">What is witnessed.</param>
    /// <param name="client">The way to it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Is called after each answer.</param>
    public WitnessLoop(WitnessPeer peer, WitnessingOptions options, WitnessClient client, TimeProvider time, Action changed)
    {
        (_peer, _options, _client, _time, _changed) = (peer, options, client, time, changed);
        _sizes = new WitnessSizes(options.SizesDirectory);
        _status = new WitnessStatus(peer.Key.Name, WitnessOutcome.Pending, "", "", null, null);
    }

    public WitnessStatus Status
    {
        get
        {
            lock (_gate)
                return _status;
        }
    }

    /// <summary>Whether all that was offered is cosigned, or never will be.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate)
                return _cosigned >= _wanted || IsContradicted;
        }
    }

    /// <summary>Whether the witness was at least asked about all that was offered.</summary>
    public bool IsTried
    {
        get
        {
            lock (_gate)
                return IsSettled || _attempted >= _wanted;
        }
    }

    /// <summary>How long there has been something that the witness has not cosigned.</summary>
    public TimeSpan Unwitnessed
    {
        get
        {
            lock (_gate)
                return _unwitnessedSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    private bool IsContradicted => _status.Outcome is WitnessOutcome.RolledBack or WitnessOutcome.Forked;

    public void Offer(Head checkpoint)
    {
        lock (_gate)
        {
            if (checkpoint.Size <= _wanted)
                return;
            (_offered, _wanted) = (checkpoint, checkpoint.Size);
            _unwitnessedSince ??= _time.GetTimestamp();
            if (_wake.CurrentCount == 0)
                _wake.Release();
        }
    }

    /// <summary>The session ends: nothing is put off any more.</summary>
    public void Hurry() => _hurry.TrySetResult();

    /// <summary>Works until it is cancelled, or the witness contradicts the ledger.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _wake.WaitAsync(cancellationToken).ConfigureAwait(false);
            for (TimeSpan retry = _options.FirstRetry; !IsSettled; retry = Min(retry * 2, _options.LongestRetry))
            {
                Take(await AttemptAsync(cancellationToken).ConfigureAwait(false));
                _changed();
                // So that the clients of a witness that comes back do not all come at once.
                if (!IsSettled)
                    await WaitAsync(retry * (0.75 + (0.5 * Random.Shared.NextDouble())), HurriedRetry, cancellationToken).ConfigureAwait(false);
            }

            if (IsContradicted)
                return;
            await WaitAsync(_options.Interval, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<(WitnessAnswer Answer, Head Head)> AttemptAsync(CancellationToken cancellationToken)
    {
        Head head = Offered();
        (WitnessAnswer, Head)? cosigned = null;
        try
        {
            head = Newest();
            for (int overtaken = 0; overtaken < MostOvertaken; overtaken++)
            {
                WitnessAnswer answer = await OfferAsync(head, cancellationToken).ConfigureAwait(false);
                if (answer.Outcome == WitnessOutcome.Cosigned)
                    cosigned = (answer, head);
                // Another session of this person's may have published, and had cosigned, a larger checkpoint since ours was read; then ours is old and no
                // rollback, and its partial tiles may be gone. A checkpoint is on disk before any witness gets it, so what is there now tells.
                Head newest = answer.Outcome == WitnessOutcome.Unreachable ? head : Newest();
                if (newest.Size <= head.Size)
                    return cosigned ?? (answer, head);
                head = newest;
            }

            return cosigned ?? (new WitnessAnswer(WitnessOutcome.Refused, "others added to the ledger faster than it could be asked"), head);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return cosigned
                ?? (new WitnessAnswer(WitnessOutcome.Refused, $"the ledger's checkpoint could not be read: {error.Message}",
                    "vitrine verify says what is damaged"),
                    head);
        }
    }

    private async Task<WitnessAnswer> OfferAsync(Head head, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.OfferAsync(_peer, head.Note, _known ??= _sizes.Read(_peer, head.Origin), _options.Tiles,
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new WitnessAnswer(WitnessOutcome.Refused, $"the ledger could not be read to prove that it continues what was witnessed: {error.Message}",
                "vitrine verify says what is damaged");
        }
    }

    private Head Offered()
    {
        lock (_gate)
            return _offered!;
    }

    /// <summary>What is published, or what was offered where that is more.</summary>
    private Head Newest()
    {
        Head offered = Offered();
        return _options.ReadNewest() is { } published && Head.Of(published) is { } head && head.Size >= offered.Size ? head : offered;
    }

    private void Take((WitnessAnswer Answer, Head Head) attempt)
    {
        (WitnessAnswer answer, Head head) = attempt;
        if (answer.Outcome == WitnessOutcome.Cosigned)
            answer = Keep(answer, head);
        lock (_gate)
        {
            _attempted = Math.Max(_attempted, head.Size);
            bool isCosigned = answer.Outcome == WitnessOutcome.Cosigned;
            if (isCosigned)
            {
                _cosigned = Math.Max(_cosigned, head.Size);
                _unwitnessedSince = _cosigned >= _wanted ? null : _time.GetTimestamp();
            }

            _status = _status with
            {
                Outcome = answer.Outcome,
                Why = answer.Why,
                Hint = answer.Hint,
                Size = isCosigned ? _cosigned : _status.Size,
                Time = isCosigned ? answer.Time : _status.Time,
            };
        }
    }

    private WitnessAnswer Keep(WitnessAnswer answer, Head head)
    {
        try
        {
            _options.Keep(head.Note, answer.Cosignature!.Value);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new WitnessAnswer(WitnessOutcome.Refused, $"it cosigned, and the cosignature could not be kept: {error.Message}");
        }

        _known = head.Size;
        _sizes.Write(_peer, head.Origin, head.Size);
        return answer;
    }

    private async Task WaitAsync(TimeSpan time, TimeSpan hurried, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!_hurry.Task.IsCompleted)
        {
            await Task.WhenAny(Task.Delay(time, _time, stop.Token), _hurry.Task).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        else if (hurried > TimeSpan.Zero)
        {
            await Task.Delay(Min(time, hurried), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A checkpoint and what is looked at in it.</summary>
    internal sealed record Head(SignedNote Note, string Origin, long Size)
    {
        /// <summary>Null where the note is no checkpoint.</summary>
        public static Head? Of(SignedNote note) =>
            Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint) ? new Head(note, checkpoint.Origin, checkpoint.Size) : null;
    }
}
