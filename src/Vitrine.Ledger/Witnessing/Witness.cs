using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Witnessing;

/// <summary>
/// A witness of transparency logs (C2SP tlog-witness): it cosigns a log's checkpoint only when that is consistent with the newest one it cosigned before, so
/// that a log that is rewritten, rolled back or shown in two versions gets no cosignature for the second. For any number of threads.
/// </summary>
public sealed class Witness : IDisposable
{
    /// <summary>Name of the file in a witness's directory in which a person lists the logs that it knows.</summary>
    public const string LogsFile = WitnessDirectory.LogsFile;

    private const int MostSignaturesOfAKey = 4;
    private const int LargestList = 32 << 20;
    private readonly WitnessDirectory _directory;
    private readonly NoteSigner _signer;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, WitnessedLog> _logs;
    private readonly ConcurrentDictionary<string, WitnessedLog> _named = new(StringComparer.Ordinal);
    private volatile KnownLogs _known = new();
    private volatile Exception? _failure;

    private Witness(WitnessDirectory directory, NoteSigner signer, TimeProvider time, List<WitnessedLog> logs)
    {
        (_directory, _signer, _time) = (directory, signer, time);
        _logs = new(logs.Select(log => KeyValuePair.Create(log.Origin, log)), StringComparer.Ordinal);
        foreach (WitnessedLog log in logs)
            _named[log.Name] = log;
    }

    /// <summary>What its cosignatures are checked with.</summary>
    public VerifierKey Key => _signer.Verifier;

    /// <summary>The logs that it serves.</summary>
    public KnownLogs Logs
    {
        get => _known;
        set => _known = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Logs that it has cosigned.</summary>
    public int WitnessedCount => _logs.Values.Count(log => log.Newest is not null);

    /// <summary>In tests: called after a checkpoint is on disk and before anybody learns of it.</summary>
    internal Action? Persisted { get; set; }

    /// <summary>Makes a new witness.</summary>
    /// <param name="directory">Where it keeps its key and what it cosigned; made if it is not there.</param>
    /// <param name="name">Its name, a URL without scheme by custom, such as <c>witness.example.com/w1</c>.</param>
    /// <exception cref="ArgumentException">No key can have that name.</exception>
    /// <exception cref="IOException">There is a witness already, or the directory cannot be written.</exception>
    public static VerifierKey Create(string directory, string name) => WitnessDirectory.Create(directory, name);

    /// <summary>The public key of the witness in a directory; null where there is none.</summary>
    /// <exception cref="IOException">The key cannot be read.</exception>
    public static VerifierKey? ReadKey(string directory)
    {
        using NoteSigner? signer = WitnessDirectory.ReadKey(directory);
        return signer?.Verifier;
    }

    /// <summary>Reads a list of logs, for <see cref="KnownLogs.TryParse"/>; null when there is no such file.</summary>
    /// <exception cref="IOException">It cannot be read, or is too large to be one.</exception>
    public static string? ReadList(string path) => DurableFile.ReadWhole(path, LargestList) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Opens a witness to serve.</summary>
    /// <returns>Null when another process serves it.</returns>
    /// <exception cref="WitnessStateException">There is none, or what it left is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Witness? Open(string directory, TimeProvider time)
    {
        NoteSigner signer = WitnessDirectory.ReadKey(directory)
            ?? throw new WitnessStateException($"There is no witness in {directory}.", "make one: vitrine witness init --name NAME");
        WitnessDirectory? opened = null;
        try
        {
            opened = WitnessDirectory.Open(directory);
            if (opened is null)
            {
                signer.Dispose();
                return null;
            }

            return new Witness(opened, signer, time, opened.Load(signer.Verifier));
        }
        catch
        {
            opened?.Dispose();
            signer.Dispose();
            throw;
        }
    }

    /// <summary>Answers one <c>add-checkpoint</c> request. A cosignature is given out only when the checkpoint is on disk.</summary>
    /// <exception cref="IOException">The checkpoint could not be written, now or before: nothing is cosigned until the witness is opened again, which reads
    /// what the disk really has.</exception>
    public AddCheckpointAnswer Add(ReadOnlySpan<byte> body)
    {
        if (!AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? request) || !SignedNote.TryParse(request.Checkpoint.Span, out SignedNote? note)
            || !TryReadCheckpoint(note.Text, out Checkpoint? checkpoint))
        {
            return new AddCheckpointAnswer(AddCheckpointOutcome.Malformed);
        }

        if (_known.KeysOf(checkpoint.Origin) is not { Count: > 0 } keys)
            return new AddCheckpointAnswer(AddCheckpointOutcome.UnknownOrigin);
        if (!IsSigned(note, keys))
            return new AddCheckpointAnswer(AddCheckpointOutcome.NotSigned, checkpoint.Origin);
        if (request.OldSize > checkpoint.Size)
            return new AddCheckpointAnswer(AddCheckpointOutcome.Malformed, checkpoint.Origin);

        // Only who has a key of the log gets here, so that nobody else can fill the table or wait on its locks.
        WitnessedLog log = _logs.GetOrAdd(checkpoint.Origin, static origin => new WitnessedLog(origin));
        lock (log.Gate)
            return Add(log, request, checkpoint, note, keys);
    }

    /// <summary>The newest checkpoint that was cosigned, for monitors; null for none.</summary>
    /// <param name="name">SHA-256 of the log's origin, lowercase hexadecimal.</param>
    public byte[]? FindCheckpoint(string name) => _named.TryGetValue(name, out WitnessedLog? log) ? log.Newest?.Note : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _directory.Dispose();
        _signer.Dispose();
    }

    private AddCheckpointAnswer Add(WitnessedLog log, AddCheckpointRequest request, Checkpoint checkpoint, SignedNote note, IReadOnlyList<VerifierKey> keys)
    {
        if (_failure is { } failure)
            throw new IOException($"An earlier checkpoint could not be written: {failure.Message}", failure);
        WitnessedCheckpoint? newest = log.Newest;
        (long size, TreeHash root) = newest is null ? (0, TreeHash.Empty) : (newest.Checkpoint.Size, newest.Checkpoint.Root);
        // In a note of more keys than one log's, the others' signatures say nothing here.
        NoteSignature[] ofLog = [.. note.Signatures.Where(one => keys.Any(key => key.Name == one.Name
            && key.Id == one.KeyId)).DistinctBy(one => (one.Name, one.KeyId))];
        var verified = SignedNote.Create(note.Text, ofLog);
        ForkEvidence fork = size > 0 && checkpoint.Size == size && checkpoint.Root != root
            ? _directory.KeepFork(log, checkpoint, verified.ToBytes())
            : ForkEvidence.None;
        if (request.OldSize != size)
            return new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, log.Origin, size, Fork: fork);
        if (!TreeProofs.VerifyConsistency(size, root, checkpoint.Size, checkpoint.Root, [.. request.Proof]))
            return new AddCheckpointAnswer(AddCheckpointOutcome.Inconsistent, log.Origin, size, Fork: fork);
        return Cosign(log, checkpoint, verified);
    }

    private AddCheckpointAnswer Cosign(WitnessedLog log, Checkpoint checkpoint, SignedNote note)
    {
        // A clock that was set back must not make the same log's newest cosignature look older than the one before.
        DateTimeOffset time = _time.GetUtcNow();
        if (log.Newest is { } before && before.Time > time)
            time = before.Time;
        NoteSignature cosignature = _signer.Cosign(note.Text, time);
        var newest = new WitnessedCheckpoint(checkpoint, time, note.With(cosignature).ToBytes());
        try
        {
            // A crash from here on leaves the old checkpoint or this one; nobody has this one's cosignature yet, and this one is consistent with what they
            // have.
            _directory.Put(log, newest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _failure = error;
            throw;
        }

        log.Newest = newest;
        _named[log.Name] = log;
        Persisted?.Invoke();
        return new AddCheckpointAnswer(AddCheckpointOutcome.Cosigned, log.Origin, checkpoint.Size, cosignature + "\n");
    }

    /// <summary>At least one signature of a known key, and none in such a key's name that is not its own.</summary>
    private static bool IsSigned(SignedNote note, IReadOnlyList<VerifierKey> keys)
    {
        bool isSigned = false;
        foreach (VerifierKey key in keys)
        {
            // Anybody can repeat a public signature; each copy would cost a verification.
            if (note.Signatures.Count(one => one.KeyId == key.Id && one.Name == key.Name) > MostSignaturesOfAKey)
                return false;
            switch (key.Check(note))
            {
                case NoteVerdict.Invalid:
                    return false;
                case NoteVerdict.Valid:
                    isSigned = true;
                    break;
            }
        }

        return isSigned;
    }

    // A tree of size zero with the root of another is no checkpoint; but the answer to it is that it is inconsistent, not that it is malformed.
    private static bool TryReadCheckpoint(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        if (Checkpoint.TryParse(text, out checkpoint))
            return true;
        string[] lines = text.Split('\n');
        if (lines.Length < 4 || lines[1] != "0" || !TreeHash.TryParseBase64(lines[2], out TreeHash root))
            return false;
        lines[2] = TreeHash.Empty.ToBase64();
        if (!Checkpoint.TryParse(string.Join('\n', lines), out Checkpoint? empty))
            return false;
        checkpoint = empty with { Root = root };
        return true;
    }
}
