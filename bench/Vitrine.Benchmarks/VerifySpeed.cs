using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;

namespace Vitrine.Benchmarks;

/// <summary>Makes a ledger of many entries, and verifies it; each in a process of its own, so that the peak of memory is the verifier's.</summary>
internal static class VerifySpeed
{
    private const string Origin = "vitrine/bench.example/bench/00000000";

    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["make", var directory, var entries]:
                Make(directory, long.Parse(entries, NumberStyles.None, CultureInfo.InvariantCulture));
                return 0;
            case ["check", var directory, var threads]:
                return Check(directory, int.Parse(threads, NumberStyles.None, CultureInfo.InvariantCulture));
            default:
                Console.Error.WriteLine("usage: verify make DIRECTORY ENTRIES | verify check DIRECTORY THREADS");
                return 2;
        }
    }

    private static void Make(string directory, long entries)
    {
        using var signer = NoteSigner.Generate(Origin);
        var tree = new TreeBuilder((tile, hashes) => Write(directory, tile, hashes));
        var bundle = new ArrayBufferWriter<byte>(256 * 1024);
        byte[] leaf = new byte[1024];
        for (long i = 0; i < entries; i++)
        {
            int length = Leaf(i, leaf);
            tree.Append(Rfc6962.Leaf(leaf.AsSpan(0, length)));
            EntryBundle.Append(bundle, leaf.AsSpan(0, length));
            if (i % TileId.FullWidth != TileId.FullWidth - 1 && i != entries - 1)
                continue;
            Write(directory, new TileId(TileId.EntriesLevel, i / TileId.FullWidth, (int)(i % TileId.FullWidth) + 1), bundle.WrittenSpan);
            bundle.ResetWrittenCount();
        }

        tree.VisitPartialTiles((tile, hashes) => Write(directory, tile, hashes));
        string text = new Checkpoint(Origin, tree.Size, tree.Root).ToText();
        File.WriteAllBytes(Path.Combine(directory, "checkpoint"), SignedNote.Create(text, signer.Sign(text)).ToBytes());
        File.WriteAllText(Path.Combine(directory, "..", "vkey"), signer.Verifier.ToString());
    }

    // As long as those of sessions are: 16 sessions at a time, a decision, a rule and a payload on some.
    private static int Leaf(long number, Span<byte> leaf)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(BitConverter.GetBytes(number), digest);
        string hex = Convert.ToHexStringLower(digest);
        long round = number / 160_000, sequence = ((number % 160_000) / 160 * 10) + (number % 10);
        string session = string.Create(CultureInfo.InvariantCulture, $"20261121-{round:000000}-{"0123456789abcdef"[(int)(number / 10 % 16)]}bench");
        string decided = number % 5 == 0
            ? $"\"decision\":\"allow\",\"payloads\":[\"{hex}\"],\"policy\":\"{hex}\",\"rule\":\"network.rules[3]\","
            : "\"decision\":\"record\",";
        string time = DateTimeOffset.UnixEpoch.AddMicroseconds(1_795_000_000_000_000 + (number * 50)).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ",
            CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"{{{decided}\"sealed\":\"{hex}\",\"sequence\":{sequence},\"session\":\"{session}\",\"time\":\"{time}\",\"type\":\"file-opened\",\"v\":2}}",
            leaf);
    }

    private static void Write(string directory, TileId tile, ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(directory, tile.ToString());
        if (tile.Index % 1000 == 0 || tile.IsPartial)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path, bufferSize: 0);
        file.Write(bytes);
    }

    private static int Check(string directory, int threads)
    {
        if (!VerifierKey.TryParse(File.ReadAllText(Path.Combine(directory, "..", "vkey")), out VerifierKey? key))
            return 2;
        long begun = Stopwatch.GetTimestamp(), allocated = GC.GetTotalAllocatedBytes();
        LedgerVerification found = LedgerVerifier.Verify(directory, new LedgerVerifierOptions { Key = key, Parallelism = threads });
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        long peak = long.Parse(File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"verdict\":\"{found.Verdict}\",\"entries\":{found.Proven},\"seconds\":{seconds:0.000},\"per_second\":{found.Proven / seconds:0},\"cpu\":{Environment.CpuUsage.TotalTime.TotalSeconds:0.00},\"peak_kib\":{peak},\"allocated\":{GC.GetTotalAllocatedBytes() - allocated}}}"));
        foreach (LedgerFinding finding in found.Findings.Take(5))
            Console.Error.WriteLine(finding.What);
        return found.Verdict == LedgerVerdict.Clean ? 0 : 1;
    }
}
