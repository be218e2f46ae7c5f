using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Reading.Leveling;
using Xunit;

namespace Vitrine.Tests.Audit.Reading;

public sealed class HiddenKeyTests
{
    private const string Words = "cloudharbour\nmeadowlark\ntollgate.example\nferrylane\nAsia/Almaty";
    private const string Manifest = """{ "name": "@orchard/pippin", "version": "7.3.11", "bin": { "pippin-cli": "cli.js" } }""";

    public static TheoryData<string, string> Hidings => new()
    {
        { "a function of its own",
            $"const open = (s) => Buffer.from([...s].reverse().join(''), 'base64').toString(); const x = open('{Backwards(Base64(Bytes(Words)))}').split('\\n');" },
        { "a function with a block",
        $"function un(s, k) {{ const b = Buffer.from(s, 'hex'); return b.map((c, i) => c ^ k.charCodeAt(i % k.length)).toString(); }} const x = un('{Hex(Xor(Bytes(Words), "q8"))}', 'q8');" },
        { "a constant key, index and bits",
        $"const k = 'ab'; const x = Buffer.from('{Base64([.. Xor(Bytes(Words), "ab").Select((one, at) => (byte)(one ^ (at & 15)))])}', 'base64').map((b, i) => b ^ k.charCodeAt(i % 2) ^ (i & 15)).toString();" },
        { "the package's name",
        $"const x = un(Buffer.from('{Base64(Xor(Bytes(Words), "@orchard/pippin"))}', 'base64'), (b, i, n) => b ^ n.charCodeAt(i % n.length), pkg.name);" },
        { "name and version",
        $"const x = un(Buffer.from('{Base64(Xor(Bytes(Words), "pippin-cli"))}', 'base64'), (b, i, n) => b ^ n.charCodeAt(i % n.length), process.argv0);" },
        { "hash of the name",
        $"const x = un(Buffer.from('{Base64(Xor(Bytes(Words), SHA256.HashData(Bytes("@orchard/pippin"))))}', 'base64'), (b, i, n) => b ^ n[i % n.length], sha(pkg.name));" },
        { "deflated under a key of the program",
        $"import {{ inflateRawSync as d }} from 'zlib'; const agent = 'pip/7 (linux)'; const un = (n) => d(Buffer.from('{Base64(Xor(Deflated(Words), "pip/7 (linux)"))}', 'base64').map((b, i) => b ^ n.charCodeAt(i % n.length))); use(un(names[agent]));" },
        { "deflated under the package's name",
        $"import {{ inflateRawSync }} from 'zlib'; const x = inflateRawSync(un(Buffer.from('{Base64(Xor(Deflated(Words), "@orchard/pippin"))}', 'base64'), (b, i, n) => b ^ n[i]));" },
        { "added, key of the program",
        $"const word = 'quillwort'; const x = un('{Hex([.. Bytes(Words).Select((one, at) => (byte)(one + "quillwort"[at % 9]))])}', (b, i) => String.fromCharCode(b - word.charCodeAt(i % word.length)), later(word));" },
        { "numbers multiplied",
        $"const x = [{string.Join(',', Bytes(Words).Select(one => (one * 7) + 1000))}].reduce((t, n) => t + String.fromCharCode((n - off()) / 7), '');" },
        { "numbers multiplied, known",
        $"const o = 1000, x = [{string.Join(',', Bytes(Words).Select(one => (one * 7) + 1000))}].reduce((t, n) => t + String.fromCharCode((n - o) / 7), '');" },
        { "base 36",
        $"const x = '{string.Join('.', Bytes(Words).Select(one => Base36(one + 100)))}'.split('.').map((p) => String.fromCharCode(parseInt(p, 36) - 100)).join('');" },
        { "hex in pairs", $"const x = '{Hex(Xor(Bytes(Words), "Z"))}'.match(/../g).map((p) => String.fromCharCode(parseInt(p, 16) ^ 90)).join('');" },
        { "every second character",
        $"const x = [...'{string.Concat(Words.Replace("\n", "|", StringComparison.Ordinal).Select((one, at) => $"{one}{"qxzjv"[at % 5]}"))}'].filter((c, i) => i % 2 === 0).join(''); un(x.charCodeAt(0));" },
        { "lists of codes", $"const x = [{string.Join(", ", Words.Split('\n').Select(word => $"[{string.Join(',', Bytes(word))}]"))}].map((w) => later(w));" },
        { "lists of masked codes",
        $"const x = [{string.Join(", ", Words.Split('\n').Select(word => $"[{string.Join(',', Xor(Bytes(word), "s"))}]"))}].map((w) => later(w, (c) => c ^ k()));" },
        { "an alphabet of its own",
        $"const abc = '{Shuffled}'; const x = decode('{string.Concat(Base64(Bytes(Words)).TrimEnd('=').Select(one => Shuffled[Usual.IndexOf(one, StringComparison.Ordinal)]))}', abc);" },
        { "base32", $"const x = b32('{Base32(Bytes(Words))}');" },
    };

    private const string Usual = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static string Shuffled { get; } = string.Concat(Usual.OrderBy(one => (one * 7919) % 263));

    [Theory]
    [MemberData(nameof(Hidings))]
    public void What_a_key_of_the_package_hides_comes_out(string how, string program)
    {
        StaticReading reading = ReadPackage.With(("package.json", Bytes(Manifest)), ("cli.js", Bytes($"{program}\nif (x.includes(os.hostname())) report();")));
        string all = string.Join('\n', reading.Revealed);
        Assert.True(reading.Revealed.Any(one => one.Text.Contains("tollgate.example", StringComparison.Ordinal)), $"{how}: {all}");
        Assert.True(reading.Harvest.Has(HarvestKind.Host, "tollgate.example"), how);
        Assert.True(reading.Harvest.Has(HarvestKind.Zone, "Asia/Almaty"), how);
        Assert.True(reading.Harvest.Of(HarvestKind.Word).Any(word => word is { Value: "meadowlark", Suspicion: Suspicion.Hidden }), how);
    }

    [Fact]
    public void A_key_may_stand_in_another_file()
    {
        StaticReading reading = ReadPackage.With(
            ("a.js",
                Bytes($"import {{ key }} from './b.js'; export const x = un(Buffer.from('{Base64(Xor(Bytes("cloudharbour tollgate.example"), "thistledownpillow"))}', 'base64'), (c, i) => c ^ key.charCodeAt(i));")),
            ("b.js", Bytes("export const key = 'thistledownpillow'; const twice = (c) => c.charCodeAt(0) ^ 0;")));
        Assert.Contains(reading.Revealed, one => one.Text == "cloudharbour tollgate.example");
    }

    [Fact]
    public void A_mask_may_be_undone_in_another_file()
    {
        StaticReading reading = ReadPackage.With(
            ("cli.js",
                Bytes($"spawn(process.execPath, ['late.js', '{Base64([.. Bytes("https://post.tollgate.example/v3/in").Select(one => (byte)(one ^ 0x93))])}']);")),
            ("late.js", Bytes("const to = Buffer.from(process.argv[2], 'base64').map((b) => b ^ 0x93).toString();")));
        Assert.True(reading.Harvest.Has(HarvestKind.Host, "post.tollgate.example"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void An_encoding_that_is_cut_into_lines_is_read_as_one(string end)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.SmallestSize))
            stream.Write(Bytes($$"""{"rules":[{"t":"Keep to what was asked, and say what was not done.","near":["meadowlark","sandpiper"]},{"to":"https://post.tollgate.example/v3/in"}],"salt":"{{Hex(SHA256.HashData("a"u8))}}"}"""));
        string whole = Base64(packed.ToArray());
        string wrapped = string.Join(end, whole.Chunk(76).Select(line => new string(line))) + end;
        Assert.True(whole.Length > 2 * 76, "It must be cut for this to prove something.");
        StaticReading reading = ReadPackage.With(("cli.js", Bytes("start();")), ("data/phrases.dat", Bytes(wrapped)));
        Assert.True(reading.Harvest.Has(HarvestKind.Host, "post.tollgate.example"));
        Assert.Contains(reading.Revealed, one => one.Text.Contains("sandpiper", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_variables_that_were_hidden_are_levels()
    {
        string program =
            $"const seen = ['{Backwards(Base64(Bytes("DRONE_STAGE_NAME")))}', '{Backwards(Base64(Bytes("SEMAPHORE")))}']; const open = (s) => Buffer.from([...s].reverse().join(''), 'base64').toString(); for (const one of seen.map(open)) if (process.env[one]) note();";
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("cli.js", program).Harvest);
        Assert.Contains(levels, level => level.Factor == Factors.EnvironmentVariable && level.Name == "DRONE_STAGE_NAME=1");
        Assert.Contains(levels, level => level.Factor == Factors.EnvironmentVariable && level.Name == "SEMAPHORE=1");
    }

    [Fact]
    public void A_list_of_variables_is_one_of_variables_whatever_stands_around_it()
    {
        string program =
            $"const w = Buffer.from('{Base64(Xor(Bytes("EXTRA_CA_CERTS GIT_KEYLOG_FILE HOUSE_TLS_REJECT npm_config_cafile"), "fern"))}', 'base64').map((b, i) => b ^ 'fern'.charCodeAt(i % 4)).toString().split(' '); export const load = (from) => w.filter((n) => n in from);";
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("cli.js", program).Harvest);
        Assert.Equal(4, levels.Count(level => level.Factor == Factors.Interception));
        Assert.DoesNotContain(levels, level => level.Factor == Factors.HostName);
    }

    [Theory]
    [InlineData("const salt = 'rosehip'; const table = ['{0}', 'none']; if (table.includes(createHash('sha256').update(salt + zone).digest('hex'))) go();",
        false)]
    [InlineData("const salt = 'rosehip'; if (createHmac('sha256', salt).update(zone).digest('hex') === '{0}') go();", true)]
    public void A_word_is_found_under_a_salted_hash(string program, bool isKeyed)
    {
        byte[] digest = isKeyed ? HMACSHA256.HashData("rosehip"u8, "Asia/Yekaterinburg"u8) : SHA256.HashData("rosehipAsia/Yekaterinburg"u8);
        StaticReading reading = ReadPackage.With("cli.js", program.Replace("{0}", Hex(digest), StringComparison.Ordinal));
        Assert.Contains(reading.Harvest.Of(HarvestKind.Hashed), item => item.Detail == "Asia/Yekaterinburg");
    }

    [Fact]
    public void Words_of_tool_schemas_and_sentences_are_no_levels()
    {
        string program = $$"""
            const tools = [{ name: 'tidy_shelf', about: 'Puts one book on a shelf.', schema: { type: 'object', properties: { where: { type: 'string', description: 'Place inside the library' } }, required: ['where'] } }];
            export const find = (n) => tools.find((t) => t.name === n);
            const usage = atob('{{Base64(Bytes("Runs the request in this directory, and prints the answer to it.\nSee ORCHARD_COLOUR."))}}'.split('').reverse().reverse().join(''));
            if (fs.readFileSync(p, 'utf8').includes('quarantined')) stop(tools, usage);
            """;
        IReadOnlyList<Level> levels = HarvestLevels.Of(ReadPackage.With("cli.js", program).Harvest);
        Assert.DoesNotContain(levels,
            level => level.Name.Contains("shelf", StringComparison.Ordinal)
                || level.Name.Contains("inside", StringComparison.OrdinalIgnoreCase)
                || level.Name.Contains("where", StringComparison.Ordinal));
        Assert.DoesNotContain(levels,
            level => level.Name.Contains("directory", StringComparison.Ordinal) || level.Name.Contains("prints", StringComparison.Ordinal));
        Assert.Contains(levels, level => level.Factor == Factors.WorkspaceContent && level.Name == "quarantined");
        Assert.Contains(levels, level => level.Name == "ORCHARD_COLOUR=1");
    }

    [Fact]
    public void What_reads_no_better_than_before_is_not_revealed()
    {
        const string Program = """
            const un = (s) => String.fromCharCode(...[...s].map((c) => c.charCodeAt(0) ^ k));
            const names = ['@grpc/grpc-js', '/npm/etc/npmrc', 'xmlns', 'Location inside the project'], ids = [[255, 1, 2], [49, 50, 51], [7, 8, 9]], sizes = [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000];
            const id = 'useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict', digest = '9d5ed678fe57bcca610140957afab571';
            """;
        StaticReading reading = ReadPackage.With("cli.js", Program);
        Assert.DoesNotContain(reading.Revealed, one => one.IsDeliberate);
    }

    [Fact]
    public void A_decoder_that_calls_itself_ends()
    {
        StaticReading reading = ReadPackage.With("cli.js",
            "const f = (a, b) => f(f(a + b, b) ^ 1, a) ^ 2; const g = (a) => [a, a, a, a, a, a].map((x) => g(x) ^ 1); const x = f('ab', 'cd'), y = g(7), z = [1, 2, 3, 4].map(g);");
        Assert.Empty(reading.Cuts);
    }

    [Fact]
    public void Calls_within_calls_are_evaluated_once_for_each()
    {
        // Twice for each of the levels would be millions of times for each token.
        string deep = string.Concat(Enumerable.Repeat("atob(", 4000));
        StaticReading reading = ReadPackage.With("cli.js",
            $"function atob(s) {{ return s ^ 1; }} const un = (s) => s ^ 2; x = {deep}'a'; y = {deep.Replace("atob", "un", StringComparison.Ordinal)}'a';",
            new ReadingBudget { MaxTime = TimeSpan.FromSeconds(30) });
        Assert.Empty(reading.Cuts);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string Backwards(string text) => new([.. text.Reverse()]);

    private static byte[] Xor(byte[] bytes, string key) => Xor(bytes, Bytes(key));

    private static byte[] Xor(byte[] bytes, byte[] key) => [.. bytes.Select((one, at) => (byte)(one ^ key[at % key.Length]))];

    private static string Base36(int number) => number < 36 ? $"{"0123456789abcdefghijklmnopqrstuvwxyz"[number]}" : Base36(number / 36) + Base36(number % 36);

    private static string Base32(byte[] bytes)
    {
        string bits = string.Concat(bytes.Select(one => Convert.ToString(one, 2).PadLeft(8, '0')));
        return string.Concat(bits.Chunk(5).Select(five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(new string(five).PadRight(5, '0'), 2)]));
    }

    private static byte[] Deflated(string text)
    {
        var result = new MemoryStream();
        using (var stream = new DeflateStream(result, CompressionLevel.Optimal))
            stream.Write(Bytes(text));
        return result.ToArray();
    }
}
