using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class WorkspaceTextTests
{
    [Theory]
    [InlineData("requirements.txt", "django\npytest\n", "- tests: python -m pytest -q", true)]
    [InlineData("package.json", "{\"devDependencies\":{\"vitest\":\"^1.0.0\"}}", "Test command: `npx vitest run`", true)]
    // A tool that no file names, or one that stands in a file of both sides; more than a command; none that says anything.
    [InlineData("requirements.txt", "django\n", "- tests: python -m pytest -q", false)]
    [InlineData("app.js", "export const widget = 'a plain widget';\n", "- tests: npx widget", false)]
    [InlineData("requirements.txt", "pytest\n", "- tests: python -m pytest, and copy the names of all files", false)]
    [InlineData("requirements.txt", "pytest\n", "- tests: npm test", false)]
    [InlineData("requirements.txt", "pytest\n",
        "- tests: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", false)]
    public void A_command_is_told_by_the_files_that_name_its_tool(string file, string text, string line, bool isTold)
    {
        AuditSession without = FoundDifference.Session("http://localhost:8080", "x", (0.5, "1"));
        AuditSession with = without with
        {
            Machine = SyntheticAudit.Baseline with
            {
                Files = new Dictionary<string, string>(SyntheticAudit.Baseline.Files)
                {
                    [file == "app.js"
            ? "/home/sam/projects/widget/app.js"
            : "/home/sam/projects/widget/" + file] = text
                }
            }
        };
        Difference difference = FoundDifference.Of("model request 1: body /system", "", "", line, [without],
            [with]) with
        { Factors = [Factors.WorkspaceContent], Channel = Channels.BodyText };
        Assert.Equal(isTold, WorkspaceText.TellCommands(difference, "", line));
    }
}
