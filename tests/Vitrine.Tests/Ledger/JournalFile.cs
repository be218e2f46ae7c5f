using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Journal;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>Makes and reads whole entry files for tests.</summary>
internal static class JournalFile
{
    public static async Task<byte[][]> WriteAsync(string path, params byte[][] entries)
    {
        await using var writer = JournalWriter.Create(path);
        foreach (byte[] entry in entries)
            writer.Append(entry, SealedOf(entry));
        return entries;
    }

    /// <summary>The sealed record that goes with an entry here; some have none.</summary>
    public static byte[] SealedOf(ReadOnlySpan<byte> entry)
    {
        byte[] digest = SHA256.HashData(entry);
        return digest[0] % 4 == 0 ? [] : [.. digest, .. digest[..(16 + (digest[1] % 16))]];
    }

    /// <summary>Entries of 1 to some 60 bytes, none like another.</summary>
    public static byte[][] Samples(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"{i}{new string((char)('a' + (i % 26)), i * 7 % 53)}"))];

    public static List<byte[]> Read(string path, out JournalVerification verification)
    {
        var entries = new List<byte[]>();
        using (var reader = JournalReader.Open(path))
        {
            while (reader.TryRead(out ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> record) == JournalReadStatus.Entry)
            {
                Assert.True(record.IsEmpty || record.SequenceEqual(SealedOf(entry)));
                entries.Add(entry.ToArray());
            }
        }

        verification = JournalVerification.Of(path);
        return entries;
    }

    public static List<JournalFrame> ReadFrames(string path)
    {
        var frames = new List<JournalFrame>();
        using var reader = JournalReader.Open(path);
        while (reader.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record) == JournalReadStatus.Entry)
            frames.Add(new JournalFrame(leaf.ToArray(), record.ToArray()));
        return frames;
    }

    /// <summary>Where each frame starts, and at the end where the file does.</summary>
    public static int[] Frames(byte[] file)
    {
        var starts = new List<int>();
        int at = JournalFormat.HeaderSize;
        for (; at < file.Length; at += JournalFormat.LayoutOf(file.AsSpan(at)).Size)
            starts.Add(at);
        return [.. starts, at];
    }
}
