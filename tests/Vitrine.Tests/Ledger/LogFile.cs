using System.Text;
using Vitrine.Ledger.Log;

namespace Vitrine.Tests.Ledger;

/// <summary>Makes and reads whole entry files for tests.</summary>
internal static class LogFile
{
    public static async Task<byte[][]> WriteAsync(string path, params byte[][] entries)
    {
        await using var writer = LedgerWriter.Create(path);
        foreach (byte[] entry in entries)
            writer.Append(entry);
        return entries;
    }

    /// <summary>Entries of 1 to some 60 bytes, none like another.</summary>
    public static byte[][] Samples(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"{i}{new string((char)('a' + (i % 26)), i * 7 % 53)}"))];

    public static List<byte[]> Read(string path, out LedgerVerification verification)
    {
        var entries = new List<byte[]>();
        using (var reader = LedgerReader.Open(path))
        {
            while (reader.TryRead(out ReadOnlySpan<byte> entry) == LedgerReadStatus.Entry)
                entries.Add(entry.ToArray());
        }

        verification = LedgerVerification.Of(path);
        return entries;
    }

    /// <summary>Where each frame starts, and at the end where the file does.</summary>
    public static int[] Frames(byte[] file)
    {
        var starts = new List<int>();
        int at = LogFormat.HeaderSize;
        for (; at < file.Length; at += LogFormat.FrameOverhead + ((file[at] << 8) | file[at + 1]))
            starts.Add(at);
        return [.. starts, at];
    }
}
