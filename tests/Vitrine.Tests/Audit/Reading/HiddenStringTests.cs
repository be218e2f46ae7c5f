using System.IO.Compression;
using System.Text;
using Vitrine.Audit.Reading;
using Xunit;

namespace Vitrine.Tests.Audit.Reading;

public sealed class HiddenStringTests
{
    private const string Secret = "gateway.harbour.example|relay.meadow.example|Asia/Tashkent";

    public static TheoryData<string, string> Hidings => new()
    {
        { "joined", $"const x = 'gateway.' + \"harbour\" + `.example` + '|relay.meadow.example|Asia/Tashkent';" },
        { "array joined", $"const x = ['gateway', 'harbour', 'example|relay.meadow.example|Asia/Tashkent'].join('.');" },
        { "members by name", $"const x = ['gateway', 'harbour', 'example|relay.meadow.example|Asia/Tashkent']['join']('.');" },
        { "code numbers", $"const x = String.fromCharCode({string.Join(',', Secret.Select(one => (int)one))});" },
        { "code numbers spread", $"const c = [{string.Join(',', Secret.Select(one => (int)one))}]; const x = String.fromCharCode(...c);" },
        { "code numbers mapped",
        $"const x = [{string.Join(',', Secret.Select(one => "0x" + ((int)one).ToString("x", null)))}].map((c) => String.fromCharCode(c)).join('');" },
        { "reversed", $"const x = '{Backwards(Secret)}'.split('').reverse().join('');" },
        { "reversed, spread", $"const x = [...'{Backwards(Secret)}'].reverse().join('');" },
        { "base64", $"const x = atob('{Base64(Bytes(Secret))}');" },
        { "base64 alone", $"use('{Base64(Bytes(Secret))}');" },
        { "hex", $"const x = Buffer.from('{Convert.ToHexStringLower(Bytes(Secret))}', 'hex').toString();" },
        { "base64 twice", $"const x = d(d('{Base64(Bytes(Base64(Bytes(Secret))))}'));" },
        { "base64 in parts",
        $"const a = '{Base64(Bytes(Secret))[..20]}'; const b = '{Base64(Bytes(Secret))[20..]}'; const x = Buffer.from(a + b, 'base64').toString('utf8');" },
        { "base64 reversed", $"const x = atob('{Backwards(Base64(Bytes(Secret)))}'.split('').reverse().join(''));" },
        { "xor by a byte", $"const x = Buffer.from('{Base64(Xor(Bytes(Secret), 0xa7))}', 'base64').map((b) => b ^ K).toString();" },
        { "xor by a byte, printable", $"const x = decode('{Base64(Xor(Bytes(Secret), 0x1d))}', (b) => b ^ 0x1d);" },
        { "xor by a key nearby",
        $"const key = 'marmalade'; const x = un('{Base64(Xor(Bytes(Secret), Bytes("marmalade")))}', (b, i) => b ^ key.charCodeAt(i % key.length));" },
        { "xor by a key that is nowhere", $"const x = un('{Base64(Xor(Bytes(Secret + "|" + Secret), [0x91, 0x3c, 0xf0]))}', (b, i) => b ^ k(i));" },
        { "xor of numbers", $"const x = [{string.Join(',', Xor(Bytes(Secret), 0x5e))}].map((n) => String.fromCharCode(n ^ 94)).join('');" },
        { "numbers moved", $"const x = [{string.Join(',', Bytes(Secret).Select(one => one + 7))}].map((n) => String.fromCharCode(n - 7)).join('');" },
        { "xor with the index", $"const x = un('{Base64([.. Bytes(Secret).Select((one, at) => (byte)(one ^ (at + 33)))])}', (b, i) => b ^ (i + 33));" },
        { "chained", $"const x = un('{Base64(Chained(Bytes("no|" + Secret), 0x77))}', (b, i, all) => b ^ all[i - 1]);" },
        { "xor in escapes", $"const x = un('{string.Concat(Xor(Bytes(Secret), 0xc3).Select(one => $"\\x{one:x2}"))}', (c) => c.charCodeAt(0) ^ 0xc3);" },
        { "gzip",
        $"const x = zlib.gunzipSync(Buffer.from('{Base64(Packed(Secret, stream => new GZipStream(stream, CompressionMode.Compress)))}', 'base64')).toString();" },
        { "zlib", $"const x = inflate('{Base64(Packed(Secret, stream => new ZLibStream(stream, CompressionMode.Compress)))}');" },
        { "brotli",
        $"const x = brotliDecompressSync(Buffer.from('{Base64(Packed(Secret, stream => new BrotliStream(stream, CompressionMode.Compress)))}', 'base64')).toString();" },
        { "rotated",
        $"const r = (c) => String.fromCharCode(c.charCodeAt(0) + 13); const x = '{Rotated("gateway.harbour.example|relay.meadow.example")}' + '|Asia/Tashkent';" },
        { "alphabet reversed",
        $"const r = (c) => String.fromCharCode(219 - c.charCodeAt(0)); const x = '{Mirrored("gateway.harbour.example|relay.meadow.example")}' + '|Asia/Tashkent';" },
        { "padding", $"const x = '{string.Join('#', Secret.Select(one => one))}'.replace(/#/g, '');" },
        { "percent", $"const x = decodeURIComponent('{string.Concat(Bytes(Secret).Select(one => $"%{one:X2}"))}');" },
        { "a program in a program",
        $"spawn('node', ['-e', atob('{Base64(Bytes($"const list = '{Secret}'.split('|'); if (list.includes(host)) return require('net');"))}')]);" },
    };

    [Theory]
    [MemberData(nameof(Hidings))]
    public void What_was_hidden_comes_out(string how, string program)
    {
        StaticReading reading = ReadPackage.With("lib/index.js", $"import os from 'os';\n{program}\nif (x.includes(os.hostname())) report();");
        Assert.True(reading.Harvest.Has(HarvestKind.Host, "gateway.harbour.example"), $"{how}: {string.Join('\n', reading.Revealed)}");
        Assert.True(reading.Harvest.Has(HarvestKind.Host, "relay.meadow.example"), how);
        Assert.True(reading.Harvest.Has(HarvestKind.Zone, "Asia/Tashkent"), how);
    }

    [Fact]
    public void The_chain_and_the_place_are_told()
    {
        StaticReading reading = ReadPackage.With("lib/index.js",
            $"\n\nconst x = Buffer.from('{Base64(Xor(Bytes(Secret), 0xa7))}', 'base64').map((b) => b ^ K);");
        RevealedString found = Assert.Single(reading.Revealed, one => one.Text == Secret);
        Assert.Equal(["base64", "xor 0xa7"], found.Chain);
        Assert.Equal("lib/index.js:3", found.Place.ToString());
        Assert.True(found.IsDeliberate);
        Assert.Equal(Suspicion.Hidden, reading.Harvest.Of(HarvestKind.Zone).Single().Suspicion);
    }

    [Fact]
    public void A_list_of_words_that_are_too_short_alone_comes_out_together()
    {
        string list = string.Join(", ",
            ((string[])["docker", "runner", "sandbox", "analyst", "virtual", "honeypot"]).Select(word => $"'{Base64(Xor(Bytes(word), 0x8d))}'"));
        StaticReading reading = ReadPackage.With("index.js",
            $"const words = [{list}]; if (words.map((w) => un(w, 0x8d ^ 0)).includes(os.hostname())) quiet();");
        Assert.Contains(reading.Revealed, one => one.Text == "honeypot");
        Assert.Contains(reading.Harvest.Of(HarvestKind.Word), word => word.Value == "analyst" && word.Subjects.HasFlag(Subjects.HostName));
    }

    [Fact]
    public void One_word_that_tells_the_rotation_tells_it_for_its_list()
    {
        string list = string.Join(", ", ((string[])["keep", "restricted", "top tier", "embargoed"]).Select(word => $"'{Rotated(word)}'"));
        StaticReading reading = ReadPackage.With("index.js", $"const words = [{list}].map((w) => turn(w, (c) => String.fromCharCode(c.charCodeAt(0) - 13)));");
        Assert.Contains(reading.Revealed, one => one.Text == "keep");
        Assert.Contains(reading.Revealed, one => one.Text == "embargoed");
    }

    [Fact]
    public void Short_names_in_a_mirrored_alphabet_come_out_though_few_are_words()
    {
        StaticReading reading = ReadPackage.With("index.js",
            $"import os from 'os';\nconst kinds = '{Mirrored("laptop,macbook,mbp,mba,thinkpad,notebook,desktop-,latitude,xps,surface,zenbook,imac,elitebook,corp")}';\nconst kind = kinds.split(',').some((w) => mirror(os.hostname()).includes(w));\nconst mirror = (s) => s.replace(/[a-z]/g, (c) => String.fromCharCode(219 - c.charCodeAt(0)));");
        Assert.Contains(reading.Harvest.Of(HarvestKind.Word), word => word.Value == "macbook");
    }

    [Fact]
    public void A_word_is_found_under_its_hash()
    {
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("Asia/Yekaterinburg"u8))[..16];
        StaticReading reading = ReadPackage.With("index.js", $"if (sha(Intl.DateTimeFormat().resolvedOptions().timeZone).startsWith('{digest}')) quiet();");
        Assert.Contains(reading.Harvest.Of(HarvestKind.Hashed), item => item.Value == "sha256 of Asia/Yekaterinburg");
    }

    [Fact]
    public void Ordinary_strings_are_no_secrets()
    {
        const string Program = """
            export const NAME = 'createServerSideProps', KIND = "ApplicationConfiguration", ID = 'f47ac10b58cc4372a5670e02b2c3d479';
            const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
            const table = [0, 1, 2, 4, 8, 16, 32, 64, 128, 255], mask = table.map((n) => n ^ 255);
            const image = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
            throw new TypeError('The "listener" argument must be of type Function. Received type ' + typeof listener);
            """;
        StaticReading reading = ReadPackage.With("index.js", Program);
        Assert.DoesNotContain(reading.Revealed, one => one.IsDeliberate);
    }

    [Fact]
    public void What_unpacks_to_too_much_is_cut_and_named()
    {
        byte[] bomb = Packed(new string('a', 8 << 20), stream => new GZipStream(stream, CompressionLevel.Optimal));
        StaticReading reading = ReadPackage.With([("data.bin.gz", bomb)], new ReadingBudget { MaxPiece = 1 << 20 });
        Assert.Contains(reading.Cuts, cut => cut.Contains("data.bin.gz", StringComparison.Ordinal));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static string Backwards(string text) => new([.. text.Reverse()]);

    private static byte[] Xor(byte[] bytes, params byte[] key) => [.. bytes.Select((one, at) => (byte)(one ^ key[at % key.Length]))];

    private static string Rotated(string text) => new([.. text.Select(one => char.IsAsciiLetterLower(one) ? (char)('a' + ((one - 'a' + 13) % 26)) : one)]);

    private static string Mirrored(string text) => new([.. text.Select(one => char.IsAsciiLetterLower(one) ? (char)('a' + 'z' - one) : one)]);

    private static byte[] Chained(byte[] bytes, byte first)
    {
        byte[] masked = new byte[bytes.Length];
        for (int at = 0; at < bytes.Length; at++)
            masked[at] = (byte)(bytes[at] ^ (at == 0 ? first : masked[at - 1]));
        return masked;
    }

    private static byte[] Packed(string text, Func<Stream, Stream> pack)
    {
        var result = new MemoryStream();
        using (Stream stream = pack(result))
            stream.Write(Bytes(text));
        return result.ToArray();
    }
}
