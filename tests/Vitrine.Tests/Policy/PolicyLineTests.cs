using Vitrine.Core.Model;
using Vitrine.Runtime.Policies;
using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Policy;

public sealed class PolicyLineTests
{
    [Theory]
    [InlineData("/w/a\n  default: allow")]
    [InlineData("/w/*")]
    [InlineData("/w/a\u202eb")]
    [InlineData("/w/a\u200bb")]
    [InlineData("/w/a\u2028b")]
    public void A_file_name_that_says_more_than_it_shows_gives_no_line(string file) => Assert.Null(PolicyLine.ForCommand(Facts(file, "x")));

    [Theory]
    [InlineData("a\u202eb")]
    [InlineData("a\U000e0041b")]
    [InlineData("a*")]
    [InlineData("a\nb")]
    public void Neither_does_an_argument(string argument) => Assert.Null(PolicyLine.ForCommand(Facts("/usr/bin/make", argument)));

    [Fact]
    public void Quotes_stay_within_the_item()
    {
        PolicyLine line = PolicyLine.ForCommand(Facts("/usr/bin/make", "a\", \"curl"))!;
        string changed = PolicyEdit.Add("version: \"1\"\ncommands:\n  default: ask\n  allow: []\n", line)!;
        Assert.True(PolicyOf.Text(changed).Commands.Decide(PolicyOf.Command("/usr/bin/make", "a\", \"curl"), PolicyOf.Places).IsAllowed);
        Assert.False(PolicyOf.Text(changed).Commands.Decide(PolicyOf.Command("/usr/bin/curl"), PolicyOf.Places).IsAllowed);
    }

    private static CommandFacts Facts(string file, string argument) =>
        new(new UnixPath(file), new UnixPath(file), [file, argument], false, new UnixPath("/w"), 1);
}
