using Vitrine.Audit.Model;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>
/// What agents say of their surroundings, written down by somebody who had not seen the rules: honest programs are left alone, what hides something is held.
/// <c>VITRINE_TOLD_CORPUS=DIRECTORY</c> takes other lists of the same form.
/// </summary>
public sealed class ToldBehaviourTests
{
    private static readonly string s_folder = Environment.GetEnvironmentVariable("VITRINE_TOLD_CORPUS")
        ?? Path.Combine(Repository.Root, "tests", "corpus", "told");
    private static readonly Dictionary<string, ToldBehaviour> s_honest = Read("honest.json");
    private static readonly Dictionary<string, ToldBehaviour> s_covert = Read("covert.json");

    public static TheoryData<string> Honest => [.. s_honest.Keys];

    public static TheoryData<string> Covert => [.. s_covert.Keys];

    [Theory]
    [MemberData(nameof(Honest))]
    public void What_is_said_openly_is_not_held_to_be_covert(string id)
    {
        Finding[] grave = Grave(s_honest[id]);
        Assert.True(grave.Length == 0, $"{s_honest[id]}\n{Shown(grave)}");
    }

    [Theory]
    [MemberData(nameof(Covert))]
    public void What_hides_something_is_found(string id)
    {
        Finding[] grave = Grave(s_covert[id]);
        Assert.True(grave.Any(finding => finding.Factor == s_covert[id].Factor), $"{s_covert[id]}\n{Shown(s_covert[id].Findings())}");
    }

    private static Dictionary<string, ToldBehaviour> Read(string name) =>
        ToldBehaviour.Read(Path.Combine(s_folder, name)).ToDictionary(each => each.Id, StringComparer.Ordinal);

    private static Finding[] Grave(ToldBehaviour behaviour) => [.. behaviour.Findings().Where(finding => finding.Severity >= Severity.Medium)];

    private static string Shown(IEnumerable<Finding> findings) =>
        string.Join('\n',
            findings.Select(finding => $"{finding.Severity} {finding.Evidence.With} {finding.Evidence.Place}: {finding.Evidence.Before} → {finding.Evidence.After} ({finding.Reason})"));
}
