using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Inspect.Secrets;

namespace Vitrine.Tests.Inspect;

/// <summary>Well-formed fake secrets, described by hand and not by the rules' forms, with right checksums. The same from the same seed.</summary>
internal sealed class SecretFakes(int seed)
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz", Digits = "0123456789", Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Lower,
        Alphanumeric = Letters + Digits;
    private static readonly string[] Words =
        ["orchid", "harbor", "velvet", "tundra", "copper", "lantern", "meadow", "pepper", "saffron", "glacier", "walnut", "cinder", "ribbon", "falcon",
            "marble", "thicket", "pirate", "dolphin", "cobalt", "juniper", "magnet", "orbit", "puzzle", "quarry"];

    private readonly Random _random = new(seed);

    /// <summary>A value of a kind, and the rule that must report it: <c>*</c> for any, empty for none.</summary>
    public (string Value, string Rule) Make(string kind) => kind switch
    {
        ['!', .. string noise] => (Noise(noise), ""),
        "github-pat" => (Crc62("ghp_", 30), kind),
        "github-oauth" => (Crc62("gho_", 30), kind),
        "github-server-to-server" => (Crc62("ghs_", 30), kind),
        "npm-access-token" => (Crc62("npm_", 30), kind),
        "github-fine-grained-pat" => ("github_pat_" + Of(Alphanumeric, 22) + "_" + Of(Alphanumeric, 59), kind),
        "gitlab-pat" => ("glpat-" + Of(Alphanumeric + "_-", 19) + Of(Alphanumeric, 1), kind),
        "aws-access-key-id" => (Pick("AKIA", "ASIA") + AwsAccount(), kind),
        "aws-secret-access-key" => (Of(Alphanumeric + "+/", 39) + Of(Alphanumeric, 1), kind),
        "openai-api-key" => ("sk-proj-" + Of(Alphanumeric + "_-", 73) + "x" + "T3BlbkFJ" + Of(Alphanumeric + "_-", 73) + "A", kind),
        "anthropic-api-key" => ("sk-ant-api03-" + Of(Alphanumeric + "_-", 93) + "AA", kind),
        "openrouter-api-key" => ("sk-or-v1-" + Hex(64), kind),
        "groq-api-key" => ("gsk_" + Of(Alphanumeric, 52), kind),
        "huggingface-token" => ("hf_" + Of(Letters, 34), kind),
        "stripe-secret-key" => (Pick("sk_live_", "rk_live_", "sk_test_") + "51" + Of(Alphanumeric, Pick(22, 97)), kind),
        "stripe-webhook-secret" => ("whsec_" + Of(Alphanumeric, 32), kind),
        "slack-bot-token" => ("xoxb-" + Of(Digits, 12) + "-" + Of(Digits, 13) + "-" + Of(Alphanumeric, 24), kind),
        "slack-webhook" => ("hooks.slack.com/services/T"
            + Of(Alphanumeric.ToUpperInvariant(), 10)
            + "/B"
            + Of(Alphanumeric.ToUpperInvariant(), 10)
            + "/"
            + Of(Alphanumeric, 24),
            kind),
        "sendgrid-api-key" => ("SG." + Of(Alphanumeric + "_-", 22) + "." + Of(Alphanumeric + "_-", 42) + "k", kind),
        "telegram-bot-token" => ("6" + Of(Digits, 9) + ":AA" + Of(Alphanumeric + "_-", 32) + "w", kind),
        "discord-bot-token" => ("MT" + "A" + Of(Alphanumeric, 23) + "." + Of(Alphanumeric, 6) + "." + Of(Alphanumeric + "_-", 37) + "q", kind),
        "gcp-api-key" => ("AIza" + "Sy" + Of(Alphanumeric + "_-", 32) + "8", kind),
        "gcp-oauth-client-secret" => ("GOCSPX-" + Of(Alphanumeric + "_-", 27) + "z", kind),
        "azure-storage-key" => (Of(Alphanumeric + "+/", 76) + "+ASt" + Of(Alphanumeric, 4) + "==", kind),
        "azure-sas-signature" => ("sig=" + Uri.EscapeDataString(Convert.ToBase64String(Bytes(32))), kind),
        "hashicorp-vault-token" => ("hvs." + Of(Alphanumeric + "_-", 89) + "A", kind),
        "digitalocean-token" => ("dop_v1_" + Hex(64), kind),
        "pypi-token" => ("pypi-AgEIcHlwaS5vcmc" + Of(Alphanumeric + "_-", 140) + "A", kind),
        "jwt" => (Jwt(), kind),
        "age-secret-key" => ("AGE-SECRET-KEY-1" + Of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58), kind),
        "bitcoin-private-key" => (Wif(), kind),
        "bcrypt-hash" => ("$2" + Pick("a", "b", "y") + "$1" + Of("012", 1) + "$" + Of(Alphanumeric + "./", 53), kind),
        "md5-crypt-hash" => (Pick("$1$", "$apr1$") + Of(Alphanumeric, 8) + "$" + Of(Alphanumeric + "./", 22), kind),
        "sha-crypt-hash" => ("$6$" + Pick("", "rounds=656000$") + Of(Alphanumeric + "./", 16) + "$" + Of(Alphanumeric + "./", 86), kind),
        "yescrypt-hash" => ("$y$j9T$" + Of(Alphanumeric + "./", 22) + "$" + Of(Alphanumeric + "./", 43), kind),
        "argon2-hash" => ("$argon2id$v=19$m=65536,t=3,p=4$" + Of(Alphanumeric + "+/", 22) + "$" + Of(Alphanumeric + "+/", 43), kind),
        "htpasswd-sha" => ("{SHA}" + Convert.ToBase64String(Bytes(20)), kind),
        "mysql-password-hash" => ("*" + Convert.ToHexString(Bytes(20)), kind),
        "firefox-login" => ("MDoEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECA" + Of(Alphanumeric + "+/", 36), kind),
        "mnemonic" => (string.Join(' ', Enumerable.Range(0, 12).Select(_ => Pick(Words))), kind),
        "kubernetes-secret" => (Convert.ToBase64String(Encoding.UTF8.GetBytes(StrongPassword())), kind),
        "kubernetes-plain" => (StrongPassword(), "*"),
        "basic" => (Convert.ToBase64String(Encoding.UTF8.GetBytes("svc:" + Password())), "authorization-value"),
        "docker-auth" => (Convert.ToBase64String(Encoding.UTF8.GetBytes("robot:" + Password())), "authorization-value"),
        "django" => (Pick("django-insecure-", "") + Of(Lower + Digits + "!@#%^&*(-_=+)", 50), "assigned-secret"),
        "wordpress" => (Of(Alphanumeric + "!@#%^&*()-_ []{}<>~`+=,.;:/?|", 64), "assigned-secret"),
        "random32" => (Of(Alphanumeric, 32), "*"),
        "random40" => (Of(Alphanumeric, 40), "*"),
        "hex32" => (Hex(32), "*"),
        "hex128" => (Hex(128), "*"),
        "base64-32" => (Convert.ToBase64String(Bytes(32)), "*"),
        "pem-escaped" => (string.Join("\\n", Enumerable.Range(0, 6).Select(_ => Of(Alphanumeric + "+/", 64))), "private-key"),
        "private-key" => ("\n" + string.Join("\n", Enumerable.Range(0, 6).Select(_ => Of(Alphanumeric + "+/", 64))) + "\n-----END RSA PRIVATE KEY-----", kind),
        "strong-password" => (StrongPassword(), "assigned-password"),
        "command-password" or "sql-password" or "pgpass-password" => (Password(), kind),
        "git-credential" => (Of(Alphanumeric, 20), "url-password"),
        "postgres-url" or "mongodb-url" or "redis-url" or "amqp-url" or "url-password" => (Pick(Words) + Of(Digits, 3) + Of(Letters, 4), kind),
        "assigned-password" => (Password(), kind),
        _ => throw new ArgumentException($"No such kind of secret: {kind}.", nameof(kind)),
    };

    private string Noise(string kind) => kind switch
    {
        "uuid" => new Guid(Bytes(16)).ToString(),
        "env" => "$API_KEY",
        "word" => Pick(Words),
        "sri" => Of(Alphanumeric + "+/", 86),
        "base64-32" => Convert.ToBase64String(Bytes(32)),
        "base64-300" => Convert.ToBase64String(Bytes(300)),
        ['h', 'e', 'x', .. string count] => Hex(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
        ['l', 'e', 't', 't', 'e', 'r', 's', .. string count] => Of(Alphanumeric, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"No such kind of noise: {kind}.", nameof(kind)),
    };

    /// <summary>As people choose them.</summary>
    private string Password() => _random.Next(4) switch
    {
        0 => Capital(Pick(Words)) + Of(Digits, 4),
        1 => Of(Alphanumeric, 9) + Of(Digits, 1) + Of(Letters, 4),
        2 => Pick(Words) + Of(Digits, 2) + Pick(Words),
        _ => Capital(Pick(Words)) + Of("._+-", 1) + Of(Digits, 3),
    };

    private string StrongPassword() => Of(Letters, 2) + Of("#@!+.*^", 1) + Of(Alphanumeric, 7) + Of(Digits, 2) + Of("!@#*=", 1) + Of(Letters, 2);

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private string Crc62(string prefix, int count)
    {
        string body = Of(Alphanumeric, count), check = "";
        uint crc = Checksums.Crc32(Encoding.ASCII.GetBytes(body));
        for (int i = 0; i < 6; i++, crc /= 62)
            check = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(crc % 62)] + check;
        return prefix + body + check;
    }

    private string AwsAccount() => Of("QRSTUVWXYZ234567", 1) + Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 15);

    private string Jwt()
    {
        string head = Url(Encoding.UTF8.GetBytes("""{"alg":"HS256","typ":"JWT"}""")),
            body = Url(Encoding.UTF8.GetBytes($$"""{"sub":"{{_random.Next()}}","iss":"https://id.internal","exp":{{1700000000 + _random.Next(99999999)}}}"""));
        return $"{head}.{body}.{Url(HMACSHA256.HashData(Bytes(32), Encoding.ASCII.GetBytes($"{head}.{body}")))}";
    }

    private string Wif()
    {
        byte[] body = [0x80, .. Bytes(32), 0x01];
        byte[] whole = [.. body, .. SHA256.HashData(SHA256.HashData(body))[..4]];
        var number = new BigInteger(whole, isUnsigned: true, isBigEndian: true);
        string text = "";
        for (; number > 0; number /= 58)
            text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[(int)(number % 58)] + text;
        return text;
    }

    private static string Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Hex(int count) => Of("0123456789abcdef", count);

    private string Of(string alphabet, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => alphabet[_random.Next(alphabet.Length)]));

    private T Pick<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];
}
