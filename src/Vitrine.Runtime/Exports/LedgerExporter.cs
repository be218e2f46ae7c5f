namespace Vitrine.Runtime.Exports;

/// <summary>
/// Brings the ledger to another system, in tree order, batch by batch:
/// <code>
/// 1. read from the cursor on        a ledger that is not the one it was stops here
/// 2. format a batch                 bounded in records and bytes
/// 3. hand it over until acknowledged
/// 4. move the cursor, durably       a crash before this repeats the batch: cut off again in a file, under the same names at a server
/// </code>
/// A destination that takes nothing holds up the export and nothing else: the ledger does not know of it, and the export goes on from its cursor days later.
/// </summary>
/// <param name="source">The ledger.</param>
/// <param name="options">What and where to.</param>
/// <param name="time">The clock.</param>
/// <param name="notify">Hears what happens on the way; null for nobody.</param>
public sealed class LedgerExporter(LedgerSource source, ExportOptions options, TimeProvider time, Action<ExportNotice>? notify = null)
{
    private long _next, _records, _rejected, _pruned;
    private string? _leaf;
    private int _batchRecords = options.BatchRecords;

    /// <summary>Runs until all is exported, or, when following, until cancelled.</summary>
    /// <exception cref="IOException">The ledger, the cursor or the output cannot be read or written.</exception>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public async Task<ExportOutcome> RunAsync(CancellationToken cancellationToken)
    {
        options.Validate();
        ExportCursor? cursor = null;
        try
        {
            if (options.Cursor is { } path
                && ExportCursor.Open(path, source.Origin, ExportCursor.NameOf(options), out cursor) is var status and not CursorStatus.Ready)
                return End(status switch
                {
                    CursorStatus.Locked => ExportEnd.Locked,
                    CursorStatus.Damaged => ExportEnd.CursorDamaged,
                    _ => ExportEnd.CursorOfAnother,
                });
            (_next, _leaf) = (cursor?.State.Next ?? 0, cursor?.State.Leaf);
            using RecordFormatter formatter = NewFormatter();
            using ExportTarget? target = OpenTarget(cursor, formatter, out string? problem);
            if (target is null)
                return End(ExportEnd.OutputChanged, problem);
            if (cursor is { IsNew: true })
                cursor.Save(cursor.State);
            ExportOutcome outcome = await RunAsync(target, formatter, cursor, cancellationToken).ConfigureAwait(false);
            if (outcome.End == ExportEnd.Done)
                target.Complete();
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return End(ExportEnd.Stopped);
        }
        finally
        {
            cursor?.Dispose();
        }
    }

    private async Task<ExportOutcome> RunAsync(ExportTarget target, RecordFormatter formatter, ExportCursor? cursor, CancellationToken cancellationToken)
    {
        var batch = new ExportBatch(formatter);
        while (true)
        {
            using (IEnumerator<LedgerRecord> records = source.ReadFrom(Math.Max(0, _next - 1)).GetEnumerator())
            {
                bool hasMore = records.MoveNext();
                if (!IsSameLedger(hasMore ? records.Current : null))
                    return End(ExportEnd.LedgerChanged);
                if (hasMore && records.Current.TreeIndex < _next)
                    hasMore = records.MoveNext();
                while (hasMore)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    hasMore = Fill(batch, records);
                    if (await DeliverAsync(target, batch, cursor, cancellationToken).ConfigureAwait(false) is { } end)
                        return end;
                }
            }

            if (!options.Follow)
                return End(ExportEnd.Done);
            await Task.Delay(options.PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // The leaf before the cursor must be the one that was exported: else the ledger was rolled back behind it or written anew.
    private bool IsSameLedger(LedgerRecord? first) =>
        _next == 0 || (first is not null && (first.TreeIndex >= _next || Convert.ToHexStringLower(JsonlFormatter.HashOf(first.LeafBytes.Span)) == _leaf));

    /// <summary>Fills a batch from the current record on; false when there are no more.</summary>
    private bool Fill(ExportBatch batch, IEnumerator<LedgerRecord> records)
    {
        batch.Clear();
        do
        {
            LedgerRecord record = records.Current;
            if (record.TreeIndex > _next)
            {
                _pruned += record.TreeIndex - _next;
                notify?.Invoke(new ExportNotice($"{record.TreeIndex - _next} leaves from {_next} on were removed from the ledger before they were exported",
                    null));
            }

            (_next, _leaf) = (record.TreeIndex + 1, null);
            if (IsWanted(record))
                batch.Add(record);
            else
                _leaf = Convert.ToHexStringLower(JsonlFormatter.HashOf(record.LeafBytes.Span));
            if (!records.MoveNext())
                return false;
        }
        while (batch.Count < _batchRecords && batch.Size < options.BatchBytes);
        return true;
    }

    private bool IsWanted(LedgerRecord record) =>
        (options.Session is null || record.Facts.Session == options.Session) && (options.Since is not { } since || record.Facts.Time >= since);

    /// <summary>Hands a batch over, in as many pieces as it takes, and moves the cursor after each; null when all of it is acknowledged.</summary>
    private async Task<ExportOutcome?> DeliverAsync(ExportTarget target, ExportBatch batch, ExportCursor? cursor, CancellationToken cancellationToken)
    {
        (long behind, string? leafBehind) = (_next, _leaf);
        var retry = new RetrySchedule(options, time);
        for (int from = 0, to = batch.Count; from < batch.Count;)
        {
            Delivery delivery = await target.SendAsync(batch.Body(from, to), cancellationToken).ConfigureAwait(false);
            switch (delivery.Status)
            {
                case DeliveryStatus.Accepted:
                    Accept(delivery, to - from);
                    (_next, _leaf) = batch.After(to - 1);
                    if (to < batch.Count)
                        Save(cursor, target);
                    (from, to) = (to, Math.Min(batch.Count, to + _batchRecords));
                    retry = new RetrySchedule(options, time);
                    break;
                case DeliveryStatus.TooLarge when to - from > 1:
                    _batchRecords = Math.Max(1, (to - from) / 2);
                    to = from + _batchRecords;
                    break;
                case DeliveryStatus.Retry when retry.Next(delivery.RetryAfter) is { } wait:
                    notify?.Invoke(new ExportNotice(delivery.Detail ?? "the server took nothing", wait));
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                    break;
                case DeliveryStatus.Retry:
                    return End(ExportEnd.Unreachable, delivery.Detail);
                default:
                    return End(ExportEnd.Refused, delivery.Detail);
            }
        }

        // Behind the last leaf of the batch there may be some that were not wanted: they are passed as well.
        if (leafBehind is not null || batch.Count == 0)
            (_next, _leaf) = (behind, leafBehind);
        Save(cursor, target);
        return null;
    }

    private void Accept(Delivery delivery, int leaves)
    {
        _records += leaves;
        _rejected += delivery.Rejected;
        if (delivery.Rejected > 0)
            notify?.Invoke(new ExportNotice($"the server dropped {delivery.Rejected} records: {delivery.Detail ?? "it does not say why"}", null));
        else if (delivery.Detail is { } said)
            notify?.Invoke(new ExportNotice($"the server says: {said}", null));
    }

    private void Save(ExportCursor? cursor, ExportTarget target)
    {
        if (cursor is not null && cursor.State.Next != _next)
            cursor.Save(cursor.State with { Next = _next, Leaf = _leaf, Length = target.Length, Tail = target.Tail });
    }

    private RecordFormatter NewFormatter() => options.Format switch
    {
        ExportFormat.Jsonl => new JsonlFormatter(source.Origin),
        ExportFormat.Ocsf => new OcsfFormatter(source.Origin),
        ExportFormat.Otlp => new OtlpFormatter(source.Origin, isLines: options.Destination.Url is null, options.WithContent),
        _ => throw new ArgumentException("The format is none of those that there are.", nameof(options)),
    };

    private ExportTarget? OpenTarget(ExportCursor? cursor, RecordFormatter formatter, out string? problem)
    {
        problem = null;
        ExportDestination to = options.Destination;
        if (to.File is { } file)
            return cursor is null ? FileTarget.Replace(file) : FileTarget.Resume(file, cursor.State, cursor.IsNew, out problem);
        return to.Stream is { } stream ? new StreamTarget(stream) : new HttpTarget(options, formatter.MediaType, time);
    }

    private ExportOutcome End(ExportEnd end, string? detail = null) => new(end, _records, _rejected, _pruned, detail);
}
