using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>Digests of known words with something before or behind them, or keyed: a string of the package or its name.</summary>
internal static class SaltedWords
{
    private const int MostSalts = 48;
    private const int MostOfLong = 6;
    private const int LongPackage = 20_000;

    /// <summary>Files the words whose digests the package holds.</summary>
    public static void Find(ReadingState state)
    {
        var wanted = new Dictionary<string, (string Digest, Sighting Seen)>(StringComparer.OrdinalIgnoreCase);
        foreach ((string digest, Sighting seen) in state.Hashes.Missed)
            wanted.TryAdd(digest[..Math.Min(16, digest.Length)], (digest, seen));
        if (wanted.Count == 0)
            return;
        // A long program holds digests of many other things.
        int most = state.Harvester.Strings > LongPackage ? MostOfLong : MostSalts;
        int[] lengths = [.. wanted.Keys.Select(start => start.Length).Distinct()];
        byte[][] words = [.. state.Hashes.Words.Distinct().Select(Encoding.UTF8.GetBytes)];
#pragma warning disable CA5350, CA5351 // Not for security: targets use them.
        (string Name, int Digits, Func<byte[], byte[]> Hash, Func<byte[], byte[], byte[]> Keyed)[] algorithms =
        [
            ("sha256", 64, SHA256.HashData, HMACSHA256.HashData), ("sha1", 40, SHA1.HashData, HMACSHA1.HashData), ("md5", 32, MD5.HashData, HMACMD5.HashData),
                ("sha512", 128, SHA512.HashData, HMACSHA512.HashData),
        ];
#pragma warning restore CA5350, CA5351
        foreach ((string name, int digits, Func<byte[], byte[]> hash, Func<byte[], byte[], byte[]> keyed) in algorithms)
        {
            // A digest that was cut short may be of any of the usual algorithms.
            if (!wanted.Values.Any(one => one.Digest.Length == digits || (one.Digest.Length is < 32 && digits < 128)))
                continue;
            foreach (string salt in state.Keys.Texts.Take(most))
            {
                if (state.Allowance.IsLate)
                    return;
                byte[] bytes = Encoding.UTF8.GetBytes(salt);
                foreach (byte[] word in words)
                {
                    Check(hash([.. bytes, .. word]), $"{name} with \"{salt}\"", word);
                    Check(hash([.. word, .. bytes]), $"{name} with \"{salt}\"", word);
                    Check(keyed(bytes, word), $"hmac-{name} with \"{salt}\"", word);
                }
            }
        }

        void Check(byte[] digest, string how, byte[] word)
        {
            string start = Convert.ToHexStringLower(digest.AsSpan(0, 8));
            foreach (int length in lengths)
                if (wanted.TryGetValue(start[..length], out (string Digest, Sighting Seen) found)
                    && (found.Digest.Length <= 16 || Convert.ToHexStringLower(digest).StartsWith(found.Digest, StringComparison.OrdinalIgnoreCase)))
                {
                    string text = Encoding.UTF8.GetString(word);
                    state.Harvester.Table.Add(HarvestKind.Hashed, $"{how} of {text}", found.Seen with { Suspicion = Suspicion.Hidden }, text);
                }
        }
    }
}
