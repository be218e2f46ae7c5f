using System.Xml.Linq;
using Xunit;

namespace Vitrine.Tests.Layout;

/// <summary>Which project may know which. A project exists where deployment, dependencies or trust differ, and only as long as this holds.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Vitrine.Core"] = [],
        ["Vitrine.Ledger"] = [],
        ["Vitrine.Sandbox"] = ["Vitrine.Core"],
        ["Vitrine.Egress"] = ["Vitrine.Core"],
        ["Vitrine.Gateway"] = ["Vitrine.Core"],
        ["Vitrine.Runtime"] = ["Vitrine.Core", "Vitrine.Ledger", "Vitrine.Sandbox", "Vitrine.Egress", "Vitrine.Gateway"],
        ["Vitrine.Audit"] = ["Vitrine.Core", "Vitrine.Ledger", "Vitrine.Sandbox", "Vitrine.Egress", "Vitrine.Gateway", "Vitrine.Runtime"],
        ["Vitrine.Cli"] = ["Vitrine.Core", "Vitrine.Ledger", "Vitrine.Sandbox", "Vitrine.Egress", "Vitrine.Gateway", "Vitrine.Runtime", "Vitrine.Audit"],
    };

    public static TheoryData<string> Products => [.. Projects("src").Select(Path.GetFileNameWithoutExtension).Select(name => name!)];

    [Theory]
    [MemberData(nameof(Products))]
    public void A_project_references_only_what_it_may(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} is new: give it a row in the table, here and in ARCHITECTURE.md.");
        IEnumerable<string> references = Items(ProjectFile(project), "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [InlineData("Vitrine.Core")]
    [InlineData("Vitrine.Ledger")]
    public void What_others_must_be_able_to_verify_depends_on_the_platform_alone(string project)
    {
        Assert.Empty(Items(ProjectFile(project), "PackageReference"));
        Assert.Empty(Items(ProjectFile(project), "FrameworkReference"));
    }

    [Fact]
    public void Every_project_is_in_the_solution_and_has_its_packages_locked()
    {
        string[] inSolution = [.. XDocument.Load(Path.Combine(Repository.Root, "Vitrine.slnx"))
            .Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value)];
        string[] onDisk = [.. ((string[])["src", "tests", "bench"]).SelectMany(Projects)];
        Assert.Equal(onDisk.Order(StringComparer.Ordinal), inSolution.Order(StringComparer.Ordinal));
        Assert.All(onDisk, project => Assert.True(File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, "packages.lock.json")), project));
    }

    [Fact]
    public void Versions_stand_in_one_place() =>
        Assert.All(((string[])["src", "tests", "bench"]).SelectMany(Projects), project =>
            Assert.DoesNotContain(XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference"),
                reference => reference.Attribute("Version") is not null));

    private static string ProjectFile(string project) => Path.Combine("src", project, project + ".csproj");

    private static IEnumerable<string> Projects(string folder) =>
        Directory.GetDirectories(Path.Combine(Repository.Root, folder))
            .SelectMany(directory => Directory.GetFiles(directory, "*.csproj"))
            .Select(path => Path.GetRelativePath(Repository.Root, path));

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
