using System.Text;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Core.Policy.Shell;
using Vitrine.Runtime.Policies;

namespace Vitrine.Fuzz;

/// <summary>The readers of policies, and of what policies judge.</summary>
internal static class PolicyFuzz
{
    private static readonly PolicyPlaces Places = new("/w", "/h");

    /// <summary>A policy: read, or refused with a place; and one that is read decides without a fault.</summary>
    public static void Reader(ReadOnlySpan<byte> input)
    {
        ReadPolicy read = PolicyReader.Read(Encoding.UTF8.GetString(input), PolicyRank.User, "vitrine.yaml");
        BrokenPropertyException.Unless(read.Problems.All(problem => problem.Line >= 0 && problem.Message.Length > 0), "a problem has a place and a text");
        if (read.Problems.Count > 0)
            return;
        var policy = SessionPolicy.Of([BuiltInPolicies.Defaults, read.Layer]);
        Decision request = PolicyQuestion.TryParseRequest("GET https://a.com/b", out RequestFacts facts) ? PolicyQuestion.Ask(policy, facts) : default;
        Decision file = PolicyQuestion.Ask(policy, "/h/x", PathAccess.Write, Places);
        Decision command = policy.Commands.Decide(new CommandFacts(new UnixPath("/usr/bin/x"), null, ["x", "y"]), Places);
        foreach (Decision one in (Decision[])[request, file, command])
            BrokenPropertyException.Unless(one.Hint?.StartsWith("deciding failed", StringComparison.Ordinal) != true, "deciding does not fail");
    }

    /// <summary>A shell's text: read within bounds.</summary>
    public static void Shell(ReadOnlySpan<byte> input)
    {
        var line = ShellCommandLine.Read(Encoding.UTF8.GetString(input));
        BrokenPropertyException.Unless(line.Commands.All(command => command.Words.Count > 0), "a command has a word");
    }

    /// <summary>A request's target: each reading is a path.</summary>
    public static void Path(ReadOnlySpan<byte> input)
    {
        IReadOnlyList<string> readings = RequestPath.Readings(Encoding.UTF8.GetString(input));
        BrokenPropertyException.Unless(readings.All(one => one.StartsWith('/')), "a reading begins with a slash");
        BrokenPropertyException.Unless(readings.Count == 0 || !(readings[0] + "/").Contains("/../", StringComparison.Ordinal),
            "the canonical reading goes nowhere up");
    }
}
