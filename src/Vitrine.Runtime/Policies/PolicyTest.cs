using Vitrine.Core.Model;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>What a case asks about.</summary>
public enum PolicyTestKind
{
    /// <summary><c>METHOD URL</c>.</summary>
    Request,

    /// <summary>A file that is read.</summary>
    Read,

    /// <summary>A file that is written.</summary>
    Write,

    /// <summary>A program with its arguments.</summary>
    Command,

    /// <summary>A shell's text.</summary>
    Shell,
}

/// <summary>A case kept beside a policy: what is asked, and what the answer must be.</summary>
/// <param name="Name">What it shows; what is asked where it has no name.</param>
/// <param name="Kind">What it asks about.</param>
/// <param name="Subject">What it asks.</param>
/// <param name="Expected">The answer.</param>
/// <param name="Line">Where it stands.</param>
public sealed record PolicyTest(string Name, PolicyTestKind Kind, string Subject, Effect Expected, long Line)
{
    internal static IEnumerable<PolicyTest> Read(PolicySection root)
    {
        foreach (ProfileNode item in root.FindItems("tests"))
        {
            if (item is not MapNode map)
            {
                root.Reading.Add(item, "a test is a mapping", "{ request: GET https://host/path, expect: allow }");
                continue;
            }

            var section = new PolicySection(root.Reading, map, "a test", PolicyKeys.Test);
            (PolicyTestKind Kind, ScalarNode? Text)[] asked =
            [
                .. ((PolicyTestKind Kind, ScalarNode? Text)[])
                [
                    (PolicyTestKind.Request, section.FindText("request")), (PolicyTestKind.Read, section.FindText("read")),
                        (PolicyTestKind.Write, section.FindText("write")),
                    (PolicyTestKind.Command, section.FindText("command")), (PolicyTestKind.Shell, section.FindText("shell")),
                ],
            ];
            asked = [.. asked.Where(one => one.Text is not null)];
            if (asked.Length != 1)
                root.Reading.Add(map, "a test asks one thing: 'request', 'read', 'write', 'command' or 'shell'");
            else if (section.FindWord("expect", PolicyKeys.ExpectWords) is { } expected)
                yield return new PolicyTest(section.FindText("name")?.Text ?? asked[0].Text!.Text, asked[0].Kind, asked[0].Text!.Text,
                    PolicySection.EffectOf(expected), map.Line);
            else if (section.Find("expect") is null)
                root.Reading.Add(map, "a test says what it expects", "expect: allow");
        }
    }
}
