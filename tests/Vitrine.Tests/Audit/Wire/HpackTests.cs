using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Wire;
using Xunit;

namespace Vitrine.Tests.Audit.Wire;

public sealed class HpackTests
{
    /// <summary>RFC 7541, appendices C.2 to C.6: blocks of one connection, the list that each decodes to, and the size of the table then.</summary>
    public static TheoryData<string, int, (string Block, string Fields, int Table)[]> Examples => new()
    {
        { "Literal Header Field with Indexing", 4096, [
            ("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key: custom-header", 55),
        ] },
        { "Literal Header Field without Indexing", 4096, [
            ("040c2f73616d706c652f70617468", ":path: /sample/path", 0),
        ] },
        { "Literal Header Field Never Indexed", 4096, [
            ("100870617373776f726406736563726574", "password: secret", 0),
        ] },
        { "Indexed Header Field", 4096, [
            ("82", ":method: GET", 0),
        ] },
        { "Request Examples without Huffman Coding", 4096, [
            ("828684410f7777772e6578616d706c652e636f6d", ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com", 57),
            ("828684be58086e6f2d6361636865", ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\ncache-control: no-cache", 110),
            ("828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
            ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\ncustom-key: custom-value", 164),
        ] },
        { "Request Examples with Huffman Coding", 4096, [
            ("828684418cf1e3c2e5f23a6ba0ab90f4ff", ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com", 57),
            ("828684be5886a8eb10649cbf", ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\ncache-control: no-cache", 110),
            ("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
            ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\ncustom-key: custom-value", 164),
        ] },
        { "Response Examples without Huffman Coding", 256, [
            ("4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
                ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com", 222),
            ("4803333037c1c0bf", ":status: 307\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com", 222),
            ("88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31",
            ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\nlocation: https://www.example.com\ncontent-encoding: gzip\nset-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            215),
        ] },
        { "Response Examples with Huffman Coding", 256, [
            ("488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
                ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com", 222),
            ("4883640effc1c0bf", ":status: 307\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com", 222),
            ("88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
            ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\nlocation: https://www.example.com\ncontent-encoding: gzip\nset-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            215),
        ] },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_of_RFC_7541_decode_to_their_lists(string name, int table, (string Block, string Fields, int Table)[] blocks)
    {
        var decoder = new HpackDecoder(table);
        foreach ((string block, string expected, int size) in blocks)
        {
            var fields = new List<HpackField>();
            Assert.True(decoder.TryDecode(Convert.FromHexString(block), fields), name);
            Assert.Equal(expected, string.Join('\n', fields.Select(field => $"{field.Name}: {field.Value}")));
            Assert.Equal(size, decoder.TableSize);
        }
    }

    [Theory]
    [InlineData("0a", 5, 10)]
    [InlineData("1f9a0a", 5, 1337)]
    [InlineData("2a", 8, 42)]
    public void The_integers_of_RFC_7541_are_read(string bytes, int prefix, int expected)
    {
        int at = 0;
        Assert.True(HpackDecoder.TryReadInteger(Convert.FromHexString(bytes), ref at, prefix, out int value));
        Assert.Equal((expected, bytes.Length / 2), (value, at));
    }

    // RFC 7541 appendix B.
    [Theory]
    [InlineData(0, 0x1ff8, 13)]
    [InlineData(10, 0x3ffffffc, 30)]
    [InlineData('0', 0x0, 5)]
    [InlineData('a', 0x3, 5)]
    [InlineData('~', 0x1ffd, 13)]
    [InlineData(92, 0x7fff0, 19)]
    [InlineData(199, 0x1ffffec, 25)]
    [InlineData(249, 0xffffffe, 28)]
    [InlineData(255, 0x3ffffee, 26)]
    public void The_code_of_a_byte_is_that_of_the_appendix(int value, int code, int length) => Assert.Equal((code, length), HpackWriter.Code(value));

    [Theory]
    [InlineData("00", "padding that is not of ones")]
    [InlineData("ffffffff", "end of string")]
    [InlineData("1fff", "a byte of padding")]
    public void What_is_no_Huffman_code_is_refused(string coded, string what) =>
        Assert.False(HuffmanCode.TryDecode(Convert.FromHexString(coded), new ArrayBufferWriter<byte>()), what);

    [Theory]
    [InlineData("80", "index 0")]
    [InlineData("be", "an entry that is not there")]
    [InlineData("ffffffffff7f", "an index without an end")]
    [InlineData("400a63", "a string that ends too soon")]
    [InlineData("823f", "a size within a block")]
    [InlineData("3fe21f", "a size that was not allowed")]
    [InlineData("0001", "a name that is not there")]
    [InlineData("000161", "a value that is not there")]
    public void What_is_malformed_breaks_the_decoder_for_good(string block, string what)
    {
        var decoder = new HpackDecoder(HpackDecoder.StandardTable);
        Assert.False(decoder.TryDecode(Convert.FromHexString(block), []), what);
        Assert.False(decoder.TryDecode([0x82], []), what);
    }

    [Fact]
    public void What_is_written_in_any_form_is_read_and_its_form_told()
    {
        Gen<byte[]> bytes = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();
        Gen<(byte[] Name, byte[] Value, int Form)> field = from name in bytes from value in bytes from form in Gen.Choose(0, 11) select (name, value, form);
        Prop.ForAll(field.ListOf().Select(list => list.ToArray()).ToArbitrary(), fields =>
        {
            var decoder = new HpackDecoder(256);
            var read = new List<HpackField>();
            foreach ((byte[] name, byte[] value, int form) in fields)
                if (!decoder.TryDecode(HpackWriter.Literal(name, value, form), read))
                    return false;
            return decoder.TableSize <= 256 && read.SequenceEqual(fields.Select(each => HpackWriter.Expected(each.Name, each.Value, each.Form)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_are_taken() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), block =>
        {
            var decoder = new HpackDecoder(256);
            decoder.TryDecode(block, []);
            return decoder.TableSize <= 256;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_byte_that_stands_for_a_large_entry_does_not_fill_memory()
    {
        var decoder = new HpackDecoder(HpackDecoder.StandardTable);
        Assert.True(decoder.TryDecode(HpackWriter.Literal(new byte[30], new byte[4000], 0), []));
        byte[] block = new byte[100_000];
        block.AsSpan().Fill(0x80 | 62);
        var fields = new List<HpackField>();
        Assert.False(decoder.TryDecode(block, fields));
        Assert.InRange(fields.Sum(field => field.Name.Length + field.Value.Length), 1, 1 << 20);
    }

    [Fact]
    public void Many_small_blocks_do_not_either()
    {
        var decoder = new HpackDecoder(HpackDecoder.StandardTable);
        Assert.True(decoder.TryDecode(HpackWriter.Literal(new byte[30], new byte[4000], 0), []));
        byte[] block = new byte[200];
        block.AsSpan().Fill(0x80 | 62);
        int blocks = 0;
        while (blocks < 1000 && decoder.TryDecode(block, []))
            blocks++;
        Assert.InRange(blocks, 10, 100);
    }
}
