namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>Hashes of 32 bits that programs write themselves in a line or two.</summary>
internal static class WordHashes
{
    public static IEnumerable<(string Name, uint Value)> All(byte[] word)
    {
        uint fnv1a = 2166136261, fnv1 = 2166136261, djb2 = 5381, djb2Xor = 5381, sdbm = 0, java = 0, adlerA = 1, adlerB = 0, crc = uint.MaxValue;
        foreach (byte one in word)
        {
            fnv1a = (fnv1a ^ one) * 16777619;
            fnv1 = (fnv1 * 16777619) ^ one;
            djb2 = (djb2 * 33) + one;
            djb2Xor = (djb2Xor * 33) ^ one;
            sdbm = one + (sdbm << 6) + (sdbm << 16) - sdbm;
            java = (java * 31) + one;
            adlerA = (adlerA + one) % 65521;
            adlerB = (adlerB + adlerA) % 65521;
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return [("FNV-1a", fnv1a), ("FNV-1", fnv1), ("djb2", djb2), ("djb2 xor", djb2Xor), ("sdbm", sdbm), ("31-polynomial", java),
            ("Adler-32", (adlerB << 16) | adlerA), ("CRC-32", ~crc)];
    }
}
