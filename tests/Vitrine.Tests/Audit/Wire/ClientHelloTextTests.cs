using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Wire;
using Xunit;

namespace Vitrine.Tests.Audit.Wire;

public sealed class ClientHelloTextTests
{
    private const string Expected =
        """
        records: 0301 167
        version: 0303
        session id: 4
        ciphers: GREASE 1301 c02b
        compression: 00
        extension GREASE: empty
        extension 0000 server_name: h.example
        extension 000a supported_groups: GREASE 001d
        extension 0010 alpn: h2 http/1.1
        extension 0033 key_share: GREASE(1) 001d(4)
        extension 002b supported_versions: GREASE 0304
        extension 0029 pre_shared_key: identities 2; binders 3
        extension 1234 unknown: abcd
        extension 0015 padding: 5 bytes

        """;

    [Fact]
    public void A_hello_is_told_in_its_order_and_without_what_is_random() =>
        Assert.Equal(Expected, ClientHelloText.Of(Hello(0x1a, 7)), ignoreLineEndingDifferences: true);

    [Fact]
    public void Two_hellos_that_differ_only_in_what_is_random_are_told_alike() =>
        Assert.Equal(ClientHelloText.Of(Hello(0x1a, 7)), ClientHelloText.Of(Hello(0xfa, 200)));

    [Fact]
    public void Two_records_are_told_as_two()
    {
        byte[] whole = Hello(0x1a, 7);
        int first = 50, second = whole.Length - 5 - first;
        byte[] split = [22, 3, 1, 0, (byte)first, .. whole[5..(5 + first)], 22, 3, 3, 0, (byte)second, .. whole[(5 + first)..], 99];
        Assert.Equal(Expected.Split('\n')[1..], ClientHelloText.Of(split).Split('\n')[1..]);
        Assert.StartsWith("records: 0301 50, 0303 117\n", ClientHelloText.Of(split), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_a_hello_ends_in_the_word_that_says_so()
    {
        byte[] whole = Hello(0x1a, 7);
        for (int length = 0; length < whole.Length; length++)
            Assert.EndsWith("incomplete\n", ClientHelloText.Of(whole.AsSpan(0, length)), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_change_of_a_byte_is_taken()
    {
        byte[] whole = Hello(0x1a, 7);
        Prop.ForAll(Gen.Choose(0, whole.Length - 1).Two().ToArbitrary(), Gen.Choose(0, 255).Two().ToArbitrary(), (places, values) =>
        {
            byte[] changed = [.. whole];
            changed[places.Item1] = (byte)values.Item1;
            changed[places.Item2] = (byte)values.Item2;
            return ClientHelloText.Of(changed).EndsWith('\n');
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Hello(byte reserved, byte random)
    {
        byte r = reserved, x = random;
        byte[] extensions =
        [
            .. Extension(r << 8 | r, []),
            .. Extension(0, [0, 12, 0, 0, 9, .. "h.example"u8]),
            .. Extension(10, [0, 4, r, r, 0, 0x1d]),
            .. Extension(16, [0, 12, 2, .. "h2"u8, 8, .. "http/1.1"u8]),
            .. Extension(51, [0, 13, r, r, 0, 1, 0, 0, 0x1d, 0, 4, x, x, x, x]),
            .. Extension(43, [4, r, r, 3, 4]),
            .. Extension(41, [0, 8, 0, 2, x, x, 0, 0, 0, x, 0, 3, 2, x, x]),
            .. Extension(0x1234, [0xab, 0xcd]),
            .. Extension(21, new byte[5]),
        ];
        byte[] body =
        [
            3, 3, .. Enumerable.Repeat(x, 32), 4, x, x, x, x, 0, 6, r, r, 0x13, 1, 0xc0, 0x2b, 1, 0, (byte)(extensions.Length >> 8), (byte)extensions.Length,
                .. extensions,
        ];
        int length = body.Length + 4;
        return [22, 3, 1, (byte)(length >> 8), (byte)length, 1, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    private static byte[] Extension(int type, byte[] data) => [(byte)(type >> 8), (byte)type, (byte)(data.Length >> 8), (byte)data.Length, .. data];
}
