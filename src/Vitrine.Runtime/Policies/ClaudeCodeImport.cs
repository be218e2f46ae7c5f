using System.Text;
using System.Text.Json;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Policies;

/// <summary>A policy made from another tool's settings.</summary>
/// <param name="Yaml">The policy.</param>
/// <param name="LeftOut">What could not be carried over, and why.</param>
public sealed record ImportedPolicy(string Yaml, IReadOnlyList<string> LeftOut);

/// <summary>
/// Reads the permissions of Claude Code's <c>settings.json</c>. Nothing is widened: a rule that means less here than there, or that cannot be said here, is
/// left out where it allows, and named.
/// </summary>
public static class ClaudeCodeImport
{
    private static readonly System.Buffers.SearchValues<char> Operators = System.Buffers.SearchValues.Create("&|;<>()$`\n");
    private const int LongestText = 1 << 20;

    /// <summary>Imports the settings; null, and the reason, where they can't be read.</summary>
    public static ImportedPolicy? TryImport(string json, out string problem)
    {
        ArgumentNullException.ThrowIfNull(json);
        problem = "";
        if (json.Length > LongestText)
        {
            problem = "longer than 1 MiB";
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("permissions", out JsonElement permissions)
                || permissions.ValueKind != JsonValueKind.Object)
            {
                problem = "there are no \"permissions\" in it";
                return null;
            }

            return Import(document.RootElement, permissions);
        }
        catch (JsonException error)
        {
            problem = $"line {error.LineNumber + 1}: not JSON";
            return null;
        }
    }

    private static ImportedPolicy Import(JsonElement root, JsonElement permissions)
    {
        var lists = new PolicyLists();
        foreach (string list in (string[])["allow", "ask", "deny"])
        {
            if (!permissions.TryGetProperty(list, out JsonElement rules) || rules.ValueKind != JsonValueKind.Array)
                continue;
            foreach (JsonElement rule in rules.EnumerateArray())
                Add(lists, list, rule.ValueKind == JsonValueKind.String ? rule.GetString()! : rule.ToString());
        }

        foreach (JsonProperty other in permissions.EnumerateObject())
        {
            if (other.Name == "additionalDirectories" && other.Value.ValueKind == JsonValueKind.Array)
                foreach (JsonElement directory in other.Value.EnumerateArray())
                    lists.AddFile("write", directory.ToString(), $"additionalDirectories: {directory}");
            else if (other.Name is not ("allow" or "ask" or "deny"))
                lists.LeaveOut($"{other.Name}: {other.Value}", "a mode of the agent's own prompts, which the box does not have");
        }

        if (root.TryGetProperty("hooks", out _))
            lists.LeaveOut("hooks", "a hook runs inside the agent; write what it checks as rules");
        return lists.ToPolicy();
    }

    private static void Add(PolicyLists lists, string list, string rule)
    {
        int open = rule.IndexOf('(');
        string tool = open < 0 ? rule : rule[..open];
        string specifier = open < 0 ? "*" : rule.EndsWith(')') ? rule[(open + 1)..^1] : "";
        switch (tool)
        {
            case "Bash" when specifier.Length > 0:
                AddCommand(lists, list, rule, specifier);
                break;
            case "Read" or "Edit" or "Write" when specifier.Length > 0:
                AddFile(lists, list, rule, tool == "Read" ? "read" : "write", specifier);
                break;
            case "WebFetch" when specifier.StartsWith("domain:", StringComparison.Ordinal):
                lists.AddHost(list, specifier["domain:".Length..].ToLowerInvariant(), rule);
                break;
            default:
                lists.LeaveOut($"{list}: {rule}",
                    tool.StartsWith("mcp__", StringComparison.Ordinal)
                        ? "tools of MCP servers are not programs; name the server's program or host"
                        : "there is no such thing as this tool outside the agent");
                break;
        }
    }

    private static void AddCommand(PolicyLists lists, string list, string rule, string specifier)
    {
        string text = specifier.EndsWith(":*", StringComparison.Ordinal) ? specifier[..^2] + " *" : specifier;
        if (text == "*")
        {
            lists.SetDefault(list, rule);
            return;
        }

        // A star there spans spaces; here it ends with the word. At the end of words it is the same.
        bool isOpen = text.EndsWith(" *", StringComparison.Ordinal);
        string body = isOpen ? text[..^2] : text;
        if (body.Contains('*') && list == "allow")
            lists.LeaveOut($"{list}: {rule}", "its star spans several words there and one word here");
        else if (body.AsSpan().IndexOfAny(Operators) >= 0)
            lists.LeaveOut($"{list}: {rule}", "a rule is about one command");
        else
            lists.AddCommand(list, body, isOpen, rule);
    }

    private static void AddFile(PolicyLists lists, string list, string rule, string use, string specifier)
    {
        if (list == "ask")
        {
            lists.LeaveOut($"{list}: {rule}", "files are decided before the session, so nobody can be asked");
            return;
        }

        // "//x" is the root's x there, and "/x" that of the settings' directory.
        string path = specifier.StartsWith("//", StringComparison.Ordinal) ? specifier[1..] : specifier.StartsWith('/') ? "." + specifier : specifier;
        if (list == "deny" && use == "write")
            lists.LeaveOut($"{list}: {rule}", "to deny writing alone is not possible yet; 'workspace: read' or 'review' is");
        else if (list == "allow" && !(path.StartsWith('/') || path.StartsWith('~')))
            lists.LeaveOut($"{list}: {rule}", "the workspace is ruled as a whole by 'workspace'");
        else
            lists.AddFile(list == "deny" ? "deny" : use, path, rule);
    }
}
