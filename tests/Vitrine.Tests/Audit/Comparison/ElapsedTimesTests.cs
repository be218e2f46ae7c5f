using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class ElapsedTimesTests
{
    private const string Field = "x-uptime";
    private const string Path = $"model request 2: field {Field}";
    private static readonly AuditSession s_quick = Of((0.5, "430"), (0.9, "835"));

    [Theory]
    [InlineData("value, form")]
    [InlineData("value, length")]
    [InlineData("value, character 1")]
    public void A_time_that_the_clock_of_the_requests_bears_out_may_have_more_digits(string place) =>
        Assert.True(Explains(Path, place, Of((0.8, "702"), (1.4, "1310"))));

    [Fact]
    public void Seconds_are_such_a_time_too() =>
        Assert.True(ElapsedTimes.Explain(FoundDifference.Of(Path, "value, length", "0.9", "1.21", [Of((0.5, "0.43"), (1.0, "0.9"))],
            [Of((0.8, "0.7"), (1.3, "1.21"))])));

    [Theory]
    // Not as far apart as the requests; longer than the session; of one request; another place; another feature; no number.
    [InlineData(Path, "value, length", "702", "2310")]
    [InlineData(Path, "value, length", "1702", "2310")]
    [InlineData(Path, "value, length", "702", "")]
    [InlineData(Path, "value, character 3", "702", "1310")]
    [InlineData("model request 2: body /elapsed", "value, length", "702", "1310")]
    [InlineData(Path, "value, length", "702", "131x")]
    public void Whatever_else_differs_is_not_explained(string path, string place, string first, string second) =>
        Assert.False(Explains(path, place, Of([.. new[] { (0.8, first), (1.4, second) }.Where(one => one.Item2.Length > 0)])));

    private static bool Explains(string path, string place, AuditSession slow) =>
        ElapsedTimes.Explain(FoundDifference.Of(path, place, "835", "1310", [s_quick], [slow]));

    private static AuditSession Of(params (double At, string Value)[] requests) => FoundDifference.Session("http://localhost:8080", Field, requests);
}
