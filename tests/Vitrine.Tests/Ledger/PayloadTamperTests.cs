using System.Buffers.Binary;
using System.Security.Cryptography;
using Vitrine.Ledger.Payloads;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class PayloadTamperTests : IDisposable
{
    private const int Chunk = PayloadFormat.ChunkSize, Full = PayloadFormat.FullRecordSize, Header = PayloadFormat.HeaderSize,
        Prefix = PayloadFormat.PrefixSize;
    private readonly PayloadScratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Each_flipped_bit_is_found_and_nothing_false_given_out()
    {
        byte[] clear = RandomNumberGenerator.GetBytes(Chunk + 100);
        StoredPayload stored = _scratch.Store(clear, clear.Length);
        byte[] file = _scratch.File;
        int second = Header + Full;
        // Each byte near the edges, and some within.
        foreach (int at in Enumerable.Range(0, file.Length).Where(i => i < 64 || i % 1999 == 0 || Math.Abs(i - second) < 40 || i > file.Length - 40))
        {
            file[at] ^= (byte)(1 << (at % 8));
            _scratch.File = file;
            (PayloadReading reading, byte[] read) = _scratch.Read(stored.Position);
            Assert.Equal((at, PayloadReadStatus.Damaged), (at, reading.Status));
            Assert.Equal(clear[..read.Length], read);
            Assert.NotEqual(stored.Digest, at < Header ? null : PayloadReader.ReadSealed(_scratch.Path, stored.Position).Digest);
            file[at] ^= (byte)(1 << (at % 8));
        }
    }

    [Fact]
    public void Cut_files_miss_or_damage_the_payload_and_what_follows_it_does_not_matter()
    {
        byte[] clear = RandomNumberGenerator.GetBytes((2 * Chunk) + 5);
        StoredPayload stored = _scratch.Store(clear, clear.Length);
        byte[] file = _scratch.File;
        foreach (int length in (int[])[0, 1, Header, Header + 1, Header + Full, (int)stored.Position])
        {
            _scratch.File = file[..length];
            Assert.Equal((length, PayloadReadStatus.Missing), (length, _scratch.Read(stored.Position).Reading.Status));
        }

        foreach (int length in (int[])[(int)stored.Position + 1, (int)stored.Position + Prefix, file.Length - 1])
        {
            _scratch.File = file[..length];
            Assert.Equal((length, PayloadReadStatus.Damaged), (length, _scratch.Read(stored.Position).Reading.Status));
        }

        _scratch.File = [.. file, .. file];
        Assert.Equal(clear, _scratch.Read(stored.Position).Bytes);
    }

    [Fact]
    public void Reordered_repeated_and_borrowed_records_are_not_authentic()
    {
        byte[] clear = RandomNumberGenerator.GetBytes((3 * Chunk) + 5);
        StoredPayload one = _scratch.Store(clear, clear.Length), two = _scratch.Store(RandomNumberGenerator.GetBytes(clear.Length), clear.Length);
        byte[] file = _scratch.File;
        byte[] Piece(int i) => file[(Header + (i * Full))..(Header + ((i + 1) * Full))];
        byte[] head = file[..Header], rest = file[(Header + (3 * Full))..];
        byte[][] changed =
        [
            [.. head, .. Piece(1), .. Piece(0), .. Piece(2), .. rest],
            [.. head, .. Piece(0), .. Piece(0), .. Piece(2), .. rest],
            [.. head, .. Piece(0), .. Piece(2), .. Piece(1), .. rest],
            [.. head, .. file[(int)two.Position..], .. file[(head.Length + file.Length - (int)two.Position)..]],
            // The last record of the one in the place of the other's, and the other way round.
            [.. file[..(int)one.Position], .. file[(int)two.Position..], .. file[(int)(one.Position + file.Length - two.Position)..]],
            [.. file[..(int)two.Position], .. file[(int)one.Position..(int)(one.Position + file.Length - two.Position)]],
        ];
        for (int i = 0; i < changed.Length; i++)
        {
            _scratch.File = changed[i];
            (PayloadReading first, byte[] read) = _scratch.Read(one.Position);
            Assert.Equal(clear[..read.Length], read);
            Assert.Equal((i, true), (i, first.Status == PayloadReadStatus.Damaged || _scratch.Read(two.Position).Reading.Status == PayloadReadStatus.Damaged));
        }
    }

    [Fact]
    public void Links_that_lead_nowhere_end_the_walk()
    {
        StoredPayload stored = _scratch.Store(RandomNumberGenerator.GetBytes(Chunk + 1), Chunk);
        byte[] file = _scratch.File;
        foreach (long previous in (long[])[stored.Position, stored.Position - 1, stored.Position + 1, stored.Position - Full + 1, 1, -1, long.MinValue,
            long.MaxValue, Header + 1])
        {
            BinaryPrimitives.WriteInt64BigEndian(file.AsSpan((int)stored.Position), previous);
            _scratch.File = file;
            Assert.Equal((previous, PayloadReadStatus.Damaged), (previous, _scratch.Read(stored.Position).Reading.Status));
        }

        BinaryPrimitives.WriteInt64BigEndian(file.AsSpan((int)stored.Position), Header);
        foreach (int length in (int[])[-1, int.MinValue, int.MaxValue, Chunk + 1, 0, 2])
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan((int)stored.Position + sizeof(long)), length);
            _scratch.File = file;
            Assert.Equal((length, PayloadReadStatus.Damaged), (length, _scratch.Read(stored.Position).Reading.Status));
        }
    }

    [Fact]
    public void Payload_under_another_key_or_format_is_damaged_and_one_that_is_not_there_missing()
    {
        StoredPayload one = _scratch.Store([1, 2, 3], 3);
        using var other = TestKey.Create(_scratch.KeyPath + ".other");
        Assert.Equal(PayloadReadStatus.Damaged, _scratch.Read(one.Position, other).Reading.Status);
        foreach (long position in (long[])[0, -1, Header - 1, one.Position + 1000, long.MaxValue])
            Assert.Equal((position, PayloadReadStatus.Missing), (position, _scratch.Read(position).Reading.Status));
        byte[] file = _scratch.File;
        file[Header - 1]++; // The version.
        _scratch.File = file;
        Assert.Equal(PayloadReadStatus.Damaged, _scratch.Read(one.Position).Reading.Status);
        File.Delete(_scratch.Path);
        Assert.Equal(PayloadReadStatus.Missing, _scratch.Read(one.Position).Reading.Status);
    }
}
