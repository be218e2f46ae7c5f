using System.Text;
using Vitrine.Core.Inspect.Secrets;
using Vitrine.Runtime.Inspection;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>Rules of the gitleaks format.</summary>
public sealed class SecretGitleaksTests
{
    private const string File = """"
        title = "ours" # a comment
        [allowlist]
        paths = ['''vendor/''']
        regexes = ["nothing-here"]

        [[rules]]
        id = "acme"
        description = "Acme \u0041"
        regex = '''(?i)acme[_-]?key\s*=\s*"?(?P<v>[a-z0-9]{12})'''
        secretGroup = 1
        entropy = 2.5
        keywords = [
            "acme", # trailing comma too
        ]
        [[rules.allowlists]]
        stopwords = ["demo"]

        [[rules]]
        id = "behind"
        regex = "(?<=x)y"
        """";

    [Fact]
    public void Rules_are_read_run_and_what_cannot_be_carried_over_is_named()
    {
        Assert.True(GitleaksRules.TryRead(File, out GitleaksRules rules), rules.Fault);
        Assert.Equal(1, rules.Rules.Count);
        Assert.Contains(rules.NotCarried, static note => note.StartsWith("behind:", StringComparison.Ordinal));
        var hits = new List<SecretHit>();
        new SecretScanner(SecretRules.Read("[none]\nform never-ever-there-\\d{30}"), null, rules.Rules)
            .Scan(Encoding.UTF8.GetBytes("first piece\0ACME_KEY = q7w2k9zx4mb1 and acme-key=aaaaaaaaaaaa, acmekey=demo12q7x9kz\0"), hits);
        SecretHit hit = Assert.Single(hits);
        Assert.Equal(("acme", 12 + 11, 12), (hit.Rule, hit.Range.Start, hit.Range.Length));
    }

    [Theory]
    [InlineData("[[rules]]\nid = \"x", "Line 2, column 6")]
    [InlineData("[[rules]]\nid = 'x'\nid = 'y'", "Line 3")]
    [InlineData("a = 1979-05-27", "Line 1, column 5")]
    [InlineData("[[rules]\n", "Line 1")]
    [InlineData("title = 'x'", "Line 1")]
    public void Faults_name_line_and_column(string text, string place)
    {
        Assert.False(GitleaksRules.TryRead(text, out GitleaksRules rules));
        Assert.StartsWith(place, rules.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused() => Assert.False(GitleaksRules.TryRead("a = " + new string('[', 5000), out _));
}
