using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// Puts a plan's files into the private HOME: those that aren't there, and those that are as Vitrine left them. What the person or the agent changed stays. The
/// digests of what was written lie outside the box.
/// </summary>
public static class AgentSeeds
{
    private const int LongestFile = 1024 * 1024;
    private const int MostRecords = 1000;

    /// <summary>Writes the files.</summary>
    /// <returns>Paths that were left as they are, because somebody else wrote them or something else stands there.</returns>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static IReadOnlyList<string> Write(AgentDirectories directories, IReadOnlyDictionary<string, string> files)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
            return [];
        Dictionary<string, string> written = ReadRecord(directories.SeedRecord);
        using HomeTree home = HomeTree.Open(directories.Home);
        var kept = new List<string>();
        bool changed = false;
        foreach ((string path, string text) in files)
        {
            byte[] content = Encoding.UTF8.GetBytes(text);
            string digest = Digest(content);
            if (!WriteOne(home, path, content, digest, written.GetValueOrDefault(path)))
                kept.Add(path);
            else if (written.GetValueOrDefault(path) != digest)
                (written[path], changed) = (digest, true);
        }

        if (changed)
            WriteRecord(directories.SeedRecord, written);
        return kept;
    }

    private static bool WriteOne(HomeTree home, string path, byte[] content, string digest, string? before)
    {
        using SafeFileHandle? present = home.OpenToWrite(path);
        if (present is not null)
        {
            // Written through the descriptor that was read: if the name is changed meanwhile, the file that was ours is the one written.
            string? now = HomeTree.Read(present, LongestFile) is { } bytes ? Digest(bytes) : null;
            if (now == digest)
                return true;
            if (now is null || now != before)
                return false;
            RandomAccess.SetLength(present, 0);
            RandomAccess.Write(present, content, 0);
            return true;
        }

        using SafeFileHandle? created = home.Create(path);
        if (created is null)
            return false;
        RandomAccess.Write(created, content, 0);
        return true;
    }

    private static Dictionary<string, string> ReadRecord(string file)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(file))
            return written;
        foreach (string line in File.ReadLines(file).Take(MostRecords))
            if (line.IndexOf(' ') is > 0 and int space)
                written[line[(space + 1)..]] = line[..space];
        return written;
    }

    private static void WriteRecord(string file, Dictionary<string, string> written)
    {
        // A crash before the rename leaves the old record: the file in HOME then counts as the person's, which loses nothing.
        File.WriteAllLines(file + ".new", written.Select(one => $"{one.Value} {one.Key}"));
        File.Move(file + ".new", file, overwrite: true);
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
