using System.Security.Cryptography;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Payloads;

/// <summary>What reading a payload came to.</summary>
public enum PayloadReadStatus
{
    /// <summary>There is no such payload.</summary>
    Missing,

    /// <summary>Read to its end, and all of it authentic.</summary>
    Complete,

    /// <summary>
    /// Changed, cut, of another payload, under another key, or in a format this version does not know; what was given out before is authentic, but not the
    /// whole.
    /// </summary>
    Damaged,
}

/// <summary>The result of reading a payload.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Size">Bytes in clear that were given out.</param>
/// <param name="Digest">SHA-256 of the records that were read, lower-case hex; the log's digest must equal it.</param>
public readonly record struct PayloadReading(PayloadReadStatus Status, long Size, string Digest);

/// <summary>Reads stored payloads: each chunk is authenticated before a byte of it is given out.</summary>
public static class PayloadReader
{
    /// <summary>Decrypts a payload into a stream, with the memory of one chunk and eight bytes for each further one.</summary>
    /// <param name="path">The store.</param>
    /// <param name="key">The session's key.</param>
    /// <param name="position">The payload's position.</param>
    /// <param name="destination">Where its bytes go.</param>
    /// <exception cref="IOException">The file cannot be read, or the destination not be written.</exception>
    public static PayloadReading Read(string path, SessionKey key, long position, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(destination);
        return Walk(path, position, key, destination);
    }

    /// <summary>Reads a payload without a key: <see cref="PayloadReading.Size"/> is zero, and what is complete has only the form of a payload.</summary>
    /// <param name="path">The store.</param>
    /// <param name="position">The payload's position.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PayloadReading ReadSealed(string path, long position) => Walk(path, position, null, Stream.Null);

    private static PayloadReading Walk(string path, long position, SessionKey? key, Stream destination)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = DurableFile.Open(path, writable: false);
            var records = new PayloadRecords(file);
            PayloadReadStatus status = records.Find(position);
            if (status != PayloadReadStatus.Complete)
                return new PayloadReading(status, 0, "");
            using AesGcm? cipher = key?.CreateCipher();
            return Walk(records, cipher, destination);
        }
        catch (FileNotFoundException)
        {
            return default;
        }
    }

    private static PayloadReading Walk(PayloadRecords records, AesGcm? cipher, Stream destination)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[PayloadFormat.PrefixOffset + PayloadFormat.FullRecordSize];
        bool isGood = true;
        long size = 0;
        for (int index = 0; isGood && index < records.Count; index++)
        {
            PayloadFormat.WriteContext(buffer, records.PositionOf(index));
            int count = records.Read(index, buffer.AsSpan(PayloadFormat.PrefixOffset));
            hash.AppendData(buffer, PayloadFormat.PrefixOffset, count);
            Span<byte> chunk = buffer.AsSpan(PayloadFormat.AssociatedSize, Math.Max(0, count - PayloadFormat.RecordOverhead));
            isGood = count >= PayloadFormat.RecordOverhead;
            if (!isGood || cipher is null)
                continue;
            ReadOnlySpan<byte> tag = buffer.AsSpan(PayloadFormat.AssociatedSize + chunk.Length, PayloadFormat.TagSize);
            isGood = PayloadFormat.TryOpen(cipher, records.Number, (uint)index, index == records.Count - 1, buffer.AsSpan(0, PayloadFormat.AssociatedSize),
                chunk, tag);
            if (!isGood)
                break;
            destination.Write(chunk);
            size += chunk.Length;
        }

        return new PayloadReading(isGood ? PayloadReadStatus.Complete : PayloadReadStatus.Damaged, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
