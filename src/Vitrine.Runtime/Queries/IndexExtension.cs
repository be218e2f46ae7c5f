using Vitrine.Ledger.Journal;

namespace Vitrine.Runtime.Queries;

/// <summary>Indexes what a session's journal has beyond its index.</summary>
/// <param name="session">The session, whose index is extended.</param>
/// <param name="context">What its first entry says.</param>
/// <param name="entries">Its entries, from the end of the index on.</param>
/// <param name="path">Where the index is stored; null to keep all in memory.</param>
internal sealed class IndexExtension(SearchedSession session, SessionContext context, SessionEntries entries, string? path) : IDisposable
{
    private readonly SegmentBuilder _builder = new(context.Workspace);
    private readonly long _first = entries.Next;
    private IndexSink? _file, _memory;
    private IndexHead? _stored;

    /// <summary>Reads to the journal's end.</summary>
    /// <param name="worthStoring">With fewer entries than this at the end, they stay in memory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IndexNotStoredException">The file cannot be written.</exception>
    public void Run(int worthStoring, CancellationToken cancellationToken)
    {
        session.Damage = Read(cancellationToken);
        session.Indexed = entries.Next - _first;
        if (_builder.Entries > 0)
            Take(toFile: _builder.Entries >= worthStoring);
        if (_stored is not null)
            Store(() => _file!.Complete(_stored, session.Cipher));
        if (_stored is not null)
        {
            session.Stored?.Dispose();
            session.Stored = IndexReader.TryOpen(path!, session.Cipher) ?? throw new IndexNotStoredException(new IOException($"{path} cannot be read back."));
        }

        if (_memory is not null)
            session.Fresh = new IndexReader(new IndexBytes(_memory.Complete(HeadOf(_memory, _memory.Segments[0].First), session.Cipher)), session.Cipher);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _memory?.Dispose();
    }

    /// <summary>Gives what is wrong with the record, or null.</summary>
    private string? Read(CancellationToken cancellationToken)
    {
        JournalReadStatus status;
        long position = entries.Position;
        for (long index = _first; (status = entries.TryRead(out ReadOnlySpan<byte> json)) == JournalReadStatus.Entry; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SessionEntries.Parse(json) is not { } entry
                || entry.Index != index
                || entry.Session != session.Id.ToString()
                || !_builder.TryAdd(json, entry, position))
            {
                entries.TrySeek(position, index);
                return $"entry {index} is none of this session";
            }

            position = entries.Position;
            if (_builder.IsFull)
                Take(toFile: true);
        }

        return status switch
        {
            JournalReadStatus.Damaged => $"it is damaged from entry {entries.Next} on",
            JournalReadStatus.NotALedger => "it is not of a format that this version reads",
            _ => null,
        };
    }

    private void Take(bool toFile)
    {
        SealedSegment segment = _builder.Take(session.Cipher);
        if (toFile && path is not null)
        {
            Store(() => (_file ??= new IndexSink(path, session.Stored)).Add(segment));
            _stored = HeadOf(_file!, 0);
            return;
        }

        _memory ??= new IndexSink();
        _memory.Add(segment);
    }

    private IndexHead HeadOf(IndexSink sink, long first) => new(first, entries.Next, entries.Position, entries.Chain, context, sink.Segments);

    private static void Store(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Also a stored index that cannot be copied.
            throw new IndexNotStoredException(error);
        }
    }
}

/// <summary>An index could not be written; the search goes on without.</summary>
internal sealed class IndexNotStoredException(Exception cause) : Exception(cause.Message, cause);
