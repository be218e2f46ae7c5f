using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>What content of a workspace explains, beside content that is equal but for words that mean something to somebody.</summary>
public sealed class MatchedContentTests
{
    private static readonly Dictionary<string, Action<Draft>> s_planted = new()
    {
        [Channels.BodyStructure] = draft =>
        {
            draft.Blocks.Add("Notes of the project.");
            draft.Cached = UsesModels(draft) ? 0 : 1;
        },
        ["a member"] = draft => If(draft, () => draft.Extra["priority"] = "low"),
        [Channels.Timing] = draft => If(draft, () => draft.Pause = 0.4),
        [Channels.Url] = draft => If(draft, () => draft.Turns++),
    };

    public static TheoryData<string, string> Planted =>
        [.. from kind in s_planted.Keys from control in (string[])["libraries", "other libraries"] select (kind, control)];

    [Theory]
    [MemberData(nameof(Planted))]
    public void What_content_explains_by_itself_it_does_not_explain_beside_its_control(string kind, string control)
    {
        Level told = Told(control);
        Assert.DoesNotContain(Grave(kind, Variation.Baseline, Variation.Of(told)), finding => finding.Factor == Factors.WorkspaceContent);
        Finding found = Assert.Single(Grave(kind, Variation.Of(Control(control)), Variation.Of(told)).DistinctBy(finding => finding.Channel));
        Assert.Equal((Factors.WorkspaceContent, FindingClasses.Covert), (found.Factor, found.Class));
        Assert.Equal(kind == "a member" ? Channels.BodyStructure : kind, found.Channel);
        Assert.Equal((Variation.Of(Control(control)).Name, Variation.Of(told).Name), (found.Evidence.Without, found.Evidence.With));
    }

    [Fact]
    public void What_is_read_from_the_workspace_may_be_said_beside_its_control_too()
    {
        var agent =
            new SyntheticAgent(draft => draft.System += $"package.json: {draft.Machine.Files.First(file => file.Key.EndsWith("package.json", StringComparison.Ordinal)).Value}\n");
        Assert.DoesNotContain(new SyntheticAudit(agent, 1).FindingsBeside(Variation.Of(Control("libraries")), Variation.Of(Told("libraries"))),
            finding => finding.Severity > Severity.Low);
    }

    private static IEnumerable<Finding> Grave(string kind, Variation without, Variation with) =>
        new SyntheticAudit(new SyntheticAgent(s_planted[kind]), 1).FindingsBeside(without, with).Where(finding => finding.Severity > Severity.Low);

    private static Level Told(string control) => Manifest("model libraries", "openai") with { MatchedWith = control };

    private static Level Control(string name) => Manifest(name, "luxon");

    private static Level Manifest(string name, string package) => new(Factors.WorkspaceContent, name, new MachineChanges
    {
        WorkspaceFiles = new Dictionary<string, string?> { ["package.json"] = $$"""{ "name": "widget", "dependencies": { "{{package}}": "*" } }""" },
    });

    private static void If(Draft draft, Action planted)
    {
        if (UsesModels(draft))
            planted();
    }

    private static bool UsesModels(Draft draft) => draft.Machine.Files.Values.Any(text => text.Contains("openai", StringComparison.Ordinal));
}
