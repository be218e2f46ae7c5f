using System.Text.Json;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Core.Policy.Shell;
using Vitrine.Runtime.Policies;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine policy explain</c>.</summary>
internal sealed class PolicyExplaining(PolicyContext context)
{
    public int Run(string[] what, bool isCommand, bool isWrite, bool asJson)
    {
        LoadedPolicy loaded = context.Loader.Load(context.Workspace);
        if (loaded.Policy is not { } policy)
        {
            context.Messages.Complain($"The policy has problems: {loaded.Problems[0]}", "vitrine policy check lists all.");
            return 1;
        }

        foreach (string note in loaded.Notes)
            context.Messages.Note(note);
        string shown = string.Join(' ', what);
        string subject;
        Decision decision;
        if (isCommand)
        {
            subject = "command";
            ShellCommandLine line = what.Length == 1 ? ShellCommandLine.Read(what[0]) : ShellCommandLine.Of(what);
            decision = policy.Commands.DecideText(line, context.PolicyPlaces);
        }
        else if (PolicyQuestion.TryParseRequest(shown, out RequestFacts request))
        {
            subject = "request";
            decision = PolicyQuestion.Ask(policy, request);
        }
        else if (what.Length == 1 && !what[0].Contains("://", StringComparison.Ordinal))
        {
            subject = isWrite ? "write" : "read";
            decision = PolicyQuestion.Ask(policy, what[0], isWrite ? PathAccess.Write : PathAccess.Read, context.PolicyPlaces);
        }
        else
        {
            context.Messages.Complain($"'{Visible.Cut(shown, 80)}' is neither a request nor a path.", "\"POST https://host/path\", a path, or -- COMMAND…");
            return RootCommandLine.UsageError;
        }

        if (asJson)
            WriteJson(subject, shown, decision);
        else
            Write(decision);
        return 0;
    }

    /// <summary>The decision in one word.</summary>
    public static string Word(Decision decision) => decision.Outcome.ToString().ToLowerInvariant();

    private void Write(Decision decision)
    {
        using StreamWriter writer = context.Data.OpenText();
        writer.Write($"{Word(decision)}\n");
        writer.Write($"  rule: {(string.IsNullOrEmpty(decision.Rule) ? "none" : Visible.Text(decision.Rule))}\n");
        if (decision.Origin is not null)
            writer.Write($"  from: {Visible.Text(decision.Origin)}\n");
        if (!string.IsNullOrEmpty(decision.Hint))
            writer.Write($"  would allow it: {Visible.Text(decision.Hint)}\n");
    }

    private void WriteJson(string subject, string what, Decision decision)
    {
        using (var writer = new Utf8JsonWriter(context.Data.Bytes, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("subject"u8, subject);
            writer.WriteString("what"u8, what);
            writer.WriteString("effect"u8, Word(decision));
            writer.WriteBoolean("allowed"u8, decision.IsAllowed);
            writer.WriteString("rule"u8, decision.Rule);
            writer.WriteString("origin"u8, decision.Origin);
            writer.WriteString("hint"u8, decision.Hint);
            writer.WriteEndObject();
        }

        context.Data.Bytes.WriteByte((byte)'\n');
    }
}
