using FsCheck;
using FsCheck.Fluent;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Runtime.Agents;

public class AgentTextTests
{
    [Theory]
    [InlineData("{a}{b}", "<{b}><x>")]
    [InlineData("{{a}}", "{<{b}>}")]
    [InlineData("{\"a\": \"{b}\"}", "{\"a\": \"<x>\"}")]
    [InlineData("{}{A}{a", "{}{A}{a")]
    [InlineData("{env:b}", "{env:b}")]
    public void Placeholders_are_filled_once_and_other_braces_stay(string text, string filled) =>
        Assert.Equal(filled, AgentTemplate.Fill(text, new Dictionary<string, string> { ["a"] = "<{b}>", ["b"] = "<x>" }));

    [Fact]
    public void Text_without_a_placeholder_stays_as_it_is() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(),
            text => AgentTemplate.Find(text.Get).Any() || AgentTemplate.Fill(text.Get, new Dictionary<string, string>()) == text.Get)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_counts_as_a_package_is_safe_as_an_argument_and_as_a_path() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements("@./-_ab1x~:;$ \n^*".ToCharArray())).Select(chars => new string(chars)).ToArbitrary(), text =>
            !NpmPackage.TryParse(text, out NpmPackage? package)
            || (package.Spec == text
                && text[0] != '-'
                && text.All(c => char.IsAsciiLetterOrDigit(c) || "@./-_".Contains(c, StringComparison.Ordinal))
                && package.Name.Split('/').Length <= 2
                && package.Name.Split('/').Append(package.Version ?? "latest").All(part => part.Length > 0 && !part.Contains('/') && part[0] != '.')))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Theory]
    [InlineData("claude", "claude", 0)]
    [InlineData("cladue", "claude", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("opncode", "opencode", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Edits_are_counted(string a, string b, int edits) => Assert.Equal((edits, edits), (NearestWord.Distance(a, b), NearestWord.Distance(b, a)));

    [Theory]
    [InlineData("https://api.openai.com", "https://api.openai.com", "api.openai.com:443")]
    [InlineData("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/a/v1beta", "http://[::1]:8080/a", "[::1]:8080")]
    public void An_endpoint_loses_its_version_and_opens_its_port_alone(string text, string expected, string rule)
    {
        Assert.True(EndpointUrl.TryParse(text, out Uri? url));
        Assert.Equal((expected, rule), (EndpointUrl.ToText(url), EndpointUrl.ToRule(url).Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("api.openai.com")]
    [InlineData("ftp://x.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://me@x.example")]
    [InlineData("https://x.example/?q")]
    [InlineData("https://x.example/#f")]
    [InlineData("https://x.example/\"}")]
    [InlineData("https://x.example/{key}")]
    [InlineData("https://x.example/a b")]
    [InlineData("https://x.example:0")]
    [InlineData("https://b\u00fccher.example")]
    public void What_could_break_a_configuration_is_no_endpoint(string text) => Assert.False(EndpointUrl.TryParse(text, out _));

    [Theory]
    [InlineData("plain", "https://registry.example/npm/\n", "https://registry.example/npm/", "registry.example:443")]
    [InlineData("@me/tool", "registry=https://registry.example/\n@me:registry=undefined\n", "https://registry.example/", "registry.example:443")]
    [InlineData("@me/tool", "@me:registry=http://own.example:4873/\nregistry=https://registry.example/\n", "https://registry.example/",
        "registry.example:443,own.example:4873")]
    public void The_registry_is_the_one_that_npm_names(string name, string output, string registry, string hosts)
    {
        Assert.True(NpmPackage.TryParse(name, out NpmPackage? package));
        Assert.True(NpmRegistry.TryParse(output, package, out NpmRegistry? found));
        Assert.Equal(registry, found.Environment["npm_config_registry"]);
        Assert.Equal(hosts, string.Join(',', found.Allow.Select(rule => rule.Text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("undefined\n")]
    [InlineData("file:///x\n")]
    [InlineData("https://user:secret@registry.example/\n")]
    public void Without_a_registry_that_can_be_used_there_is_none(string output)
    {
        Assert.True(NpmPackage.TryParse("plain", out NpmPackage? package));
        Assert.False(NpmRegistry.TryParse(output, package, out _));
    }
}
