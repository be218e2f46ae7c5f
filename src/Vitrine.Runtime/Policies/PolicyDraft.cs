using System.Text;

namespace Vitrine.Runtime.Policies;

/// <summary>The commented file that a person starts with.</summary>
public static class PolicyDraft
{
    private static readonly (string File, string Title, string[] Commands)[] Kinds =
    [
        ("package.json", "Node.js", ["npm", "npx", "node"]),
        ("pyproject.toml", "Python", ["python3", "pip", "pytest"]),
        ("requirements.txt", "Python", ["python3", "pip", "pytest"]),
        ("Cargo.toml", "Rust", ["cargo", "rustc"]),
        ("go.mod", "Go", ["go", "gofmt"]),
        ("pom.xml", "Java", ["mvn", "java"]),
        ("build.gradle", "Java", ["gradle", "java"]),
        ("Makefile", "make", ["make"]),
    ];

    /// <summary>A policy for the project in this directory and an agent, or for any agent.</summary>
    public static string For(string workspace, string? agent)
    {
        string[] titles = [.. Kinds.Where(kind => File.Exists(Path.Combine(workspace, kind.File))).Select(kind => kind.Title).Distinct()];
        string[] commands = [.. Kinds.Where(kind => titles.Contains(kind.Title) && File.Exists(Path.Combine(workspace, kind.File)))
            .SelectMany(kind => kind.Commands)
            .Distinct()];
        var text = new StringBuilder();
        text.Append("# What a coding agent may do in this project. `vitrine policy check` reads it, `vitrine policy explain` answers questions.\n");
        text.Append(titles.Length > 0 ? $"# Found here: {string.Join(", ", titles)}.\n" : "");
        text.Append("# After a change: vitrine policy accept\nversion: \"1\"\n\n");
        text.Append("# Ready policies of agents: their hosts, with methods and paths, and the credential that the door puts in.\n");
        text.Append(agent is null ? $"# extends: [{string.Join(", ", BuiltInPolicies.AgentNames)}]\n\n" : $"extends: [{agent}]\n\n");
        text.Append("files:\n  # write: in place; review: kept apart until you apply it; read: nothing changes.\n  workspace: write\n");
        text.Append("  # Neither read nor written, at any depth. Deny wins over everything else.\n  deny: [\"*.pem\", id_rsa]\n\n");
        text.Append("commands:\n  # allow, record, ask or deny what no rule covers. A list under 'allow' makes it deny.\n  default: allow\n");
        text.Append("  # Options are looked past: this is 'git -C x push' too. 'ask' waits for `vitrine watch`, and is a denial without it.\n  ask: [git push]\n");
        if (commands.Length > 0)
            text.Append("  # To allow a list alone, instead of the default:\n  # allow: [git, ").AppendJoin(", ", commands).Append("]\n");
        text.Append("\n# Without a list nothing is allowed but the agent's own hosts and what --allow names.\n");
        text.Append("# network:\n#   allow:\n#     - docs.example.com\n#     - { host: api.example.com, methods: [GET], paths: [/v1/**], purpose: tool }\n\n");
        text.Append("data:\n  # block: the request does not leave; redact: it leaves without them; record: it leaves, and the report says so.\n  secrets: redact\n  identity: record\n");
        text.Append("  source:\n    default: record\n    allow:\n      - { paths: [\"**\"], to: [model, git] }\n    deny:\n      - { paths: [\"**\"], to: [telemetry, package] }\n");
        text.Append("  # Source and personal data stay there; a host whose region nobody declared is refused:\n  # regions: [eu]\n");
        return text.ToString();
    }
}
