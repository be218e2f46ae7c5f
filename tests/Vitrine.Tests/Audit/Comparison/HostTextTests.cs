using Vitrine.Audit.Comparison.Features;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class HostTextTests
{
    [Theory]
    [InlineData("a.example:443", "a.example")]
    [InlineData("a.example", "a.example")]
    [InlineData("[::1]:8080", "[::1]")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("::1", "::1")]
    [InlineData("[broken", "[broken")]
    [InlineData("", "")]
    public void Host_is_what_stands_before_its_port(string text, string host) => Assert.Equal(host, FeatureReader.WithoutPort(text));
}
