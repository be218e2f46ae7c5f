using Vitrine.Cli.Report;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>The commands that make policies: <c>init</c>, <c>learn</c>, <c>accept</c> and <c>import</c>.</summary>
internal sealed class PolicyWriting(PolicyContext context)
{
    private const int LongestImport = 1 << 20;

    public int Init(string? agent)
    {
        string path = Path.Combine(context.Workspace, PolicyLoader.FileName);
        if (agent is not null && !BuiltInPolicies.AgentNames.Contains(agent))
        {
            string? meant = BuiltInPolicies.NearestAgent(agent);
            context.Messages.Complain($"There is no ready policy for '{Visible.Cut(agent, 40)}'.",
                meant is null ? $"one of {string.Join(", ", BuiltInPolicies.AgentNames)}" : $"did you mean '{meant}'?");
            return RootCommandLine.UsageError;
        }

        if (Path.Exists(path))
        {
            context.Messages.Complain($"There is a {PolicyLoader.FileName} already; it was left as it is.", "vitrine policy check reads it.");
            return 1;
        }

        string text = PolicyDraft.For(context.Workspace, agent);
        using (var stream = new FileStream(path, FileMode.CreateNew))
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        // The person wrote it, by this command, and so need not accept it as well.
        new AcceptedPolicies(context.Places.State).Accept(context.Workspace, PolicyDigest.Of(System.Text.Encoding.UTF8.GetBytes(text)));
        context.Messages.Note($"{PolicyLoader.FileName} is written and counts. After a change: vitrine policy check, then vitrine policy accept.");
        return 0;
    }

    public int Accept(bool withdraw)
    {
        var accepted = new AcceptedPolicies(context.Places.State);
        if (withdraw)
        {
            context.Messages.Note(accepted.Withdraw(context.Workspace)
                ? "This project's policy does not count any more; what it forbids still holds."
                : "No policy was accepted here.");
            return 0;
        }

        if (PolicyFile.ReadContent(Path.Combine(context.Workspace, PolicyLoader.FileName)) is not { } content)
        {
            context.Messages.Complain($"There is no {PolicyLoader.FileName} here.", "vitrine policy init writes one.");
            return RootCommandLine.UsageError;
        }

        if (new PolicyChecking(context).Check(PolicyLoader.FileName) != 0)
            return 1;
        accepted.Accept(context.Workspace, PolicyDigest.Of(content));
        context.Messages.Note($"{PolicyLoader.FileName} counts now, as long as it stays as it is (SHA-256 {PolicyDigest.Of(content)}).");
        return 0;
    }

    public int Learn(SessionStore store, string[] names)
    {
        var learner = new PolicyLearner(context.PolicyPlaces);
        foreach (string name in names)
        {
            if (SessionChoice.Open(store, name, context.Messages) is not { } session)
                return RootCommandLine.UsageError;
            session.ReadEntries(entry => learner.Add(entry.Data));
        }

        using StreamWriter writer = context.Data.OpenText();
        writer.Write(learner.ToYaml());
        if (learner.LeftOut > 0)
            context.Messages.Note($"{Quantity.Of(learner.LeftOut, "act")} could not be said as a rule, and so are not allowed by it.");
        return 0;
    }

    public int Import(string tool, string file)
    {
        string path = Path.GetFullPath(file, context.Workspace);
        if (PolicyFile.ReadContent(path) is not { } content)
        {
            context.Messages.Complain($"There is no {Visible.Cut(file, 80)}.", "name the file with the permissions");
            return RootCommandLine.UsageError;
        }

        string text = content.Length > LongestImport ? "" : System.Text.Encoding.UTF8.GetString(content);
        ImportedPolicy? imported = tool == "claude-code"
            ? ClaudeCodeImport.TryImport(text, out string problem)
            : CodexImport.TryImport(text, isRules: path.EndsWith(".rules", StringComparison.Ordinal), out problem);
        if (imported is null)
        {
            context.Messages.Complain($"{Visible.Cut(file, 80)} can't be imported: {problem}.", "name the file with the permissions");
            return 1;
        }

        using (StreamWriter writer = context.Data.OpenText())
            writer.Write(imported.Yaml);
        foreach (string left in imported.LeftOut)
            context.Messages.Note($"not carried over: {left}");
        return 0;
    }
}
