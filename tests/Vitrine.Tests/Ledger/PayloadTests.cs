using System.Security.Cryptography;
using Vitrine.Ledger.Payloads;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class PayloadTests : IDisposable
{
    private const int Chunk = PayloadFormat.ChunkSize, Full = PayloadFormat.FullRecordSize, Overhead = PayloadFormat.RecordOverhead,
        Header = PayloadFormat.HeaderSize;
    private readonly PayloadScratch _scratch = new(new PayloadStoreOptions { MaximumSize = 5 * Chunk });

    public void Dispose() => _scratch.Dispose();

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
            int before = _scratch.File.Length;
            StoredPayload stored = _scratch.Store(clear, piece);
            Assert.Equal((size, false), ((int)stored.Size, stored.IsTruncated));
            (PayloadReading reading, byte[] read) = _scratch.Read(stored.Position);
            Assert.Equal(new PayloadReading(PayloadReadStatus.Complete, size, stored.Digest), reading);
            Assert.Equal(clear, read);
            byte[] records = _scratch.File[before..];
            Assert.Equal(stored.Digest, Convert.ToHexStringLower(SHA256.HashData(records)));
            Assert.Equal(new PayloadReading(PayloadReadStatus.Complete, 0, stored.Digest), PayloadReader.ReadSealed(_scratch.Path, stored.Position));
            Assert.Equal(size + (Overhead * ((size + Chunk - 1) / Chunk)), records.Length);
        }
    }

    [Fact]
    public void What_lies_past_the_bound_is_counted_and_not_kept()
    {
        byte[] clear = RandomNumberGenerator.GetBytes((7 * Chunk) + 3);
        StoredPayload stored = _scratch.Store(clear, 10_000);
        Assert.Equal((clear.Length, true), ((int)stored.Size, stored.IsTruncated));
        Assert.Equal(clear[..(5 * Chunk)], _scratch.Read(stored.Position).Bytes);
    }

    [Fact]
    public void All_payloads_together_are_bounded()
    {
        using var few = new PayloadScratch(new PayloadStoreOptions { MaximumTotal = 100 });
        foreach ((int wanted, int kept) in ((int, int)[])[(60, 60), (60, 40), (60, 0)])
        {
            StoredPayload stored = few.Store(new byte[wanted], wanted);
            Assert.Equal((wanted, kept < wanted), ((int)stored.Size, stored.IsTruncated));
            Assert.Equal(new PayloadReading(PayloadReadStatus.Complete, kept, stored.Digest), few.Read(stored.Position).Reading);
        }
    }

    [Fact]
    public void Empty_payloads_and_short_ones_that_are_dropped_leave_nothing()
    {
        using (PayloadWriter empty = _scratch.Payloads.CreateWriter())
            Assert.Null(empty.Complete());
        using (PayloadWriter dropped = _scratch.Payloads.CreateWriter())
            dropped.Write(new byte[Chunk]);
        Assert.Equal(Header, _scratch.File.Length);
        using (PayloadWriter longer = _scratch.Payloads.CreateWriter())
            longer.Write(new byte[3 * Chunk]);
        // What was dropped is no payload, and what comes after it is whole.
        Assert.Equal(PayloadReadStatus.Damaged, _scratch.Read(Header + Full).Reading.Status);
        Assert.Equal([1], _scratch.Read(_scratch.Store([1], 1).Position).Bytes);
    }

    [Fact]
    public void Many_payloads_are_written_at_once()
    {
        var stored = new (StoredPayload Payload, byte[] Clear)[200];
        Parallel.For(0, stored.Length, i =>
        {
            byte[] clear = RandomNumberGenerator.GetBytes(1 + (i * 997));
            stored[i] = (_scratch.Store(clear, 5000), clear);
        });
        Assert.All(stored, one => Assert.Equal(one.Clear, _scratch.Read(one.Payload.Position).Bytes));
    }

    [Fact]
    public void Long_payloads_may_alternate_and_are_read_while_others_are_written()
    {
        byte[] one = RandomNumberGenerator.GetBytes(4 * Chunk), two = RandomNumberGenerator.GetBytes((4 * Chunk) + 1);
        using PayloadWriter first = _scratch.Payloads.CreateWriter(), second = _scratch.Payloads.CreateWriter();
        for (int at = 0; at < one.Length; at += Chunk)
        {
            first.Write(one.AsSpan(at, Chunk));
            second.Write(two.AsSpan(at, Chunk));
        }

        Assert.Equal(one, _scratch.Read(first.Complete()!.Value.Position).Bytes);
        second.Write(two.AsSpan(two.Length - 1));
        Assert.Equal(two, _scratch.Read(second.Complete()!.Value.Position).Bytes);
    }

    [Fact]
    public void Clear_text_is_not_on_disk_and_modes_are_private()
    {
        _scratch.Store([.. Enumerable.Repeat((byte)'S', 1000)], 100);
        Assert.Equal(-1, _scratch.File.AsSpan().IndexOf("SSSSSSSS"u8));
        foreach (string path in (string[])[_scratch.Path, _scratch.KeyPath])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(path).UnixFileMode);
    }

    [Fact]
    public void Destroyed_key_is_gone_and_a_blank_one_is_none()
    {
        Assert.True(SessionKey.Destroy(_scratch.KeyPath));
        Assert.False(SessionKey.Destroy(_scratch.KeyPath));
        Assert.Null(TestKey.Load(_scratch.KeyPath));
        // What a crash in the middle of making or destroying it leaves is as good as none, and can be destroyed again.
        foreach (int size in (int[])[0, 32, 76])
        {
            File.WriteAllBytes(_scratch.KeyPath, new byte[size]);
            Assert.Null(TestKey.Load(_scratch.KeyPath));
            Assert.True(SessionKey.Destroy(_scratch.KeyPath));
            Assert.False(File.Exists(_scratch.KeyPath));
        }
    }

    [Fact]
    public void Key_is_made_once_and_not_used_after_it_was_blanked()
    {
        Assert.Throws<IOException>(() => TestKey.Create(_scratch.KeyPath));
        Assert.Throws<IOException>(() => PayloadStore.Create(_scratch.Path, TestKey.Create(_scratch.KeyPath + "-again")));
        // A cipher that was used and kept is not given out again either.
        _scratch.Store([1], 1);
        using PayloadWriter writer = _scratch.Payloads.CreateWriter();
        writer.Write([1]);
        _scratch.Payloads.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Complete());
    }
}
