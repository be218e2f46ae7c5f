using System.Security.Cryptography;
using Vitrine.Ledger.Payloads;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class PayloadTests : IDisposable
{
    private const int Chunk = 64 * 1024, Sealed = Chunk + 16, Header = 16;
    private readonly ScratchDirectory _scratch = new();
    private readonly PayloadStore _store;
    private readonly SessionKey _key;

    public PayloadTests()
    {
        _store = PayloadStore.Create(_scratch["payloads"], _scratch["key"], new PayloadStoreOptions { MaximumSize = 5 * Chunk });
        _key = SessionKey.Load(_scratch["key"])!;
    }

    public void Dispose()
    {
        _store.Dispose();
        _key.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(2 * Chunk)]
    [InlineData((3 * Chunk) + 17)]
    public void Payload_of_any_size_comes_back(int size)
    {
        byte[] clear = RandomNumberGenerator.GetBytes(size);
        foreach (int piece in (int[])[size, 7919, 100_000])
        {
            StoredPayload stored = Store(clear, piece);
            Assert.Equal((size, false), ((int)stored.Size, stored.IsTruncated));
            (PayloadReading reading, byte[] read) = Read(stored.Number);
            Assert.Equal(new PayloadReading(PayloadReadStatus.Complete, size, stored.Digest), reading);
            Assert.Equal(clear, read);
            byte[] file = File.ReadAllBytes(PathOf(stored.Number));
            Assert.Equal(stored.Digest, Convert.ToHexStringLower(SHA256.HashData(file)));
            Assert.Equal(stored.Digest, PayloadReader.Digest(_scratch["payloads"], stored.Number));
            Assert.Equal(Header + size + (16 * ((size + Chunk - 1) / Chunk)), file.Length);
        }
    }

    [Fact]
    public void What_lies_past_the_bound_is_counted_and_not_kept()
    {
        byte[] clear = RandomNumberGenerator.GetBytes((7 * Chunk) + 3);
        StoredPayload stored = Store(clear, 10_000);
        Assert.Equal((clear.Length, true), ((int)stored.Size, stored.IsTruncated));
        Assert.Equal(clear[..(5 * Chunk)], Read(stored.Number).Bytes);
    }

    [Fact]
    public void All_payloads_together_are_bounded()
    {
        using var store = PayloadStore.Create(_scratch["few"], _scratch["few.key"], new PayloadStoreOptions { MaximumTotal = 100 });
        using var key = SessionKey.Load(_scratch["few.key"])!;
        foreach ((int wanted, int kept) in ((int, int)[])[(60, 60), (60, 40), (60, 0)])
        {
            using PayloadWriter writer = store.CreateWriter();
            writer.Write(new byte[wanted]);
            StoredPayload stored = writer.Complete()!.Value;
            Assert.Equal((wanted, kept < wanted), ((int)stored.Size, stored.IsTruncated));
            Assert.Equal(new PayloadReading(PayloadReadStatus.Complete, kept, stored.Digest), PayloadReader.Read(_scratch["few"], key, stored.Number, Stream.Null));
        }
    }

    [Fact]
    public void Empty_and_dropped_payloads_leave_nothing()
    {
        using (PayloadWriter empty = _store.CreateWriter())
            Assert.Null(empty.Complete());
        using (PayloadWriter dropped = _store.CreateWriter())
            dropped.Write(new byte[3 * Chunk]);
        Assert.Empty(Directory.GetFiles(_scratch["payloads"]));
        Assert.Equal(3, Store([1], 1).Number);
    }

    [Fact]
    public void Many_payloads_are_written_at_once()
    {
        var stored = new (StoredPayload Payload, byte[] Clear)[200];
        Parallel.For(0, stored.Length, i =>
        {
            byte[] clear = RandomNumberGenerator.GetBytes(1 + (i * 997));
            stored[i] = (Store(clear, 5000), clear);
        });
        Assert.All(stored, one => Assert.Equal(one.Clear, Read(one.Payload.Number).Bytes));
    }

    [Fact]
    public void Each_flipped_bit_is_found_and_nothing_false_given_out()
    {
        byte[] clear = RandomNumberGenerator.GetBytes(Chunk + 100);
        StoredPayload stored = Store(clear, clear.Length);
        byte[] file = File.ReadAllBytes(PathOf(stored.Number));
        // Each byte near the edges, and some within.
        foreach (int at in Enumerable.Range(0, file.Length).Where(i => i < 64 || i % 1999 == 0 || Math.Abs(i - Header - Chunk) < 40 || i > file.Length - 40))
        {
            file[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(PathOf(stored.Number), file);
            (PayloadReading reading, byte[] read) = Read(stored.Number);
            Assert.Equal((at, PayloadReadStatus.Damaged), (at, reading.Status));
            Assert.Equal(clear[..read.Length], read);
            file[at] ^= (byte)(1 << (at % 8));
        }
    }

    [Fact]
    public void Cut_lengthened_and_reordered_payloads_are_found()
    {
        byte[] clear = RandomNumberGenerator.GetBytes((3 * Chunk) + 5);
        StoredPayload stored = Store(clear, clear.Length);
        byte[] file = File.ReadAllBytes(PathOf(stored.Number));
        byte[] Piece(int i) => file[(Header + (i * Sealed))..Math.Min(file.Length, Header + ((i + 1) * Sealed))];
        byte[] head = file[..Header];
        int[] lengths = [0, 1, Header, Header + 1, Header + 15, Header + 16, Header + Sealed, Header + (2 * Sealed), Header + (3 * Sealed), file.Length - 1];
        byte[][] changed =
        [
            .. lengths.Select(length => file[..length]),
            [.. file, 0],
            [.. file, .. Piece(3)],
            [.. head, .. Piece(1), .. Piece(0), .. Piece(2), .. Piece(3)],
            [.. head, .. Piece(0), .. Piece(0), .. Piece(2), .. Piece(3)],
            [.. head, .. Piece(0), .. Piece(2), .. Piece(3)],
            [.. head, .. Piece(3)],
        ];
        foreach (byte[] one in changed)
        {
            File.WriteAllBytes(PathOf(stored.Number), one);
            (PayloadReading reading, byte[] read) = Read(stored.Number);
            Assert.Equal((one.Length, PayloadReadStatus.Damaged), (one.Length, reading.Status));
            Assert.Equal(clear[..read.Length], read);
        }
    }

    [Fact]
    public void Payload_under_another_number_or_key_is_not_authentic()
    {
        StoredPayload one = Store([1, 2, 3], 3), two = Store([4, 5, 6], 3);
        File.Copy(PathOf(one.Number), PathOf(two.Number), overwrite: true);
        Assert.Equal(PayloadReadStatus.Damaged, Read(two.Number).Reading.Status);
        using var other = SessionKey.Create(_scratch["other.key"]);
        Assert.Equal(PayloadReadStatus.Damaged, PayloadReader.Read(_scratch["payloads"], other, one.Number, Stream.Null).Status);
        Assert.Equal(PayloadReadStatus.Missing, Read(99).Reading.Status);
        Assert.Equal(PayloadReadStatus.Missing, Read(-1).Reading.Status);
    }

    [Fact]
    public void Clear_text_is_not_on_disk_and_modes_are_private()
    {
        byte[] clear = [.. Enumerable.Repeat((byte)'S', 1000)];
        StoredPayload stored = Store(clear, 100);
        Assert.Equal(-1, File.ReadAllBytes(PathOf(stored.Number)).AsSpan().IndexOf("SSSSSSSS"u8));
        foreach (string path in (string[])[PathOf(stored.Number), _scratch["key"]])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(path).UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(_scratch["payloads"]).UnixFileMode);
    }

    [Fact]
    public void Destroyed_key_is_gone_and_a_blank_one_is_no_key()
    {
        Assert.True(SessionKey.Destroy(_scratch["key"]));
        Assert.False(SessionKey.Destroy(_scratch["key"]));
        Assert.Null(SessionKey.Load(_scratch["key"]));
        File.WriteAllBytes(_scratch["key"], new byte[32]);
        Assert.Throws<IOException>(() => SessionKey.Load(_scratch["key"]));
        File.WriteAllBytes(_scratch["key"], new byte[33]);
        Assert.Throws<IOException>(() => SessionKey.Load(_scratch["key"]));
    }

    [Fact]
    public void Key_is_made_once_and_not_used_after_it_was_blanked()
    {
        Assert.Throws<IOException>(() => PayloadStore.Create(_scratch["again"], _scratch["key"]));
        using PayloadWriter writer = _store.CreateWriter();
        writer.Write([1]);
        _store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Complete());
    }

    private string PathOf(long number) => PayloadFormat.PathOf(_scratch["payloads"], number);

    private StoredPayload Store(byte[] clear, int piece)
    {
        using PayloadWriter writer = _store.CreateWriter();
        foreach (byte[] part in clear.Chunk(piece))
            writer.Write(part);
        return writer.Complete()!.Value;
    }

    private (PayloadReading Reading, byte[] Bytes) Read(long number)
    {
        using var bytes = new MemoryStream();
        return (PayloadReader.Read(_scratch["payloads"], _key, number, bytes), bytes.ToArray());
    }
}
