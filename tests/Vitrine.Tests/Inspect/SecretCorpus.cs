using System.Text;
using Vitrine.Core.Inspect.Secrets;

namespace Vitrine.Tests.Inspect;

/// <summary>A generated, labelled corpus: well-formed secrets in the places where people leave them, and texts that look like secrets and are none.</summary>
internal sealed record SecretCorpus(IReadOnlyList<(string File, byte[] Text)> Files, IReadOnlyDictionary<(string File, int Line), string> Labels)
{
    private static readonly string[] Contexts =
    [
        "const client = new Client({ TOKENNAME: \"VALUE\", timeout: 30 });\n", "TOKENNAME=VALUE\n", "export TOKENNAME=\"VALUE\"\n",
            "  TOKENNAME: VALUE\n  replicas: 3\n",
        "{\"region\": \"eu\", \"TOKENNAME\": \"VALUE\", \"retries\": 5}\n", "TOKENNAME = 'VALUE'  # rotate in May\n",
        "2026-03-01T10:11:12Z INFO request sent TOKENNAME=VALUE status=200\n",
        "Please use TOKENNAME: VALUE for the deployment and tell me when it is done.\n", "private static final String TOKENNAME = \"VALUE\";\n",
        "var TOKENNAME string = \"VALUE\"\n",
    ];

    private static readonly string[] HeldOutContexts =
    [
        "os.environ[\"TOKENNAME\"] = \"VALUE\"\n", "- TOKENNAME: \"VALUE\"\n", "$TOKENNAME = 'VALUE';\n", "let TOKENNAME: string = `VALUE`;\n",
            "curl -H 'X-Trace: 1' -d 'TOKENNAME=VALUE&page=2' https://api.service.io/v1/items\n",
        "TOKENNAME := \"VALUE\"\n", "ENV TOKENNAME VALUE=VALUE\n", "  'TOKENNAME' => 'VALUE',\n", "// TOKENNAME = \"VALUE\"\n",
        "<entry TOKENNAME=\"VALUE\" />\n",
    ];

    /// <summary>Made from a seed; the held-out part has contexts of its own.</summary>
    public static SecretCorpus Make(int seed, bool heldOut)
    {
        var maker = new SecretMaker(seed);
        var files = new List<(string, byte[])>();
        var labels = new Dictionary<(string, int), string>();
        foreach (SecretRule rule in SecretRules.BuiltIn.All)
        {
            var text = new StringBuilder();
            int line = 1;
            string name = rule.Names.Count > 0 ? Name(rule.Names[0]) : "SERVICE_TOKEN";
            foreach (string context in heldOut ? HeldOutContexts : Contexts)
            {
                string value = maker.Token(rule);
                text.Append(context.Replace("ENV TOKENNAME VALUE=VALUE", "ENV TOKENNAME=VALUE", StringComparison.Ordinal)
                    .Replace("TOKENNAME", name, StringComparison.Ordinal)
                    .Replace("VALUE", value, StringComparison.Ordinal));
                labels[($"{rule.Id}.txt", line)] = rule.Id;
                line = text.ToString().Count(static c => c == '\n') + 1;
                text.Append(CultureFree($"build {maker.Hex(40)} took {line} ms\n"));
                line++;
            }

            files.Add(($"{rule.Id}.txt", Encoding.UTF8.GetBytes(text.ToString())));
        }

        foreach ((string template, string rule) in Credentials)
        {
            string password = maker.Letters(4) + "7x!" + maker.Letters(6), file = $"credential-{files.Count}.txt";
            files.Add((file,
                Encoding.UTF8.GetBytes("settings follow\n"
                    + template.Replace("VALUE", password.Replace("!", template.Contains("://", StringComparison.Ordinal) ? "-" : "!", StringComparison.Ordinal),
                        StringComparison.Ordinal)
                    + "\n")));
            labels[(file, 2)] = rule;
        }

        foreach (string kind in (ReadOnlySpan<string>)["RSA ", "EC ", "", "ENCRYPTED ", "OPENSSH ", "DSA "])
        {
            string file = $"key-{files.Count}.txt";
            files.Add((file,
                Encoding.UTF8.GetBytes($"the key:\n-----BEGIN {kind}PRIVATE KEY-----\n{maker.Letters(64)}\n{maker.Letters(64)}\n{maker.Letters(20)}==\n-----END {kind}PRIVATE KEY-----\n")));
            labels[(file, 2)] = "*";
        }

        files.AddRange(Negatives(maker));
        return new SecretCorpus(files, labels);
    }

    private static readonly (string Template, string Rule)[] Credentials =
    [
        ("DATABASE_URL=postgres://app:VALUE@db.internal:5432/main", "postgres-url"),
            ("uri: mongodb+srv://app:VALUE@cluster0.ab12c.mongodb.net/x", "mongodb-url"), ("amqp://svc:VALUE@mq.internal:5672/", "amqp-url"),
        ("redis://:VALUE@cache.internal:6379/0", "redis-url"), ("mysql://app:VALUE@10.0.0.5/shop", "mysql-url"),
        ("https://deploy:VALUE@git.internal/x.git", "url-password"),
        ("Server=db1;Database=shop;User Id=sa;Password=VALUE;Encrypt=true", "assigned-password"),
        ("jdbc:sqlserver://db1:1433;user=sa;password=VALUE;encrypt=true", "assigned-password"),
        ("machine api.service.io login me password VALUE", "assigned-password"), ("DB_PASSWORD=VALUE", "assigned-password"),
        ("  password: \"VALUE\"", "assigned-password"), ("$config['db_pass'] = 'VALUE';", "assigned-password"),
        ("conn = connect(user='app', password='VALUE')", "assigned-password"), ("<password>VALUE</password>", "assigned-password"),
        ("spring.datasource.password=VALUE", "assigned-password"),
    ];

    private static IEnumerable<(string, byte[])> Negatives(SecretMaker maker)
    {
        var text = new StringBuilder();
        for (int i = 0; i < 40; i++)
        {
            text.Append(CultureFree($"    \"integrity\": \"sha512-{maker.Letters(86)}==\",\n    \"resolved\": \"https://mirror.internal/pkg/-/pkg-{i}.tgz#{maker.Hex(40)}\",\n"));
            text.Append(CultureFree($"commit {maker.Hex(40)}\nid: {maker.Hex(8)}-{maker.Hex(4)}-4{maker.Hex(3)}-a{maker.Hex(3)}-{maker.Hex(12)}\nsha256:{maker.Hex(64)}\n.c{i}{{color:#{maker.Hex(6)}}}\n"));
            text.Append(CultureFree($"background:url(data:image/png;base64,{maker.Letters(300)}==)\nvar t={maker.Letters(2)}.{maker.Letters(3)}(e,{i},\"{maker.Hex(4)}\"),n=function(e){{return t[e]}};\n"));
            text.Append(CultureFree($"const token = await getToken(user{i});\npassword: string;\nexport const password{i} = process.env.PASSWORD_{i};\napiKey: ${{{{ secrets.API_KEY_{i} }}}}\n\"password\": \"Enter your password\",\nkey=\"item-{i}\" tokens: {i * 37}, max_tokens=4096\n"));
            text.Append(CultureFree($"-----BEGIN CERTIFICATE-----\n{maker.Letters(64)}\n{maker.Letters(64)}\n-----END CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----\n{maker.Letters(64)}\n-----END PUBLIC KEY-----\nssh-rsa AAAAB3NzaC1yc2E{maker.Letters(200)} me@host\n"));
            text.Append("aws_access_key_id = AKIA"
                + "IOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY"
                + "EXAMPLEKEY\nAPI_KEY=your-api-key-here\nSECRET_KEY=changeme\npassword=<your password>\nTOKEN=xxxxxxxxxxxxxxxxxxxxxxxx\n");
        }

        yield return ("negative-generated.txt", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string CultureFree(FormattableString text) => FormattableString.Invariant(text);

    private static string Name(string word) =>
        word.Contains("key", StringComparison.Ordinal)
        || word.Contains("secret", StringComparison.Ordinal)
        || word.Contains("token", StringComparison.Ordinal)
        || word.Contains("auth", StringComparison.Ordinal)
            ? word.Trim('_') : word.Trim('_') + (word.Contains("bundle_", StringComparison.Ordinal) ? "_KEY" : "_API_KEY");
}
