using System.Security.Cryptography;
using Vitrine.Core.Inspect.Secrets;

namespace Vitrine.Core.Inspect.Detectors;

/// <summary>Secrets, as the inspector takes them: each with a keyed fingerprint in place of its value.</summary>
public sealed class SecretDetector : IDetector
{
    private const int FingerprintBytes = 8;
    private readonly SecretScanner _scanner;
    private readonly byte[] _key;

    /// <param name="scanner">Finds them.</param>
    /// <param name="key">At least 32 random bytes, one key for each session.</param>
    public SecretDetector(SecretScanner scanner, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(scanner);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        (_scanner, _key) = (scanner, HMACSHA256.HashData(key, "vitrine secret fingerprints"u8));
    }

    /// <inheritdoc/>
    public ulong Version => 1;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<byte> text, ICollection<Hit> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        List<Secrets.SecretHit> found = Scratch.Take();
        try
        {
            _scanner.Scan(text, found);
            foreach (Secrets.SecretHit each in found)
                hits.Add(new SecretHit(each.Range, each.Rule, each.Name, each.Encoding, Fingerprint(text.Slice(each.Range.Start, each.Range.Length))));
        }
        finally
        {
            Scratch.Return(found);
        }
    }

    private string Fingerprint(ReadOnlySpan<byte> value)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, value, mac);
        return Convert.ToHexStringLower(mac[..FingerprintBytes]);
    }

    /// <summary>One list for each thread that searches, so that text without secrets allocates nothing.</summary>
    private static class Scratch
    {
        [ThreadStatic]
        private static List<Secrets.SecretHit>? s_list;

        public static List<Secrets.SecretHit> Take()
        {
            List<Secrets.SecretHit> list = s_list ?? [];
            s_list = null;
            return list;
        }

        public static void Return(List<Secrets.SecretHit> list)
        {
            list.Clear();
            s_list = list;
        }
    }
}
