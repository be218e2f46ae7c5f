using Vitrine.Core.Policy;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Runtime.Ledger;

/// <summary>
/// Has a ledger's checkpoints cosigned while a session runs. Nobody waits for it: checkpoints are offered after the ledger's lock is free, the newest wins, and
/// each witness gets one request at a time. A cosignature waits for the ledger's lock, on a thread of its own. At the session's end <see cref="FinishAsync"/>
/// waits a bounded time for what is still missing.
/// </summary>
public sealed class WitnessingService : IAsyncDisposable
{
    /// <summary>Where, below the state directory, it is remembered how far each witness has come.</summary>
    internal const string SizesDirectory = "witnesses";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);
    private readonly WitnessingOptions _options;
    private readonly TimeProvider _time;
    private readonly WitnessClient _client;
    private readonly WitnessLoop[] _loops;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _refusal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Task[] _running;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _size;
    private bool _isDisposed;

    /// <summary>Starts to work; nothing is sent before something is offered.</summary>
    public WitnessingService(WitnessingOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Witnesses.Count == 0)
            throw new ArgumentException("There is no witness.", nameof(options));
        (_options, _time) = (options, time);
        _client = new WitnessClient(options.Client, time);
        _loops = [.. options.Witnesses.Select(peer => new WitnessLoop(peer, options, _client, time, Changed))];
        _running = [.. _loops.Select(loop => Task.Run(() => RunAsync(loop)))];
    }

    /// <summary>Has a person's ledger witnessed as a policy says; null where it names no witness.</summary>
    /// <param name="policy">The policy. One that demands witnesses and names none is not used at all (<see cref="Policies.PolicyLoader"/>).</param>
    /// <param name="paths">The ledger.</param>
    /// <param name="stateDirectory">Where it is remembered what each witness has seen.</param>
    /// <param name="time">The clock.</param>
    public static WitnessingService? Start(SessionPolicy policy, LedgerPaths paths, string stateDirectory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(paths);
        return policy.Witnesses.Count == 0 ? null : new WitnessingService(
            new WitnessingOptions
            {
                Witnesses = [.. policy.Witnesses.Select(WitnessPeer.Of)],
                Unwitnessed = policy.Unwitnessed,
                Tiles = new LedgerTiles(paths.Directory),
                ReadNewest = () => CosignedCheckpoint.Read(paths),
                Keep = (note, cosignature) => CosignedCheckpoint.Add(paths, note.Text, cosignature, LockPatience),
                SizesDirectory = Path.Combine(stateDirectory, SizesDirectory),
            },
            time);
    }

    /// <summary>
    /// Ends, with the reason, when the session must: only where it must be witnessed (<see cref="UnwitnessedUse.Deny"/>), and a witness contradicts the ledger
    /// or was silent for too long. Faults if the work itself fails, whatever the policy says.
    /// </summary>
    public Task<string> Refusal => _refusal.Task;

    /// <summary>How the ledger is witnessed now.</summary>
    public WitnessingStatus Status
    {
        get
        {
            lock (_gate)
                return new WitnessingStatus(_size, [.. _loops.Select(loop => loop.Status)]);
        }
    }

    /// <summary>Has a checkpoint cosigned. Returns at once; to be called after the ledger's lock is free.</summary>
    /// <exception cref="ArgumentException">The note is no checkpoint.</exception>
    public void Offer(SignedNote checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        WitnessLoop.Head head = WitnessLoop.Head.Of(checkpoint) ?? throw new ArgumentException("Only checkpoints are cosigned.", nameof(checkpoint));
        lock (_gate)
            _size = Math.Max(_size, head.Size);
        foreach (WitnessLoop loop in _loops)
            loop.Offer(head);
    }

    /// <summary>Has a published checkpoint cosigned, as it lies on the disk.</summary>
    /// <exception cref="ArgumentException">The bytes are no checkpoint.</exception>
    public void Offer(ReadOnlyMemory<byte> checkpoint) =>
        Offer(SignedNote.TryParse(checkpoint.Span, out SignedNote? note)
            ? note
            : throw new ArgumentException("Only checkpoints are cosigned.", nameof(checkpoint)));

    /// <summary>Waits until every witness has answered about all that was offered: where it must be witnessed, until it is cosigned or contradicted.</summary>
    /// <param name="timeout">At most that long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<WitnessingStatus> SettleAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        while (!either.IsCancellationRequested)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            if (_loops.All(loop => _options.Unwitnessed == UnwitnessedUse.Deny ? loop.IsSettled : loop.IsTried))
                break;
            await changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Status;
    }

    /// <summary>The session is over: waits as <see cref="SettleAsync"/> does, without putting anything off, and stops.</summary>
    /// <param name="timeout">At most that long.</param>
    public async Task<WitnessingStatus> FinishAsync(TimeSpan timeout)
    {
        foreach (WitnessLoop loop in _loops)
            loop.Hurry();
        WitnessingStatus status = await SettleAsync(timeout, CancellationToken.None).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        return status;
    }

    /// <summary>Stops; a request that is under way is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (WitnessLoop loop in _loops)
            loop.Dispose();
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(WitnessLoop loop)
    {
        try
        {
            await loop.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            // A fault of ours: whoever owns the service must see it, or a session would go on as if it were witnessed.
            _refusal.TrySetException(error);
            throw;
        }
    }

    private void Changed()
    {
        TaskCompletionSource changed;
        lock (_gate)
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        changed.SetResult();
        if (_options.Unwitnessed != UnwitnessedUse.Deny)
            return;
        foreach (WitnessLoop loop in _loops)
        {
            WitnessStatus status = loop.Status;
            if (status.Outcome is WitnessOutcome.RolledBack or WitnessOutcome.Forked)
                _refusal.TrySetResult($"the witness {status.Name} refuses this record: {status.Why}");
            else if (loop.Unwitnessed >= _options.Patience)
                _refusal.TrySetResult(FormattableString.Invariant($"the record was not witnessed for {loop.Unwitnessed.TotalSeconds:0} s by {status.Name}: {status.Why}"));
        }
    }
}
