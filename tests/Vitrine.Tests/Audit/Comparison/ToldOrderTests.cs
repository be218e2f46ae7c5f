using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class ToldOrderTests
{
    [Theory]
    [InlineData("The tools are offered in the order of their use, the most used one first.", Factors.RunCount, true)]
    [InlineData("The order of the tools follows your locale.", Factors.Locale, true)]
    // Another condition, another list, a denial, no word of an order.
    [InlineData("The tools are offered in the order of their use.", Factors.Locale, false)]
    [InlineData("The messages are sorted by how often they were used.", Factors.RunCount, false)]
    [InlineData("The order of the tools does not depend on your locale.", Factors.Locale, false)]
    [InlineData("The tools that were used before are offered again.", Factors.RunCount, false)]
    public void An_order_is_told_by_the_list_and_its_condition(string readme, string factor, bool isTold) =>
        Assert.Equal(isTold, new Documentation([readme]).SaysOrder(Ordered("read write bash", factor)) is not null);

    [Fact]
    public void Another_item_is_no_order() =>
        Assert.Null(new Documentation(["The tools are offered in the order of their use."]).SaysOrder(Ordered("read write shell", Factors.RunCount)));

    private static Difference Ordered(string after, string factor)
    {
        AuditSession session = FoundDifference.Session("https://api.example.com", "accept", (1, "*"));
        return FoundDifference.Of("model request 1: body /tools#order", "", "bash read write", after, [session], [session]) with
        {
            Factors = [factor],
            Channel = Channels.BodyStructure
        };
    }
}
