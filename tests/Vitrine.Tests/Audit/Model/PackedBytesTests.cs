using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Model;

public sealed class PackedBytesTests
{
    [Fact]
    public void Bytes_come_back_as_they_were() => Prop.ForAll(Any(), bytes =>
    {
        byte[] before = [.. bytes];
        PackedBytes packed = PackedBytes.Of(bytes);
        return packed.Length == before.Length && packed.Unpack().AsSpan().SequenceEqual(before) && packed.Unpack().AsSpan().SequenceEqual(before);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_head_is_the_first_bytes() => Prop.ForAll(Any(), bytes =>
        PackedBytes.Of(bytes).Head(stackalloc byte[4]).SequenceEqual(bytes.AsSpan(0, Math.Min(4, bytes.Length)))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_bytes_are_the_same_and_others_are_not() => Prop.ForAll(Any(), bytes =>
    {
        byte[] other = [.. bytes];
        if (other.Length > 0)
            other[^1] ^= 1;
        return PackedBytes.Of(bytes).IsSame(PackedBytes.Of([.. bytes])) && (bytes.Length == 0 || !PackedBytes.Of(bytes).IsSame(PackedBytes.Of(other)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_program_says_again_and_again_takes_a_tenth()
    {
        PackedBytes packed = PackedBytes.Of([.. Enumerable.Repeat("{\"role\":\"user\",\"content\":\"Look at the readme\"}"u8.ToArray(),
            10_000).SelectMany(part => part)]);
        Assert.True(packed.StoredLength < packed.Length / 10, $"{packed.StoredLength} of {packed.Length}");
    }

    // Short ones, long ones, and long ones in which much is said twice.
    private static Arbitrary<byte[]> Any()
    {
        Gen<byte[]> noise = Gen.Sized(size => ArbMap.Default.GeneratorFor<byte>().ArrayOf(size * 40));
        Gen<byte[]> said = noise.Select(bytes => (byte[])[.. bytes, .. bytes, .. bytes]);
        return Gen.OneOf(ArbMap.Default.GeneratorFor<byte[]>(), noise, said).ToArbitrary();
    }
}
