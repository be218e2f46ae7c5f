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

    /// <summary>Changed, cut, lengthened, of another payload, or under another key; what was given out before is authentic, but not the whole.</summary>
    Damaged,
}

/// <summary>The result of reading a payload.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Size">Bytes in clear that were given out.</param>
/// <param name="Digest">SHA-256 of the bytes that were read of the file, lower-case hex; the log's digest must equal it.</param>
public readonly record struct PayloadReading(PayloadReadStatus Status, long Size, string Digest);

/// <summary>Reads stored payloads: each chunk is authenticated before a byte of it is given out.</summary>
public static class PayloadReader
{
    /// <summary>Decrypts a payload into a stream, with the memory of one chunk.</summary>
    /// <param name="directory">The store.</param>
    /// <param name="key">The session's key.</param>
    /// <param name="number">The payload's number.</param>
    /// <param name="destination">Where its bytes go.</param>
    /// <exception cref="IOException">The file cannot be read, or the destination not be written.</exception>
    public static PayloadReading Read(string directory, SessionKey key, long number, Stream destination)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(destination);
        if (number is < 1 or > PayloadFormat.MaximumNumber)
            return default;
        try
        {
            using var file = DurableFile.Open(PayloadFormat.PathOf(directory, number), writable: false);
            return Read(file, key, number, destination);
        }
        catch (FileNotFoundException)
        {
            return default;
        }
    }

    /// <summary>SHA-256 of a payload's file, lower-case hex, or null when it is not there. Needs no key.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Digest(string directory, long number)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (number is < 1 or > PayloadFormat.MaximumNumber)
            return null;
        try
        {
            using var file = DurableFile.Open(PayloadFormat.PathOf(directory, number), writable: false);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] piece = new byte[PayloadFormat.SealedChunkSize];
            long position = 0;
            for (int read; (read = file.Read(piece, position)) > 0; position += read)
                hash.AppendData(piece, 0, read);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    internal static PayloadReading Read(DurableFile file, SessionKey key, long number, Stream destination)
    {
        using AesGcm cipher = key.CreateCipher();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[PayloadFormat.SealedChunkSize];
        int read = file.Read(chunk.AsSpan(0, PayloadFormat.HeaderSize), 0);
        hash.AppendData(chunk, 0, read);
        bool isGood = chunk.AsSpan(0, read).SequenceEqual(PayloadFormat.Header);
        // One length for the whole reading: the loop ends even if someone lengthens the file meanwhile.
        long length = file.Length, position = read, size = 0;
        bool isLast = false;
        for (uint number32 = 0; isGood && !isLast; number32++)
        {
            read = file.Read(chunk, position);
            hash.AppendData(chunk, 0, read);
            position += read;
            isLast = position >= length;
            int count = read - PayloadFormat.TagSize;
            isGood = count >= 0 && PayloadFormat.TryOpen(cipher, number, number32, isLast, chunk.AsSpan(0, count), chunk.AsSpan(count, PayloadFormat.TagSize));
            if (!isGood)
                break;
            destination.Write(chunk, 0, count);
            size += count;
        }

        PayloadReadStatus status = isGood ? PayloadReadStatus.Complete : PayloadReadStatus.Damaged;
        return new PayloadReading(status, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
