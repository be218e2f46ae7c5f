using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Xunit;

namespace Vitrine.Tests.Audit.Reports;

public sealed class VersionBisectionTests
{
    [Fact]
    public void First_and_last_of_any_run_of_affected_versions_are_found() => Prop.ForAll(Gen.Choose(1, 70).Three().ToArbitrary(), sizes =>
    {
        (int before, int affected, int after) = (sizes.Item1 - 1, sizes.Item2, sizes.Item3 - 1);
        int tests = 0;
        string[] versions = [.. Enumerable.Range(0, before + affected + after).Select(i => $"1.{i}.0")];
        BisectedVersions found = VersionBisection.RunAsync(versions, (version, _) =>
        {
            tests++;
            int i = Array.IndexOf(versions, version);
            return Task.FromResult(i >= before && i < before + affected ? VersionState.Affected : VersionState.Unaffected);
        }, CancellationToken.None).GetAwaiter().GetResult();
        Assert.Equal((versions[before], versions[before + affected - 1]), (found.First, found.Last));
        Assert.Equal(tests, found.Tested.Count);
        if (before == 0 || after == 0)
            Assert.InRange(tests, 1, 12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Version_that_cannot_be_tested_is_passed_over_and_named_where_it_is_in_doubt()
    {
        string[] versions = [.. Enumerable.Range(0, 10).Select(i => $"{i}.0.0")];
        BisectedVersions found = await VersionBisection.RunAsync(
            versions,
                (version, _) => Task.FromResult(version[0] is '4' or '5'
                    ? VersionState.Unknown
                    : version[0] >= '6'
                        ? VersionState.Affected
                        : VersionState.Unaffected),
                TestContext.Current.CancellationToken);
        Assert.Equal(("6.0.0", "9.0.0"), (found.First, found.Last));
        Assert.Equal(["5.0.0"], found.Doubtful);
    }

    [Fact]
    public async Task Nothing_affected_means_every_version_was_tested()
    {
        string[] versions = [.. Enumerable.Range(0, 9).Select(i => $"{i}.0.0")];
        BisectedVersions found = await VersionBisection.RunAsync(versions, (_, _) => Task.FromResult(VersionState.Unaffected),
            TestContext.Current.CancellationToken);
        Assert.Null(found.First);
        Assert.Equal(versions, found.Tested.Select(tested => tested.Version));
    }

    [Fact]
    public void Versions_are_ordered_as_semantic_versioning_orders_them()
    {
        // Semantic Versioning 2.0.0, section 11.
        string[] ordered = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.2.0",
            "1.10.0", "2.0.0"];
        SemanticVersion[] read = [.. ordered.Select(Read)];
        for (int i = 0; i < read.Length; i++)
            for (int j = 0; j < read.Length; j++)
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(read[i].CompareTo(read[j])));
        Assert.Equal(["1.2.0", "1.10.0", "2.0.0"], SemanticVersion.Between(ordered.Reverse(), Read("1.0.1"), Read("2.0.0")));
        Assert.Equal(4, SemanticVersion.Between(ordered, Read("1.0.0-beta"), Read("1.0.0-rc.1")).Count);
        Assert.All((string[])["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3-", "v1.2.3", "1.2.3-a..b"],
            text => Assert.False(SemanticVersion.TryParse(text, out _)));
    }

    [Fact]
    public void Comparison_says_what_is_new_gone_and_the_same()
    {
        AuditResult first = SampleAudit.Result(SampleAudit.Covert, SampleAudit.Open),
            second = SampleAudit.Result(SampleAudit.Act, SampleAudit.Open with { Severity = Severity.Low });
        second = second with
        {
            Names = [.. second.Names, new NamedString("host", "new.invalid", "a:1")],
            Coverage = second.Coverage with { Factors = [.. second.Coverage.Factors.Skip(1)] }
        };
        var compared = ReportComparison.Of(first with { Inventory = [.. first.Inventory.Take(1)] }, second);
        Assert.Equal([SampleAudit.Covert.Id], compared.Gone.Select(finding => finding.Id));
        Assert.Equal([SampleAudit.Act.Id], compared.New.Select(finding => finding.Id));
        Assert.Equal([SampleAudit.Open.Id], compared.Same.Select(finding => finding.Id));
        Assert.Equal([SampleAudit.Open.Id], compared.Reweighed);
        Assert.Equal(["left-pad", "odd"], compared.NewComponents.Select(component => component.Name));
        Assert.Equal(["new.invalid"], compared.NewNames.Select(name => name.Value));
        Assert.Equal([Factors.TimeZone], compared.LessTried);
    }

    private static SemanticVersion Read(string text)
    {
        Assert.True(SemanticVersion.TryParse(text, out SemanticVersion? version), text);
        return version;
    }
}
