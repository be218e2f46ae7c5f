using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Vitrine.Audit.Reading.Harvesting;

namespace Vitrine.Audit.Reading;

/// <summary>
/// Reads a package without running any of it. Files are mapped, one after the other, in the order of their names; links are not followed. A package that
/// changes while it is read gives a wrong reading, not a fault: read what was unpacked and is kept.
/// </summary>
public static class PackageReader
{
    /// <summary>Reads a directory.</summary>
    /// <param name="directory">The package, unpacked, with its dependencies.</param>
    /// <param name="budget">Limits; null for the usual ones.</param>
    /// <param name="clock">For the limit of time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The directory can't be read.</exception>
    public static StaticReading Read(string directory, ReadingBudget? budget, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(directory);
        budget ??= new ReadingBudget();
        var state = new ReadingState(budget, clock);
        var files = new List<ReadFile>();
        var inventory = new PackageInventory(state);
        long bytes = 0;
        foreach (string path in Walk(directory, state))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = Path.GetRelativePath(directory, path);
            if (files.Count >= budget.MaxFiles || bytes >= budget.MaxBytes || state.Allowance.IsLate)
            {
                state.Cut("there were more files, or more bytes, or it took longer than the budget has room for: the rest was not read");
                break;
            }

            if (One(path, name, state, inventory, budget.MaxBytes - bytes) is not { } file)
                continue;
            files.Add(file);
            bytes += file.Size;
        }

        state.Later.Try();
        while (state.TryNext(out Origin origin, out ReadOnlyMemory<byte> inner, out ContentKind? told))
            new ContentReader(state).Read(origin, inner, told ?? ContentKinds.Tell(origin.Name, inner.Span));
        state.Harvester.JoinVariables();
        foreach (HarvestKind kind in state.Harvester.Table.Overfull)
            state.Cut($"more of the kind {kind} was found than is kept");
        return new StaticReading
        {
            Files = files,
            Revealed = state.Revealed,
            Harvest = state.Harvester.Table.ToHarvest(),
            Components = inventory.Components,
            Strings = state.Harvester.Strings,
            Cuts = [.. state.Cuts],
        };
    }

    private static ReadFile? One(string path, string name, ReadingState state, PackageInventory inventory, long room)
    {
        try
        {
            using SafeFileHandle? handle = RegularFile.Open(path, out long length);
            if (handle is null)
            {
                state.Cut($"{name}: no regular file");
                return null;
            }

            if (length > room)
            {
                state.Cut($"{name}: larger than what is left of the budget");
                return new ReadFile(name, length, ContentKind.Binary, "");
            }

            using MappedFile? mapped = MappedFile.Open(handle, length);
            if (mapped is null)
                return new ReadFile(name, 0, ContentKind.Text, Convert.ToHexStringLower(SHA256.HashData([])));
            ReadOnlyMemory<byte> bytes = mapped.Memory;
            string digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
            ContentKind kind = ContentKinds.Tell(name, bytes.Span);
            if (Path.GetFileName(name) == "package.json")
                inventory.Take(name, bytes, digest);
            if (!IsOfBuildOnly(name))
                new ContentReader(state).Read(new Origin(name, 0, []), bytes, kind);
            return new ReadFile(name, length, kind, digest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            state.Cut($"{name}: {error.Message}");
            return null;
        }
    }

    // Declarations of types hold no code that runs.
    private static bool IsOfBuildOnly(string name) =>
        name.EndsWith(".d.ts", StringComparison.Ordinal)
        || name.EndsWith(".d.mts", StringComparison.Ordinal)
        || name.EndsWith(".d.cts", StringComparison.Ordinal);

    private static IEnumerable<string> Walk(string directory, ReadingState state)
    {
        var waiting = new Stack<string>([directory]);
        while (waiting.TryPop(out string? next))
        {
            FileSystemInfo[] entries;
            try
            {
                entries = [.. new DirectoryInfo(next).EnumerateFileSystemInfos().Take(200_000)];
            }
            catch (Exception error) when ((error is IOException or UnauthorizedAccessException) && next != directory)
            {
                state.Cut($"{Path.GetRelativePath(directory, next)}: {error.Message}");
                continue;
            }

            // The manifest first: what it says may be a key of what the programs hide.
            Array.Sort(entries,
                static (left, right) => left.Name == "package.json"
                    ? (right.Name == "package.json" ? 0 : -1)
                    : right.Name == "package.json"
                        ? 1
                        : string.CompareOrdinal(left.Name, right.Name));
            foreach (FileSystemInfo entry in entries)
            {
                if (entry.LinkTarget is not null)
                    continue;
                if (entry is DirectoryInfo)
                    waiting.Push(entry.FullName);
                else
                    yield return entry.FullName;
            }
        }
    }
}
