using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>Runs the two programs that the stand-in writes for a tool that takes JavaScript, and fails for any other.</summary>
internal static partial class FakeCode
{
    public static (string Text, bool IsError) Run(string program, AgentHands hands)
    {
        Match shell = Shell().Match(program);
        if (shell.Success)
        {
            hands.Called.Add("exec:exec_command");
            return hands.Shell(JsonSerializer.Deserialize<string>(shell.Groups[1].ValueSpan)!);
        }

        Match patch = Patch().Match(program);
        Assert.True(patch.Success, program);
        return (hands.ApplyPatch(JsonSerializer.Deserialize<string>(patch.Groups[1].ValueSpan)!), false);
    }

    [GeneratedRegex("""\Aconst r = await tools\.exec_command\(\{cmd: ("[\x20-\x7e]*")\}\);\ntext\(typeof r === "string" \? r : r\.output \?\? r\);\n\z""")]
    private static partial Regex Shell();

    [GeneratedRegex("""\Atext\(await tools\.apply_patch\(("[\x20-\x7e]*")\)\);\n\z""")]
    private static partial Regex Patch();
}
