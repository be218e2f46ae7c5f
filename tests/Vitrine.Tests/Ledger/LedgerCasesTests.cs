using System.Text.RegularExpressions;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>The tables of what the ledger must withstand name tests that exist.</summary>
public sealed partial class LedgerCasesTests
{
    private static readonly ILookup<string, Type> Types = typeof(LedgerCasesTests).Assembly.GetTypes().ToLookup(type => type.Name, StringComparer.Ordinal);

    [GeneratedRegex("`([A-Za-z0-9]+Tests)\\.([A-Za-z0-9_]+)`")]
    private static partial Regex Named { get; }

    [GeneratedRegex("^\\| (\\d+)\\. ")]
    private static partial Regex Numbered { get; }

    [Fact]
    public void Every_case_is_there_once_and_names_tests_that_exist()
    {
        string[] cases = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "ledger-cases.md")).Where(line => Numbered.IsMatch(line))];
        Assert.Equal(Enumerable.Range(1, 37).Select(number => $"{number}"), cases.Select(each => Numbered.Match(each).Groups[1].Value));
        foreach (string each in cases)
        {
            MatchCollection named = Named.Matches(each);
            Assert.True(named.Count > 0, each);
            foreach (Match match in named)
                Assert.True(Exists(match.Groups[1].Value, match.Groups[2].Value), match.Value);
        }
    }

    // Functional tests are in an assembly of their own: their source says whether they are there.
    private static bool Exists(string type, string test) =>
        Types[type].Any(one => one.GetMethod(test) is not null)
        || Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Vitrine.FunctionalTests"), type + ".cs", SearchOption.AllDirectories)
            .Any(file => File.ReadAllText(file).Contains($" {test}(", StringComparison.Ordinal));
}
