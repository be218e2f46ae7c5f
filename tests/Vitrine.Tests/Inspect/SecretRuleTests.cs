using System.Text;
using Vitrine.Core.Inspect.Secrets;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>Each rule, by examples made from its own form.</summary>
public sealed class SecretRuleTests
{
    private static readonly SecretScanner Scanner = new(SecretRules.BuiltIn);

    public static TheoryData<string> Ids => [.. SecretRules.BuiltIn.All.Select(static rule => rule.Id)];

    [Fact]
    public void There_are_at_least_150_formats_and_each_names_its_source() =>
        Assert.True(SecretRules.BuiltIn.All.Count >= 150
            && SecretRules.BuiltIn.All.All(static rule => rule.Source!.StartsWith("https://", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Tokens_made_from_a_rule_match_it_and_cut_ones_do_not_match_whole(string id)
    {
        SecretRule rule = SecretRules.BuiltIn.All.Single(rule => rule.Id == id);
        var maker = new SecretMaker(5);
        foreach (Form form in rule.Forms)
        {
            byte[] token = Encoding.ASCII.GetBytes(maker.Token(rule, form));
            Assert.Contains(rule.Forms, any => any.Match(token) == token.Length);
            byte[] cut = token[..(form.Shortest - 1)];
            Assert.True(form.Match(cut) < 0, "one byte less than the shortest token is none");
            Assert.True(form.Match([(byte)'\x01', .. token]) < 0, "a form is matched at its place");
        }
    }

    [Fact]
    public void A_token_of_one_repeated_character_is_a_placeholder() => Assert.Empty(Scan("ghp_" + new string('x', 36)));

    [Fact]
    public void A_checksum_is_verified_and_a_wrong_one_still_reported()
    {
        string body = "x7Kq2LmZp9Rt4VbW8nYcJ5hGd3FsQ1"[..30];
        uint crc = Checksums.Crc32(Encoding.ASCII.GetBytes(body));
        string check = "";
        for (int i = 0; i < 6; i++, crc /= 62)
            check = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(crc % 62)] + check;
        Assert.Equal(SecretCheck.Right, Assert.Single(Scan("ghp_" + body + check)).Check);
        Assert.Equal(SecretCheck.Wrong, Assert.Single(Scan("ghp_" + body + "aB3dE9")).Check);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("\\n")]
    [InlineData("%3D")]
    [InlineData("x=")]
    [InlineData("https://user:")]
    public void A_token_is_found_behind(string before) => Assert.NotEmpty(Scan(before + new SecretMaker(3).Token(SecretRules.BuiltIn.All[0]) + "@x"));

    [Fact]
    public void Nothing_is_found_across_two_pieces()
    {
        string token = new SecretMaker(4).Token(SecretRules.BuiltIn.All[0]);
        Assert.Empty(Scan(token[..20] + "\0" + token[20..]));
    }

    [Fact]
    public void A_text_without_secrets_costs_no_allocation()
    {
        byte[] text =
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("The password field is required; token = next_token(); \"key\": \"value\", https://example.org/a?b=c\n",
            500)));
        var hits = new List<SecretHit>(8);
        Scanner.Scan(text, hits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Scanner.Scan(text, hits);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(hits);
    }

    [Theory]
    [InlineData("form x")]
    [InlineData("[a]\nform [")]
    [InlineData("[a]\nform a{5,2}")]
    [InlineData("[a]\nform ((((((((((a))))))))))")]
    [InlineData("[a]\nform (((a{9}){16}){16}){16}")]
    [InlineData("[a]\nform a?")]
    [InlineData("[A]")]
    [InlineData("[a]\nvendor x")]
    [InlineData("[a]\ncheck 7\nform abc")]
    public void A_bad_file_of_rules_is_refused(string text) => Assert.Throws<FormatException>(() => SecretRules.Read(text));

    [Fact]
    public void Own_rules_are_read_and_found()
    {
        var scanner = new SecretScanner(SecretRules.BuiltIn.With(SecretRules.Read("[acme]\nvendor Acme\nform acme-\\h{20}\n")));
        var hits = new List<SecretHit>();
        scanner.Scan("id acme-0f3a9c71be5d2468f013\0"u8, hits);
        Assert.Equal("acme", Assert.Single(hits).Rule);
    }

    private static List<SecretHit> Scan(string text)
    {
        var hits = new List<SecretHit>();
        Assert.True(Scanner.Scan(Encoding.UTF8.GetBytes(text + "\0"), hits));
        return hits;
    }
}
