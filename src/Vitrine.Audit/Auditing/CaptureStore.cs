using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// The sessions of an audit on disk: <c>captures/NNNN.json.gz</c> and <c>index.jsonl</c>, which only grows. A capture is on disk before the line that names it,
/// so a crash leaves at most a file that no line names, or half a last line; both are thrown away by the next part of the audit.
/// </summary>
internal sealed class CaptureStore : IDisposable
{
    private const int MaxLine = 64 * 1024;
    private const long MaxIndex = 1L << 30;
    private readonly string _directory;
    private readonly FileStream _index;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IndexSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IndexDecision> _decisions = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Sessions that could not be run.</summary>
    public IReadOnlyList<IndexSession> NotRun
    {
        get
        {
            lock (_lock)
                return [.. _sessions.Values.Where(session => session.File is null)];
        }
    }

    /// <summary>Sessions that have a capture.</summary>
    public IReadOnlyList<IndexSession> Sessions
    {
        get
        {
            lock (_lock)
                return [.. _sessions.Values.Where(session => session.File is not null)];
        }
    }

    private CaptureStore(string directory, FileStream index)
    {
        _directory = directory;
        _index = index;
    }

    /// <summary>Seconds that the audit had taken at its last line.</summary>
    public double Elapsed { get; private set; }

    /// <summary>Opens the store of an audit, or makes it.</summary>
    /// <exception cref="IOException">It cannot be, or it holds another audit.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static CaptureStore Open(AuditSettings settings)
    {
        Directory.CreateDirectory(Path.Combine(settings.Directory, "captures"));
        string path = Path.Combine(settings.Directory, "index.jsonl");
        // FileShare.None: flock, so that two audits never write one index.
        var index = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var store = new CaptureStore(settings.Directory, index);
            byte[] levels = JsonSerializer.SerializeToUtf8Bytes([.. settings.Levels.Select(level => level.Level)], AuditingJson.Default.IReadOnlyListLevel);
            var head = new IndexHead(settings.Target, settings.Budget.Name, Convert.ToHexStringLower(SHA256.HashData(levels)));
            store.Load(settings, head, levels);
            return store;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>What is known of a session; null if it has not run.</summary>
    public IndexSession? Find(Cell cell)
    {
        lock (_lock)
            return _sessions.GetValueOrDefault(cell.Name);
    }

    /// <summary>A decision of an earlier part; null for none.</summary>
    public int? Decided(string name)
    {
        lock (_lock)
            return _decisions.TryGetValue(name, out IndexDecision? decision) ? decision.Value : null;
    }

    /// <summary>Writes a decision down.</summary>
    public void Decide(string name, int value, double elapsed)
    {
        lock (_lock)
            Append(new IndexEntry { Decision = new IndexDecision(name, value, elapsed) });
    }

    /// <summary>Reads the capture of a session that has run.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not what the index says.</exception>
    public Capture Read(IndexSession session) => Read(_directory, session);

    /// <summary>The same of a store that is not open.</summary>
    public static Capture Read(string directory, IndexSession session) =>
        CaptureFile.TryRead(ReadFile(directory, session)) ?? throw new InvalidDataException($"{Path.Combine(directory, session.File!)} holds no capture.");

    /// <summary>The bytes of a capture's file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not what the index says.</exception>
    public static byte[] ReadFile(string directory, IndexSession session)
    {
        string path = Path.Combine(directory, session.File!);
        byte[] bytes = File.ReadAllBytes(path);
        if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), session.Digest, StringComparison.Ordinal))
            throw new InvalidDataException($"{path} is not what the index says of it.\nhint: start the audit anew in another directory.");
        return bytes;
    }

    /// <summary>Keeps a capture.</summary>
    public void Write(Cell cell, Capture capture, double elapsed)
    {
        byte[] bytes = CaptureFile.ToBytes(capture);
        string file = $"captures/{Interlocked.Increment(ref _number):D4}.json.gz";
        using (var stream = new FileStream(Path.Combine(_directory, file), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        lock (_lock)
            Append(new IndexEntry { Session = new IndexSession(cell.Name, elapsed, file, Convert.ToHexStringLower(SHA256.HashData(bytes))) });
    }

    /// <summary>Keeps that a session could not be run.</summary>
    public void WriteFailure(Cell cell, string reason, double elapsed)
    {
        lock (_lock)
            Append(new IndexEntry { Session = new IndexSession(cell.Name, elapsed, Failure: reason.Length > 1000 ? reason[..1000] : reason) });
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private void Append(IndexEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, AuditingJson.Default.IndexEntry), (byte)'\n'];
        if (line.Length > MaxLine)
            throw new InvalidDataException($"A line of the index would have {line.Length} bytes.");
        _index.Write(line);
        _index.Flush(flushToDisk: true);
        Take(entry);
    }

    private void Load(AuditSettings settings, IndexHead head, byte[] levels)
    {
        if (_index.Length > MaxIndex)
            throw new InvalidDataException("The index is too long to be one of ours.");
        IndexHead? found = LoadLines();
        if (found is null)
        {
            File.WriteAllBytes(Path.Combine(_directory, "levels.json"), levels);
            // Numbers start above what a crashed first part may have left.
            _number = LastNumber();
            Append(new IndexEntry { Head = head });
            return;
        }

        if (!settings.Resume)
            throw new IOException($"{_directory} already holds an audit of {found.Target}.\nhint: --resume goes on with it; another -o starts anew.");
        if (found != head)
            throw new IOException($"{_directory} holds an audit of {found.Target} with budget {found.Budget}, which is not this one, or was made with other levels.\nhint: choose another directory with -o.");
        _number = LastNumber();
    }

    private IndexHead? LoadLines()
    {
        IndexHead? head = null;
        long good = 0;
        byte[] bytes = new byte[_index.Length];
        _index.Position = 0;
        _index.ReadExactly(bytes);
        for (int start = 0, end; (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1)
        {
            IndexEntry entry;
            try
            {
                entry = JsonSerializer.Deserialize(bytes.AsSpan(start, end - start), AuditingJson.Default.IndexEntry) ?? throw new JsonException("null");
            }
            catch (JsonException wrong)
            {
                throw new InvalidDataException($"The index of {_directory} is damaged at byte {start}: {wrong.Message}\nhint: start the audit anew in another directory.",
                    wrong);
            }

            head ??= entry.Head
                ?? throw new InvalidDataException($"The index of {_directory} does not begin as one of ours.\nhint: choose another directory with -o.");
            Take(entry);
            good = end + 1;
        }

        _index.SetLength(good);
        _index.Position = good;
        return head;
    }

    private void Take(IndexEntry entry)
    {
        if (entry.Session is { } session)
        {
            if (session.File is not null && (session.Digest is null || !IsOurs(session.File)))
                throw new InvalidDataException($"The index of {_directory} names a file that is none of its captures.");
            _sessions[session.Cell] = session;
            Elapsed = Math.Max(Elapsed, session.Elapsed);
        }

        if (entry.Decision is { } decision)
        {
            _decisions[decision.Name] = decision;
            Elapsed = Math.Max(Elapsed, decision.Elapsed);
        }
    }

    private int LastNumber() => Directory.EnumerateFiles(Path.Combine(_directory, "captures"))
        .Select(file => int.TryParse(Path.GetFileName(file).Split('.')[0], out int number) ? number : 0).DefaultIfEmpty().Max();

    private static bool IsOurs(string file) =>
        file.StartsWith("captures/", StringComparison.Ordinal) && file.EndsWith(".json.gz", StringComparison.Ordinal)
        && file.AsSpan(9, file.Length - 9 - 8).IndexOfAnyExceptInRange('0', '9') < 0;
}
