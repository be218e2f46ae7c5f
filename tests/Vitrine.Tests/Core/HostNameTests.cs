using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Xunit;
using HostName = Vitrine.Core.Model.HostName;

namespace Vitrine.Tests.Core;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("EXAMPLE.Com", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("_dmarc.example.com", "_dmarc.example.com")]
    [InlineData("a", "a")]
    [InlineData("1.2.3.com", "1.2.3.com")]
    [InlineData("0x7f.example", "0x7f.example")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("[::1]", "::1")]
    [InlineData("::1", "::1")]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1")]
    [InlineData("[::FFFF:7f00:1]", "127.0.0.1")]
    public void A_host_has_one_form(string text, string canonical)
    {
        Assert.True(HostName.TryParse(text, out HostName host));
        Assert.Equal(canonical, host.Name);
        Assert.True(HostName.TryParse(host.ToUriHost(), out HostName again));
        Assert.Equal(host, again);
        Assert.Equal(host.IsAddress, IPAddress.TryParse(canonical, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.b..")]
    [InlineData("evil\0.allowed.com")]
    [InlineData("allowed.com\0")]
    [InlineData("allowed.com\n")]
    [InlineData(" allowed.com")]
    [InlineData("allowed.com ")]
    [InlineData("allowed.com/")]
    [InlineData("allowed.com:443")]
    [InlineData("user@allowed.com")]
    [InlineData("allowed.com%00.evil")]
    [InlineData("allowed\u3002com")]
    [InlineData("allowed\u200b.com")]
    [InlineData("аllowed.com")]
    [InlineData("bücher.example")]
    [InlineData("ａllowed.com")]
    [InlineData("-a.com")]
    [InlineData("a-.com")]
    [InlineData("*.a.com")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("2130706433")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.0x1")]
    [InlineData("127.0.0.0X")]
    [InlineData("127.0.0.1.")]
    [InlineData("127.0.0.1.5")]
    [InlineData("256.1.1.1")]
    [InlineData("a.1")]
    [InlineData("a.0x1f")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[example.com]")]
    [InlineData("[::1")]
    [InlineData("::1]")]
    [InlineData("[::1]:80")]
    [InlineData("[[::1]]")]
    [InlineData("::1%eth0")]
    [InlineData("fe80::1%25lo")]
    [InlineData("::1/64")]
    [InlineData("::ffff:127.1")]
    [InlineData("::g")]
    [InlineData(":::")]
    public void What_is_not_exactly_a_host_is_none(string? text) => Assert.False(HostName.TryParse(text, out _));

    [Fact]
    public void Lengths_are_those_of_the_name_system()
    {
        string label = new('a', 63);
        string name = $"{label}.{label}.{label}.{new string('a', 61)}";
        Assert.Equal(253, name.Length);
        Assert.True(HostName.TryParse(name, out _));
        Assert.True(HostName.TryParse(name + ".", out _));
        Assert.False(HostName.TryParse(name + "a", out _));
        Assert.False(HostName.TryParse(label + "a.com", out _));
    }

    [Fact]
    public void Whatever_parses_is_canonical_and_parses_again()
    {
        Gen<string> text = Gen.Elements("aZ09.-_:[]%*\0 xX/@\u00e9".ToCharArray()).ArrayOf().Select(c => new string(c));
        Prop.ForAll(text.ToArbitrary(), t =>
        {
            if (!HostName.TryParse(t, out HostName host))
                return host == default;
            bool plain = host.IsAddress || host.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');
            return plain && HostName.TryParse(host.Name, out HostName again) && again == host && !host.Name.EndsWith('.');
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }
}
