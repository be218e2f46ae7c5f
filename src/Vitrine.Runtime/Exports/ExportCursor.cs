using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Ledger.Files;

namespace Vitrine.Runtime.Exports;

/// <summary>How far an export is.</summary>
/// <param name="Version">Format version: 1.</param>
/// <param name="Origin">The ledger.</param>
/// <param name="Export">SHA-256 of format, destination and selection, hex: what the cursor belongs to.</param>
/// <param name="Next">The first tree index that was not acknowledged.</param>
/// <param name="Leaf">RFC 6962 hash of the leaf before it, hex, by which a rewritten ledger is noticed; null at 0.</param>
/// <param name="Length">Bytes of the output file that count; 0 for other destinations.</param>
/// <param name="Tail">SHA-256 of the last of these bytes, hex, by which another file is noticed; null at 0.</param>
internal sealed record CursorState(
    [property: JsonPropertyName("v")] int Version, string Origin, string Export, long Next, string? Leaf, long Length, string? Tail)
{
    public const int CurrentVersion = 1;
}

/// <summary>What came of opening a cursor.</summary>
internal enum CursorStatus
{
    Ready,
    Locked,
    Damaged,
    OfAnother,
}

/// <summary>
/// The file that remembers how far an export is. It is replaced, never changed: written beside, flushed, renamed, and the directory flushed; a crash leaves
/// the old one or the new one. The lock is a file of its own (<c>FILE.lock</c>), since a renamed file takes its lock with it.
/// </summary>
internal sealed class ExportCursor : IDisposable
{
    private const int MaximumSize = 4096;
    private readonly string _path;
    private readonly FileStream _lock;

    private ExportCursor(string path, FileStream held, CursorState state, bool isNew) => (_path, _lock, State, IsNew) = (path, held, state, isNew);

    /// <summary>Whether it was never written.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Where the export is.</summary>
    public CursorState State { get; private set; }

    /// <summary>Opens a cursor, or begins one where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="origin">The ledger that is exported.</param>
    /// <param name="export">What <see cref="NameOf"/> gives for the export.</param>
    /// <param name="cursor">The cursor when <see cref="CursorStatus.Ready"/>.</param>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static CursorStatus Open(string path, string origin, string export, out ExportCursor? cursor)
    {
        cursor = null;
        string full = Path.GetFullPath(path);
        FileStream held;
        try
        {
            // On Linux: flock(2), which the kernel frees when the process dies, however it dies.
            held = new FileStream(full + ".lock",
                new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
        }
        catch (IOException busy) when (busy is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && File.Exists(full + ".lock"))
        {
            return CursorStatus.Locked;
        }

        CursorStatus status = CursorStatus.Damaged;
        try
        {
            bool isNew = !File.Exists(full);
            CursorState? state = isNew ? new CursorState(CursorState.CurrentVersion, origin, export, 0, null, 0, null) : Read(full);
            status = state is null ? CursorStatus.Damaged : state.Origin != origin || state.Export != export ? CursorStatus.OfAnother : CursorStatus.Ready;
            if (status == CursorStatus.Ready)
                cursor = new ExportCursor(full, held, state!, isNew);
        }
        finally
        {
            if (cursor is null)
                held.Dispose();
        }

        return status;
    }

    /// <summary>What a cursor belongs to.</summary>
    public static string NameOf(ExportOptions options)
    {
        string name = $"vitrine-export/v1\n{options.Format}\n{options.Destination.Name}\n{options.Session}\n{options.Since?.UtcTicks}\n{options.WithContent}\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }

    /// <summary>Remembers a new place, durably.</summary>
    /// <exception cref="IOException">It is not sure that it is on disk.</exception>
    public void Save(CursorState state)
    {
        string partial = _path + ".part";
        using (var stream = new FileStream(partial,
            new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = OwnerOnly }))
        {
            JsonSerializer.Serialize(stream, state, CursorJson.Default.CursorState);
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, _path, overwrite: true);
        PrivateDirectory.Sync(Path.GetDirectoryName(_path)!);
        (State, IsNew) = (state, false);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CursorState? Read(string path)
    {
        byte[] bytes = new byte[MaximumSize + 1];
        int length;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read))
            length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length > MaximumSize ? null : Parse(bytes.AsSpan(0, length));
    }

    /// <summary>Reads a cursor's bytes; null where they are none.</summary>
    internal static CursorState? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            CursorState? state = JsonSerializer.Deserialize(bytes, CursorJson.Default.CursorState);
            return state is { Version: CursorState.CurrentVersion, Origin: not null, Export: not null, Next: >= 0, Length: >= 0 }
                && state.Next == 0 == state.Leaf is null && state.Length == 0 == state.Tail is null ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Source-generated JSON of cursors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, MaxDepth = 2)]
[JsonSerializable(typeof(CursorState))]
internal sealed partial class CursorJson : JsonSerializerContext;
