using System.Text.RegularExpressions;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Egress;

/// <summary>The table of hostile cases names tests that exist.</summary>
public sealed partial class DoorCasesTests
{
    [GeneratedRegex("`([A-Za-z0-9]+Tests)\\.([A-Za-z0-9_]+)`")]
    private static partial Regex Named { get; }

    [Fact]
    public void Every_case_names_tests_that_exist()
    {
        string[] cases = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "door-cases.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)];
        Assert.Equal(35, cases.Length);
        foreach (string each in cases)
        {
            MatchCollection named = Named.Matches(each);
            Assert.True(named.Count > 0, each);
            foreach (Match match in named)
                Assert.True(typeof(DoorCasesTests).Assembly.GetType($"Vitrine.Tests.Egress.{match.Groups[1].Value}")?.GetMethod(match.Groups[2].Value) is not null,
                    match.Value);
        }
    }
}
