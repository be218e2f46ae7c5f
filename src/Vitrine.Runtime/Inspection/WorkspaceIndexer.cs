using System.Buffers;
using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Fills a <see cref="ProvenanceIndex"/> from the workspace, in the background and in parallel, and follows its changes: a file that the record says was
/// written is read again if its time, length or identity differs. Links are not followed, other file systems not entered. A name that is not UTF-8 is not read,
/// and counted.
/// </summary>
public sealed class WorkspaceIndexer : IDisposable
{
    private readonly WorkspaceIndexOptions _options;
    private readonly string _workspace;
    private readonly WorkspaceTreeReader _tree;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, FileStamp> _seen = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly Lock _rereading = new();
    private long _bytes, _minute, _reread;
    private int _read, _skipped;

    /// <summary>Opens the workspace and begins to read it.</summary>
    /// <exception cref="Win32Exception">It can't be opened.</exception>
    public WorkspaceIndexer(UnixPath workspace, ProvenanceIndex index, WorkspaceIndexOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        (options ??= new()).Validate();
        (_options, Index, _workspace) = (options, index, workspace.ToString());
        _time = time ?? TimeProvider.System;
        _minute = _time.GetTimestamp();
        _tree = new WorkspaceTreeReader(_workspace);
        Completion = Task.Run(() => ReadAll(_ended.Token));
    }

    /// <summary>The index that is filled.</summary>
    public ProvenanceIndex Index { get; }

    /// <summary>
    /// Ends when the whole workspace has been read once. Until then lines may be missed: wait for it before the first search that counts. It never fails: what
    /// could not be read is said.
    /// </summary>
    public Task<WorkspaceIndexCompletion> Completion { get; }

    /// <summary>How far it has come.</summary>
    public WorkspaceIndexProgress Progress => new(Volatile.Read(ref _read), Volatile.Read(ref _skipped), Interlocked.Read(ref _bytes));

    /// <summary>Reads a file again, since it was written or renamed. What the index knew of it stays known.</summary>
    /// <param name="path">Relative to the workspace.</param>
    /// <returns>Whether there was something new.</returns>
    public bool Changed(UnixPath path) => path.IsText && !IsLeftOut(path.ToString()) && Take(path.ToString());

    private WorkspaceIndexCompletion ReadAll(CancellationToken ended)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Workers, CancellationToken = ended };
        string? reason = null;
        int files = 0;
        try
        {
            Parallel.ForEach(Partitioner.Create(Files().TakeWhile(_ => files++ < _options.MostFiles), EnumerablePartitionerOptions.NoBuffering), parallel,
                path => Take(path));
            if (files > _options.MostFiles)
                reason = $"the workspace has more than {_options.MostFiles} files";
        }
        catch (OperationCanceledException)
        {
            reason = "the session ended before the workspace was read";
        }
        catch (Exception e) when (e is AggregateException or IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            reason = (e as AggregateException)?.InnerException?.Message ?? e.Message;
        }

        int skipped = Volatile.Read(ref _skipped);
        return new(reason is null && skipped == 0, Volatile.Read(ref _read), skipped,
            reason ?? (skipped > 0 ? $"{skipped} files could not be read, or are above a bound" : null));
    }

    private IEnumerable<string> Files()
    {
        var enumeration = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        var open = new Stack<string>([""]);
        while (open.TryPop(out string? directory))
        {
            var found = new DirectoryInfo(Path.Combine(_workspace, directory)).EnumerateFileSystemInfos("*", enumeration);
            using IEnumerator<FileSystemInfo> each = found.GetEnumerator();
            while (Next(each))
            {
                string path = directory.Length == 0 ? each.Current.Name : $"{directory}/{each.Current.Name}";
                if (each.Current is not DirectoryInfo)
                    yield return path;
                else if (!_options.LeftOut.Contains(each.Current.Name))
                    open.Push(path);
            }
        }
    }

    // A directory that goes away while it is read is a shorter one.
    private bool Next(IEnumerator<FileSystemInfo> each)
    {
        try
        {
            return each.MoveNext();
        }
        catch (IOException)
        {
            Interlocked.Increment(ref _skipped);
            return false;
        }
    }

    private bool IsLeftOut(string path)
    {
        foreach (Range part in path.AsSpan().Split('/'))
            if (_options.LeftOut.Contains(path[part]))
                return true;
        return false;
    }

    private bool Take(string path)
    {
        try
        {
            using SafeFileHandle? file = _tree.Open(path, out FileStamp stamp);
            if (file is null)
                return Skip();
            long length = stamp.Length;
            bool isKnown = _seen.TryGetValue(path, out FileStamp known);
            if (isKnown && known == stamp)
                return false;
            if (length > _options.LongestFile || (isKnown && !MayRereadNow(length)))
                return Skip();
            // What counts is what the workspace holds, not how often it was written.
            long more = length - (isKnown ? known.Length : 0);
            if (Interlocked.Add(ref _bytes, more) > _options.MostBytes)
            {
                Interlocked.Add(ref _bytes, -more);
                return Skip();
            }

            _seen[path] = stamp;
            return Read(path, file, (int)length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Skip();
        }
    }

    // Whoever writes one file all the time must not keep a core busy.
    private bool MayRereadNow(long length)
    {
        lock (_rereading)
        {
            if (_time.GetElapsedTime(_minute) >= TimeSpan.FromMinutes(1))
                (_minute, _reread) = (_time.GetTimestamp(), 0);
            if (_reread + length > _options.MostRereadPerMinute)
                return false;
            _reread += length;
            return true;
        }
    }

    private bool Read(string path, SafeFileHandle file, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length + 1);
        try
        {
            int used = 0;
            for (int read; used < length && (read = RandomAccess.Read(file, buffer.AsSpan(used, length - used), used)) > 0;)
                used += read;
            Interlocked.Increment(ref _read);
            return Index.Add(new UnixPath(path), buffer.AsSpan(0, used)) == ProvenanceAddition.Added;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool Skip()
    {
        Interlocked.Increment(ref _skipped);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        // The readers use the descriptor; they stop at the next file.
        Task.WhenAny(Completion).GetAwaiter().GetResult();
        _tree.Dispose();
        _ended.Dispose();
    }
}
