using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Inspect.Secrets;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>What holds for any text.</summary>
public sealed class SecretScanPropertyTests
{
    private static readonly SecretScanner Scanner = new(SecretRules.BuiltIn);

    /// <summary>Texts that make a careless scanner look at the same bytes again and again.</summary>
    public static TheoryData<string> Hostile => new()
    {
        "a", "a1", "ghp_", "sk-", "eyJ", "eyJ.", "$2y$10$", "://", "://a:", "password=", "password\n", "token: ", "key,", "key value=", "kind: Secret\n",
            "kind: Secret\ndata:\n a: bcdefghijk\n", "\"kind\":\"Secret\"\n---\n", " -p", "curl -u a ",
        "curl -u a:\\\n", "--user ", "*:*:", ":5432:", "cookie: a=b;", "cookie: sid=", "-----BEGIN PRIVATE KEY-----", "-----BEGIN A", "PuTTY-User-Key-File-",
        "mnemonic: abc abc ", "identified by ", "ConvertTo-SecureString -a ", "a.b:c/", "a1-_", "x\\n", "%3D",
        "\u001b[9m", "<password ", "<token>\n", "arn:secret:", "key.key.key.", "secret_secret_", "SG.", "AKIA", "5Hj", "A=", "{SHA}",
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_time_grows_with_the_length_and_not_faster(string piece)
    {
        // The thread's own processor time, and the least of several runs: what the machine does beside has little share in it. Eight times the text takes eight
        // times as long where the time is linear, sixty-four times where it is quadratic: the limit leaves the machine room, and half of a quadratic share is
        // still seen.
        byte[] small = Repeated(piece, 1 << 17), large = Repeated(piece, 1 << 20);
        double little = double.MaxValue, much = double.MaxValue;
        for (int attempt = 0; attempt < 40 && !(attempt > 2 && much <= 12 * little); attempt++)
            (little, much) = (Math.Min(little, Least(small, 4)), Math.Min(much, Least(large, 2)));
        double ratio = much / little;
        Assert.True(ratio <= 12, $"eight times the text took {ratio:F1} times as long");
    }

    [Fact]
    public void A_planted_token_is_found_at_any_place()
    {
        Gen<(string, string, int)> cases = from seed in Gen.Choose(0, int.MaxValue)
                                           from before in Gen.Elements(" ", "\n", "\"", "'", "=", "(", "/", "\\n", "%3D", "\u001b[94m", "é", "x=", "[", "\t",
                                               ">")
                                           from offset in Gen.Choose(0, 200)
                                           from kind in Gen.Elements("github-pat", "stripe-secret-key", "anthropic-api-key", "slack-bot-token",
                                               "sendgrid-api-key", "gcp-api-key", "digitalocean-token", "bcrypt-hash")
                                           select (new SecretFakes(seed).Make(kind).Value, before, offset);
        Prop.ForAll(cases.ToArbitrary(), planted =>
        {
            (string token, string before, int offset) = planted;
            byte[] text = Encoding.UTF8.GetBytes(new string('.', offset) + before + token + "\n" + new string(' ', 200 - offset) + "\0");
            int start = offset + Encoding.UTF8.GetByteCount(before);
            return Scan(Scanner, text).Any(hit => hit.Range.Start == start && hit.Range.Length == token.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_token_behind_other_token_characters_is_found_also_without_a_digit()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            string body = string.Concat(new SecretFakes(seed).Make("random40").Value.Select(static c => char.IsAsciiDigit(c)
                ? (char)('A' + c - '0')
                : c))[..20];
            Assert.Contains(Scan(Scanner, Encoding.UTF8.GetBytes($"backup-glpat-{body}\n\0")), static hit => hit.Rule == "gitlab-pat");
        }
    }

    [Fact]
    public void A_value_of_the_person_is_found_in_any_wrapping_at_any_place()
    {
        Gen<(byte[] Value, int Offset)> cases = from value in Gen.Choose(0x21, 0x7E).ArrayOf(24)
                                                from offset in Gen.Choose(0, 130)
                                                where value.Distinct().Count() > 8 && value[0] != '/'
                                                select (Array.ConvertAll(value, static c => (byte)c), offset);
        Prop.ForAll(cases.ToArbitrary(), planted =>
        {
            var own = new SecretScanner(SecretRules.Read("[none]\nform never-ever-there-\\d{30}"), new OwnSecrets(new byte[32], [("X", planted.Value)]));
            return !OwnSecretForms.IsDistinctive(planted.Value)
                || OwnSecretForms.Of(planted.Value).All(form => Scan(own,
                    [.. Enumerable.Repeat((byte)'~', planted.Offset), .. form.Form, (byte)'~', 0]).Any(static hit => hit.Rule == OwnSecrets.Rule));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Random_bytes_and_random_base64_hold_no_secret() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf(3000).ToArbitrary(), bytes =>
            Scan(Scanner, [.. bytes, 0]).Count == 0 && Scan(Scanner, [.. Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), 0]).Count == 0
            && Scan(Scanner, [.. Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)), 0]).Count == 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Hits_lie_within_the_text_whatever_it_is() =>
        Prop.ForAll(Gen.Elements("password", "=", ":", " ", "\"", "\n", "kind: Secret\n", "data:", "  a: ", "x1Y2z3W4v5U6t7S8", "curl", " -u ", " -p",
            "cookie: ", "sid=", "://", "@", "\0", "<", ">", "value", "$2y$", "mnemonic", "*:*:", "\\", "&quot;", "IDENTIFIED BY ")
            .ArrayOf()
            .ToArbitrary(),
            pieces =>
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(pieces) + "\0");
            return Scan(Scanner, text).All(hit => hit.Range.Start >= 0 && hit.Range.Length > 0 && hit.Range.End < text.Length);
        }).QuickCheckThrowOnFailure();

    private static byte[] Repeated(string piece, int length)
    {
        byte[] part = Encoding.UTF8.GetBytes(piece), text = new byte[length];
        for (int i = 0; i < length; i++)
            text[i] = part[i % part.Length];
        return text;
    }

    // The longer a run, the likelier it is that another program has the processor for a part of it: no clock on the wall can be used here.
    private static double ThreadTime()
    {
        const int ThreadClock = 3;
        Assert.Equal(0, GetTime(ThreadClock, out Moment now));
        return now.Seconds + (now.Nanoseconds / 1e9);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Moment now);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds, Nanoseconds;
    }

    private static double Least(byte[] text, int runs)
    {
        var hits = new List<SecretHit>();
        double least = double.MaxValue;
        for (int run = 0; run < runs; run++)
        {
            hits.Clear();
            double start = ThreadTime();
            Scanner.Scan(text, hits);
            least = Math.Min(least, ThreadTime() - start);
        }

        return least;
    }

    private static List<SecretHit> Scan(SecretScanner scanner, byte[] text)
    {
        var hits = new List<SecretHit>();
        scanner.Scan(text, hits);
        return hits;
    }
}
