using System.Text;
using Vitrine.Core.Inspect.Secrets;
using Vitrine.Runtime.Inspection;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>Values that the person really has.</summary>
public sealed class SecretOwnTests
{
    private const string Value = "k9\"Zq/7+mT w&2Lx8Rb4VnC6";
    private static readonly SecretScanner Scanner = new(SecretRules.Read("[none]\nform never-ever-there-\\d{30}"),
        new OwnSecrets(new byte[32], [(".env: X", Encoding.UTF8.GetBytes(Value))]));

    public static TheoryData<string, string> Written => new()
    {
        { Value, "" }, { new string([.. Value.Reverse()]), "reversed" }, { Convert.ToHexString(Encoding.UTF8.GetBytes(Value)), "hex" },
            { Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Value)), "hex" },
        { Convert.ToBase64String(Encoding.UTF8.GetBytes("a" + Value + "zz")), "base64" },
        { Convert.ToBase64String(Encoding.UTF8.GetBytes("ab" + Value)), "base64" },
        { Convert.ToBase64String(Encoding.UTF8.GetBytes(Value + "z")), "base64" },
        { Convert.ToBase64String(Encoding.UTF8.GetBytes("ab" + Value)).Replace('+', '-').Replace('/', '_'), "base64" }, { Uri.EscapeDataString(Value), "url" },
        { Value.Replace("\"", "\\\"", StringComparison.Ordinal), "json" },
        { string.Concat(Value.Select(static c => $"\\u{(int)c:x4}")), "json-unicode" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void A_value_is_found_at_every_offset(string text, string encoding)
    {
        for (int before = 0; before < 9; before++)
        {
            var hits = new List<SecretHit>();
            Scanner.Scan(Encoding.UTF8.GetBytes(new string('~', before) + text + "~~\0"), hits);
            SecretHit hit = Assert.Single(hits);
            Assert.Equal((OwnSecrets.Rule, ".env: X", encoding), (hit.Rule, hit.Name, hit.Encoding));
        }
    }

    [Fact]
    public void A_cut_value_is_found()
    {
        var hits = new List<SecretHit>();
        Scanner.Scan(Encoding.UTF8.GetBytes("..." + Value[..18] + "\0"), hits);
        Assert.Equal("cut", Assert.Single(hits).Encoding);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("password")]
    [InlineData("short1")]
    [InlineData("/usr/local/bin")]
    [InlineData("https://api.example.org/v1")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    public void What_is_common_is_not_looked_for(string value) => Assert.False(OwnSecretForms.IsDistinctive(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void Credential_files_and_variables_are_read_and_named()
    {
        string home = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(home, ".aws"));
            var maker = new SecretMaker(9);
            string aws = maker.Letters(40), npm = maker.Letters(30), netrc = maker.Letters(20), variable = maker.Letters(24), json = maker.Letters(50);
            File.WriteAllText(Path.Combine(home, ".aws/credentials"), $"[default]\naws_secret_access_key = {aws}\nregion = eu\n");
            File.WriteAllText(Path.Combine(home, ".npmrc"), $"//registry.internal/:_authToken={npm}\n");
            File.WriteAllText(Path.Combine(home, ".netrc"), $"machine a login b password {netrc}\n");
            Directory.CreateDirectory(Path.Combine(home, ".codex"));
            File.WriteAllText(Path.Combine(home, ".codex/auth.json"), $$"""{"tokens":{"access_token":"{{json}}"},"n":1}""");
            var sources = new OwnSecretSources();
            sources.AddHome(home);
            sources.AddEnvironment([new("SERVICE_TOKEN", variable), new("EDITOR", "some-editor-9000")], new HashSet<string>());
            var hits = new List<SecretHit>();
            new SecretScanner(SecretRules.Read("[none]\nform never-ever-there-\\d{30}"),
                sources.ToHashes()).Scan(Encoding.UTF8.GetBytes($"{aws} {npm} {netrc} {variable} {json} some-editor-9000\0"), hits);
            Assert.Equal(["~/.aws/credentials: aws_secret_access_key", "~/.npmrc: _authToken", "~/.netrc: password", "environment: SERVICE_TOKEN",
                "~/.codex/auth.json: access_token"],
                hits.Select(static hit => hit.Name));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
