using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Witnessing;

/// <summary>
/// What a witness keeps on disk, mode 0700:
/// <code>
/// witness.key          its private key
/// lock                 held by the one process that serves
/// logs                 verifier keys of the logs it knows, one a line; a person writes it
/// origins              names (SHA-256) of all logs it ever cosigned, one a line; only grows
/// checkpoints/NAME     the newest checkpoint cosigned for that log, with both signatures
/// forks/NAME-SIZE-ROOT a checkpoint that the log signed beside another one of its size: proof against it
/// </code>
/// A checkpoint is written under another name, flushed, renamed, and the directory flushed, before anybody gets the cosignature. The name goes into
/// <c>origins</c> after its first checkpoint is there and before the first answer: a name without a file is a file that was lost.
/// </summary>
internal sealed class WitnessDirectory : IDisposable
{
    /// <summary>The list of logs that a person writes.</summary>
    public const string LogsFile = "logs";

    private const string KeyFile = "witness.key", Unfinished = ".new";
    private const int NameLength = 64;
    private const int LongestKey = 4096;
    private const int MostForks = 1000;
    private const int MostOrigins = 1_000_000;
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);
    private readonly DurableFile _lock;
    private readonly string _checkpoints, _forks, _origins;
    private readonly Lock _gate = new();
    private int _forkCount;

    private WitnessDirectory(string path, DurableFile @lock) =>
        (Path, _lock, _checkpoints, _forks, _origins) = (path, @lock, In(path, "checkpoints"), In(path, "forks"), In(path, "origins"));

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Makes the directory of a new witness and its key.</summary>
    /// <returns>The public key.</returns>
    /// <exception cref="IOException">There is a witness in it already, or it cannot be written.</exception>
    public static VerifierKey Create(string path, string name)
    {
        PrivateDirectory.Create(path, durably: true);
        foreach (string directory in (ReadOnlySpan<string>)["checkpoints", "forks"])
            PrivateDirectory.Create(In(path, directory), durably: true);
        foreach (string file in (ReadOnlySpan<string>)["lock", "origins", LogsFile])
            if (!File.Exists(In(path, file)))
                DurableFile.CreateNew(In(path, file)).Dispose();
        // Last: a directory with a key in it is a whole witness.
        using NoteSigner signer = NoteSigner.Generate(name, VerifierKey.CosignatureAlgorithm);
        string key = In(path, KeyFile);
        if (System.IO.Path.Exists(key))
            throw new IOException($"There is a witness in {path} already.");
        DurableFile.Replace(key, Encoding.UTF8.GetBytes(signer.ToPrivateText() + "\n"));
        return signer.Verifier;
    }

    /// <summary>Opens it for the one process that serves; null when another one does.</summary>
    /// <exception cref="IOException">There is no witness in it, or it cannot be read.</exception>
    public static WitnessDirectory? Open(string path)
    {
        DurableFile @lock = DurableFile.Open(In(path, "lock"), writable: true);
        if (@lock.TryLock())
            return new WitnessDirectory(path, @lock);
        @lock.Dispose();
        return null;
    }

    /// <summary>The private key; null when there is no witness here.</summary>
    /// <exception cref="WitnessStateException">The key's file is no key of a witness, or others may read it.</exception>
    public static NoteSigner? ReadKey(string path)
    {
        string file = In(path, KeyFile);
        if (DurableFile.ReadWhole(file, LongestKey) is not { } bytes)
            return null;
        if ((File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            throw new WitnessStateException($"{file} is open to others: whoever has read it can cosign in this witness's name.",
                $"chmod 600 {file}, if nobody had a reason to read it; else make a new witness");
        bool isKey = NoteSigner.TryParse(Encoding.UTF8.GetString(bytes).TrimEnd('\n'), out NoteSigner? signer);
        CryptographicOperations.ZeroMemory(bytes);
        if (isKey && signer!.Verifier.Algorithm == VerifierKey.CosignatureAlgorithm)
            return signer;
        signer?.Dispose();
        throw new WitnessStateException($"{file} is not the key of a witness.", "put it back from a copy, or make a new witness: vitrine witness init");
    }

    /// <summary>Reads what was cosigned, and refuses whatever is not as it was left.</summary>
    /// <exception cref="WitnessStateException">Something is damaged or gone.</exception>
    public List<WitnessedLog> Load(VerifierKey own)
    {
        var logs = new List<WitnessedLog>();
        HashSet<string> listed = ReadOrigins(), found = [];
        foreach (string file in Directory.EnumerateFiles(_checkpoints))
        {
            string name = System.IO.Path.GetFileName(file);
            if (name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                File.Delete(file); // A crash in the middle of writing it; nobody got the cosignature.
                continue;
            }

            logs.Add(Load(file, name, own));
            found.Add(name);
        }

        if (listed.FirstOrDefault(name => !found.Contains(name)) is { } lost)
            throw Damaged($"{In(_checkpoints, lost)} is gone");
        foreach (string name in found.Where(name => !listed.Contains(name)))
            AddOrigin(name); // A crash between the two; nobody got the cosignature.
        _forkCount = Directory.EnumerateFiles(_forks).Count();
        return logs;
    }

    /// <summary>Makes a checkpoint the newest of its log, durably. After an exception it is not known which one is.</summary>
    public void Put(WitnessedLog log, WitnessedCheckpoint checkpoint)
    {
        DurableFile.Replace(In(_checkpoints, log.Name), checkpoint.Note);
        if (log.Newest is null)
            AddOrigin(log.Name);
    }

    /// <summary>Keeps a checkpoint that contradicts the one that was cosigned.</summary>
    public ForkEvidence KeepFork(WitnessedLog log, Checkpoint checkpoint, byte[] note)
    {
        lock (_gate)
        {
            string path = In(_forks, FormattableString.Invariant($"{log.Name}-{checkpoint.Size}-{checkpoint.Root.Hex[..16]}"));
            try
            {
                if (File.Exists(path))
                    return ForkEvidence.Kept;
                if (_forkCount >= MostForks)
                    return ForkEvidence.Lost;
                DurableFile.Replace(path, note);
                _forkCount++;
                return ForkEvidence.Kept;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Evidence is a gift to people; the refusal does not wait for it, and who serves says that it is lost.
                return ForkEvidence.Lost;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string In(string directory, string name) => System.IO.Path.Combine(directory, name);

    private static WitnessStateException Damaged(string what) => new(
        $"The witness's state is damaged: {what}. It no longer knows what it cosigned, and does not start.",
        "put the directory back from a copy that is not older than the last cosignature, or make a new witness with a new name and key: vitrine witness init");

    private static WitnessedLog Load(string file, string name, VerifierKey own)
    {
        byte[] bytes = DurableFile.ReadWhole(file, 2 * AddCheckpointRequest.MostBytes) ?? throw Damaged($"{file} is gone");
        if (!SignedNote.TryParse(bytes, out SignedNote? note)
            || !Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint)
            || WitnessedLog.NameOf(checkpoint.Origin) != name)
            throw Damaged($"{file} is no checkpoint of its log");
        if (!own.TryVerifyCosignature(note, out DateTimeOffset time))
            throw Damaged($"{file} does not have this witness's own cosignature");
        return new WitnessedLog(checkpoint.Origin) { Newest = new WitnessedCheckpoint(checkpoint, time, bytes) };
    }

    private HashSet<string> ReadOrigins()
    {
        byte[] bytes = DurableFile.ReadWhole(_origins, MostOrigins * (NameLength + 1)) ?? throw Damaged($"{_origins} is gone");
        var names = new HashSet<string>();
        int whole = bytes.Length - (bytes.Length % (NameLength + 1));
        for (int at = 0; at < whole; at += NameLength + 1)
        {
            ReadOnlySpan<byte> name = bytes.AsSpan(at, NameLength);
            // A power loss can leave room that was never filled, at the end alone.
            if (at + NameLength + 1 == whole && !bytes.AsSpan(at).ContainsAnyExcept((byte)0))
            {
                whole = at;
                break;
            }

            if (bytes[at + NameLength] != '\n' || name.ContainsAnyExcept(HexDigits))
                throw Damaged($"{_origins} is not the list that was written, from byte {at} on");
            names.Add(Encoding.ASCII.GetString(name));
        }

        if (whole < bytes.Length)
        {
            // A crash while a name was added; its checkpoint was there before, and is listed anew.
            using var file = DurableFile.Open(_origins, writable: true);
            file.Truncate(whole);
            file.Sync();
        }

        return names;
    }

    private void AddOrigin(string name)
    {
        lock (_gate)
        {
            using var file = DurableFile.Open(_origins, writable: true);
            file.Write(Encoding.ASCII.GetBytes(name + "\n"), file.Length);
            file.Sync();
        }
    }
}
