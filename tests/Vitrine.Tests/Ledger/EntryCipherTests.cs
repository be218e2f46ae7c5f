using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Payloads;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class EntryCipherTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly SessionKey _key;
    private readonly EntryCipher _cipher;

    public EntryCipherTests()
    {
        _key = TestKey.Create(_scratch["key"]);
        _cipher = new EntryCipher(_key);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _key.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void What_is_sealed_is_opened_by_the_key_as_read_from_its_file()
    {
        using SessionKey loaded = TestKey.Load(_scratch["key"])!;
        using var reading = new EntryCipher(loaded);
        long sequence = 0;
        Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), entry =>
        {
            byte[] record = Seal(++sequence, entry, out byte[] digest), opened = new byte[entry.Length];
            byte[] computed = new byte[32];
            return reading.TryOpen(sequence, record, opened) && opened.AsSpan().SequenceEqual(entry)
                && SealedRecord.TryDigest(record, computed) && computed.AsSpan().SequenceEqual(digest)
                && reading.Disclose(sequence, record)!.Verify(Convert.ToHexStringLower(digest));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Each_flipped_bit_moved_record_and_cut_is_refused_and_changes_the_digest()
    {
        byte[] record = Seal(1, "an entry"u8, out byte[] digest), opened = new byte[8], computed = new byte[32];
        for (int bit = 0; bit < 8 * record.Length; bit++)
        {
            record[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_cipher.TryOpen(1, record, opened));
            Assert.Equal(new byte[8], opened);
            SealedRecord.TryDigest(record, computed);
            Assert.NotEqual(digest, computed);
            record[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(_cipher.TryOpen(1, record, opened));
        Assert.False(_cipher.TryOpen(2, record, opened));
        for (int length = 0; length < record.Length; length++)
            Assert.False(_cipher.TryOpen(1, record.AsSpan(0, length), new byte[Math.Max(0, length - SealedRecord.Overhead)]));
        using SessionKey other = TestKey.Create(_scratch["other"]);
        using var foreign = new EntryCipher(other);
        Assert.False(foreign.TryOpen(1, record, opened));
        Assert.Null(foreign.Disclose(1, record));
    }

    [Fact]
    public void Record_that_commits_to_another_entry_is_refused_even_where_the_cipher_is_right()
    {
        byte[] record = Seal(1, "an entry"u8, out _), other = Seal(2, "an entry"u8, out _);
        other.AsSpan(0, 32).CopyTo(record);
        byte[] opened = new byte[8];
        Assert.False(_cipher.TryOpen(1, record, opened));
        Assert.Equal(new byte[8], opened);
    }

    [Fact]
    public void Disclosure_is_checked_with_nothing_but_sha_256_and_shows_one_entry_only()
    {
        byte[] record = Seal(7, "{\"v\":1}"u8, out byte[] digest);
        Disclosure shown = _cipher.Disclose(7, record)!;
        // As its documentation says, computed here anew.
        byte[] commitment = SHA256.HashData([.. "vitrine-disclosure/v1\n"u8, .. shown.Salt.Span, .. shown.Entry.Span]);
        Assert.Equal(record[..32], commitment);
        Assert.Equal(record.Length, 32 + 4 + shown.Entry.Length + 16);
        Assert.Equal(digest, SHA256.HashData([.. commitment, .. SHA256.HashData(record.AsSpan(32))]));
        Assert.True(shown.Verify(digest));
        Assert.True(shown.Verify(Convert.ToHexStringLower(digest)));
        foreach (Disclosure wrong in (Disclosure[])[
            shown with { Entry = "{\"v\":2}"u8.ToArray() }, shown with { Salt = new byte[32] }, shown with { BoxDigest = new byte[32] },
                shown with { Salt = new byte[31] }, shown with { BoxDigest = default }])
            Assert.False(wrong.Verify(digest));
        Assert.False(shown.Verify(Convert.ToHexString(digest)));
        Assert.False(shown.Verify("zz"));
        Assert.NotEqual(shown.Salt.ToArray(), _cipher.Disclose(8, Seal(8, "{\"v\":1}"u8, out _))!.Salt.ToArray());
    }

    [Fact]
    public void Sequence_sealed_again_after_a_crash_shares_no_key_stream_with_the_one_before()
    {
        byte[] zeros = new byte[64];
        byte[] before = Seal(5, zeros, out _), after = new byte[before.Length];
        Assert.Throws<ArgumentOutOfRangeException>(() => Seal(5, zeros, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Seal(4, zeros, out _));
        using var reopened = new EntryCipher(_key);
        reopened.Seal(5, zeros, after, new byte[32]);
        // Opening, then key stream: what encrypting zeros gives.
        Assert.NotEqual(before[32..36], after[32..36]);
        Assert.NotEqual(before[36..100], after[36..100]);
        Assert.True(_cipher.TryOpen(5, after, zeros));
    }

    [Fact]
    public void Salt_is_the_documented_hmac()
    {
        byte[] record = Seal(0x0102030405, "an entry"u8, out _), saltKey = new byte[32];
        _key.Derive("vitrine-salts/v1"u8, saltKey);
        byte[] expected = HMACSHA256.HashData(saltKey, (byte[])[.. "vitrine-salt/v1"u8, .. record[32..36], 0, 0, 0, 1, 2, 3, 4, 5]);
        Assert.Equal(expected, _cipher.Disclose(0x0102030405, record)!.Salt.ToArray());
    }

    [Fact]
    public async Task Wrapping_key_is_made_once_whoever_is_first()
    {
        string path = _scratch["many/wrap.key"];
        Directory.CreateDirectory(_scratch["many"]);
        using var start = new Barrier(16);
        SessionKey[] keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                using var wrapping = WrappingKey.OpenOrCreate(path);
                return SessionKey.Create(_scratch[$"many/{i}"], wrapping, "s");
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        for (int i = 0; i < keys.Length; i++)
        {
            SessionKey.Load(_scratch[$"many/{i}"], path, "s")!.Dispose();
            keys[i].Dispose();
        }

        Assert.Equal(17, Directory.GetFiles(_scratch["many"]).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(path).UnixFileMode);
    }

    [Fact]
    public void Keys_that_are_no_keys_are_told_and_no_link_is_followed()
    {
        byte[] good = File.ReadAllBytes(_scratch["key"]);
        Assert.Equal(76, good.Length);
        Assert.Equal("vitrine-key\0\0\0\0\u0001"u8, good.AsSpan(0, 16));
        for (int at = 0; at < good.Length; at++)
        {
            good[at] ^= 1;
            File.WriteAllBytes(_scratch["key"], good);
            Assert.Throws<IOException>(() => TestKey.Load(_scratch["key"]));
            good[at] ^= 1;
        }

        foreach (byte[] wrong in (byte[][])[[.. good, 0], good[..75], Encoding.ASCII.GetBytes(new string('k', 32))])
        {
            File.WriteAllBytes(_scratch["key"], wrong);
            Assert.Throws<IOException>(() => TestKey.Load(_scratch["key"]));
        }

        File.WriteAllBytes(_scratch["key"], good);
        Assert.Throws<IOException>(() => SessionKey.Load(_scratch["key"], TestKey.WrapOf(_scratch["key"]), "another"));
        File.CreateSymbolicLink(_scratch["link"], _scratch["key"]);
        Assert.Throws<IOException>(() => TestKey.Load(_scratch["link"]));
        File.CreateSymbolicLink(_scratch["wrap-link"], _scratch["wrap.key"]);
        Assert.Throws<IOException>(() => WrappingKey.OpenOrCreate(_scratch["wrap-link"]));
        foreach (int size in (int[])[0, 31, 32, 33])
        {
            File.WriteAllBytes(_scratch["wrap.key"], new byte[size]);
            Assert.Throws<IOException>(() => WrappingKey.OpenOrCreate(_scratch["wrap.key"]));
        }
    }

    private byte[] Seal(long sequence, ReadOnlySpan<byte> entry, out byte[] digest)
    {
        byte[] record = new byte[entry.Length + SealedRecord.Overhead];
        digest = new byte[32];
        _cipher.Seal(sequence, entry, record, digest);
        return record;
    }
}
