using Vitrine.Audit.Findings;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class ToldNumbersTests
{
    [Theory]
    [InlineData("three minutes if requests go through a proxy", "180000", "", true)]
    [InlineData("three minutes if requests go through a proxy", "180", "", true)]
    [InlineData("three minutes if requests go through a proxy", "18000", "", false)]
    [InlineData("it is 10 MiB", "10485760", "", true)]
    [InlineData("it is 10 MiB", "10485761", "", false)]
    [InlineData("a minute on a direct connection", "60000", "", true)]
    // No number of its own.
    [InlineData("a proxy", "1", "", false)]
    [InlineData("with an additional CA twice that", "240", "120", true)]
    [InlineData("tripled in containers", "180", "60", true)]
    [InlineData("tripled in containers", "120", "60", false)]
    [InlineData("halved", "60", "120", true)]
    // Whatever a target sends ends in an answer.
    [InlineData("twice 99999999 hours", "9223372036854775807", "9223372036854775807", false)]
    [InlineData("twice", "99999999999999999999999999", "1", false)]
    public void A_number_is_told_in_words_and_in_other_units(string text, string value, string other, bool isTold) =>
        Assert.Equal(isTold, ToldNumbers.Tell(text, value, other));

    [Theory]
    [InlineData("git, node, and make", "git, node und make", "de_DE.UTF-8", true)]
    [InlineData("git, node, and make", "git\u3001node\u548cmake", "zh_CN.UTF-8", true)]
    [InlineData("git, node, and make", "git\u3001node\u3001make", "ja_JP.UTF-8", true)]
    // A blank, a word for another, a sign of our own: marks.
    [InlineData("git, node", "git,node", "de_DE.UTF-8", false)]
    [InlineData("git, node, and make", "git, node oder make", "de_DE.UTF-8", false)]
    [InlineData("git, node, and make", "git und node und make", "de_DE.UTF-8", false)]
    [InlineData("git, node", "git\u0001node", "zh_CN.UTF-8", false)]
    [InlineData("git, node", "git\u3001 node", "zh_CN.UTF-8", false)]
    public void A_list_is_parted_as_its_language_does(string english, string other, string locale, bool isSo) =>
        Assert.Equal(isSo, LanguageNames.PartLists(english, other, locale));
}
