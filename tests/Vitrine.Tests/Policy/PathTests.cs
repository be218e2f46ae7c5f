using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Xunit;

namespace Vitrine.Tests.Policy;

public sealed class PathTests
{
    private static readonly string[] Parts = ["a", "b", "..", ".", "%2e%2e", "%2E.", "%252e%252e", "", "c;x=1", "..;", "%2f", "%5c", "\\", "%61", "%zz", "%",
        ";", "a%2fb"];

    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a/../b?x=/../c", "/b")]
    [InlineData("/a/%2e%2e/b", "/b")]
    [InlineData("/a/%2E%2e/b", "/b")]
    [InlineData("/%61%7e", "/a~")]
    [InlineData("/a%2fb", "/a%2Fb")]
    [InlineData("/..", "/")]
    [InlineData("/a/.", "/a/")]
    public void The_canonical_reading_is_that_of_the_standard(string target, string canonical) => Assert.Equal(canonical, RequestPath.Readings(target)[0]);

    [Theory]
    [InlineData("/public/../admin/x")]
    [InlineData("/public/%2e%2e/admin/x")]
    [InlineData("/public/%252e%252e/admin/x")]
    [InlineData("/public/..;/admin/x")]
    [InlineData("/public/..;a=b/admin/x")]
    [InlineData("/public//../admin/x")]
    [InlineData("//admin/x")]
    [InlineData("/;/admin/x")]
    [InlineData("/admin;p/x")]
    [InlineData("/public/..%2fadmin/x")]
    [InlineData("/public/..%5cadmin%5cx")]
    [InlineData("/public\\..\\admin\\x")]
    [InlineData("/%61dmin/x")]
    [InlineData("/ADMIN/x")]
    [InlineData("/public/%25252e%25252e/admin/x")]
    [InlineData("/public/%2525252525252e%2525252525252e/admin/x")]
    public void No_spelling_gets_around_a_rule_about_paths(string target)
    {
        NetworkPolicy allowing = PolicyOf.Text("network: { allow: [{ host: a.com, paths: [/public/**] }] }").Network;
        NetworkPolicy denying = PolicyOf.Text("network: { allow: [a.com], deny: [{ host: a.com, paths: [/admin/**] }] }").Network;
        Assert.False(allowing.DecideRequest(PolicyOf.Request("GET https://a.com" + target)).IsAllowed);
        Assert.False(denying.DecideRequest(PolicyOf.Request("GET https://a.com" + target)).IsAllowed);
        Assert.True(denying.DecideRequest(PolicyOf.Request("GET https://a.com/public/x")).IsAllowed);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("/a b")]
    [InlineData("/a\u0000b")]
    [InlineData("http://b.com/public/x")]
    [InlineData("/x/%2e%2e/%/%2e%2e/%61")]
    [InlineData("/x/%zz")]
    [InlineData("/x/%4")]
    public void What_is_no_path_is_allowed_by_no_rule_about_paths(string target)
    {
        Assert.Empty(RequestPath.Readings(target));
        var request = new RequestFacts(PolicyOf.Request("GET https://a.com/").Destination, FlowProtocol.Https, "GET", target);
        Assert.False(PolicyOf.Text("network: { allow: [{ host: a.com, paths: [/**] }] }").Network.DecideRequest(request).IsAllowed);
        Assert.False(PolicyOf.Text("network: { allow: [a.com], deny: [{ host: a.com, paths: [/x] }] }").Network.DecideRequest(request).IsAllowed);
    }

    [Fact]
    public void Every_reading_is_of_itself_a_path_that_reads_no_further_up()
    {
        var paths = Gen.Elements(Parts).ArrayOf().Select(parts => "/" + string.Join('/', parts));
        Prop.ForAll(paths.ToArbitrary(), path =>
        {
            IReadOnlyList<string> readings = RequestPath.Readings(path);
            return readings.All(one => one.StartsWith('/'))
                && (readings.Count == 0 || !("/" + readings[0] + "/").Contains("/../", StringComparison.Ordinal))
                && readings.Distinct().Count() == readings.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_the_standard_says_is_below_a_path_is_what_is_allowed_below_it()
    {
        // An independent oracle: System.Uri takes dots out as RFC 3986 says.
        NetworkPolicy policy = PolicyOf.Text("network: { allow: [{ host: a.com, paths: [/a/**] }] }").Network;
        var paths = Gen.Elements(Parts).ArrayOf().Select(parts => "/a/" + string.Join('/', parts));
        Prop.ForAll(paths.ToArbitrary(), path =>
        {
            bool isAllowed = policy.DecideRequest(PolicyOf.Request("GET https://a.com" + path)).IsAllowed;
            string other = new Uri("https://a.com" + path.Replace('\\', '/')).AbsolutePath;
            return !isAllowed || other.StartsWith("/a/", StringComparison.Ordinal) || other == "/a";
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("a/*/c", "a/b/b/c", false)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("a/**/c", "a/b/b/c", true)]
    [InlineData("a/**", "a", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("**/c", "c", true)]
    [InlineData("**/b/**/d", "a/b/c/b/e/d", true)]
    [InlineData("*.c?", "x.cs", true)]
    [InlineData("*.c?", "x.c", false)]
    [InlineData("*a*b*c", "xxaxxbxxc", true)]
    [InlineData("*a*b*c", "xxaxxcxxb", false)]
    [InlineData("**/a/b", "a/a/b", true)]
    [InlineData("a/**/b/*.x", "a/b/b/c.x", true)]
    public void A_glob_covers_what_it_says(string pattern, string path, bool covered)
    {
        Assert.True(Glob.TryParse(pattern, out Glob? glob, out _));
        Assert.Equal(covered, glob.Matches(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!a")]
    [InlineData("a**b")]
    [InlineData("a/../b")]
    [InlineData("[ab]")]
    [InlineData("{a,b}")]
    [InlineData("a\nb")]
    public void What_is_no_glob_is_none(string pattern) => Assert.False(Glob.TryParse(pattern, out _, out _));

    [Fact]
    public void Globs_agree_with_a_plain_definition()
    {
        var patterns = Gen.Elements("a", "b", "*", "**", "a*", "?").NonEmptyListOf().Select(list => list.Take(5).ToArray());
        var paths = Gen.Elements("a", "b", "ab", "c").NonEmptyListOf().Select(list => list.Take(6).ToArray());
        Prop.ForAll(patterns.ToArbitrary(), paths.ToArbitrary(), (pattern, path) =>
            Glob.TryParse(string.Join('/', pattern), out Glob? glob, out _)
            && glob.Matches(string.Join('/', path)) == Plain(pattern, path)).QuickCheckThrowOnFailure();

        static bool Plain(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
        {
            if (pattern.IsEmpty)
                return path.IsEmpty;
            if (pattern[0] == "**")
                return Plain(pattern[1..], path) || (!path.IsEmpty && Plain(pattern, path[1..]));
            return !path.IsEmpty && Name(pattern[0], path[0]) && Plain(pattern[1..], path[1..]);
        }

        static bool Name(string pattern, string name) => pattern switch { "*" => true, "?" => name.Length == 1, "a*" => name[0] == 'a', _ => pattern == name };
    }

    [Fact]
    public void A_hostile_path_costs_no_more_than_its_length_times_the_pattern()
    {
        Assert.True(Glob.TryParse(string.Concat(Enumerable.Repeat("*a", 400)), out Glob? glob, out _));
        Assert.False(glob.Matches(new string('a', Glob.LongestPath - 1) + "b"));
        Assert.True(Glob.TryParse(string.Join('/', Enumerable.Repeat("**/a", 200)), out glob, out _));
        Assert.False(glob.Matches(string.Concat(Enumerable.Repeat("a/", 8000)) + "b"));
        Assert.False(glob.Matches(new string('a', Glob.LongestPath + 1)));
    }
}
