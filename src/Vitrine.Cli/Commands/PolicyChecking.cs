using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Inspection;
using Vitrine.Runtime.Policies;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine policy check</c> and <c>test</c>.</summary>
internal sealed class PolicyChecking(PolicyContext context)
{
    /// <summary>The name of the file of cases beside a project's policy.</summary>
    public const string TestFile = "vitrine.test.yaml";

    public int Check(string? file)
    {
        IReadOnlyList<PolicyProblem> problems;
        IReadOnlyList<string> notes = [], read;
        if (file is null)
        {
            LoadedPolicy loaded = context.Loader.Load(context.Workspace);
            (problems, notes, read) = (loaded.Problems, loaded.Notes, [.. loaded.Files.Select(one => one.Shown)]);
            if (SecretRuleFiles.Read(context.Places) is { } rules)
            {
                problems = [.. problems,
                    .. rules.Problems.Select(one => new PolicyProblem($"secrets/{one[..one.IndexOf(':', StringComparison.Ordinal)]}", 1, 1,
                        one[(one.IndexOf(':', StringComparison.Ordinal) + 2)..], ""))];
                notes = [.. notes, .. rules.NotCarried.Select(one => $"not carried over: secrets/{one}")];
            }
        }
        else if (PolicyFile.ReadContent(Path.GetFullPath(file, context.Workspace)) is { } content)
        {
            (problems, read) = (PolicyLoader.Read(new PolicyFile(PolicyRank.Project, file, file, content, true)).Problems, [file]);
        }
        else
        {
            context.Messages.Complain($"There is no {file}.", "vitrine policy init writes one.");
            return RootCommandLine.UsageError;
        }

        Report(problems);
        foreach (string note in notes)
            context.Messages.Note(note);
        if (problems.Count == 0)
            context.Messages.Note(read.Count == 0 ? "There is no policy file here: the built-in defaults hold." : $"{string.Join(", ", read)}: no problems.");
        return problems.Count == 0 ? 0 : 1;
    }

    public int Test()
    {
        LoadedPolicy loaded = context.Loader.Load(context.Workspace);
        var tests = loaded.Tests.Select(one => (File: one.File.Shown, one.Test)).ToList();
        var problems = loaded.Problems.ToList();
        string beside = Path.Combine(context.Workspace, TestFile);
        if (PolicyFile.ReadContent(beside) is { } content)
        {
            ReadPolicy read = PolicyLoader.Read(new PolicyFile(PolicyRank.Project, beside, TestFile, content, true));
            problems.AddRange(read.Problems);
            tests.AddRange(read.Tests.Select(test => (TestFile, test)));
        }

        Report(problems);
        if (problems.Count > 0 || loaded.Policy is not { } policy)
            return 1;
        foreach (string note in loaded.Notes)
            context.Messages.Note(note);
        if (tests.Count == 0)
        {
            context.Messages.Complain("There are no cases.", $"write them under 'tests' in vitrine.yaml, or in {TestFile}.");
            return RootCommandLine.UsageError;
        }

        int failed = 0;
        using StreamWriter writer = context.Data.OpenText();
        foreach ((string file, PolicyTest test) in tests)
        {
            bool isAsked = PolicyQuestion.TryAsk(policy, test, context.PolicyPlaces, out Decision decision);
            if (isAsked && decision.Outcome == test.Expected)
                continue;
            failed++;
            string found = isAsked
                ? $"{PolicyExplaining.Word(decision)}, not {test.Expected.ToString().ToLowerInvariant()}{(decision.Rule is null ? "" : $" ({decision.Rule}{(decision.Origin is null ? "" : $", {decision.Origin}")})")}"
                : "is no METHOD URL";
            writer.Write($"{Visible.Text($"{file}:{test.Line}: {test.Name}: {found}")}\n");
        }

        writer.Write($"{tests.Count - failed} passed, {failed} failed\n");
        return failed == 0 ? 0 : 1;
    }

    private void Report(IReadOnlyList<PolicyProblem> problems)
    {
        using StreamWriter writer = context.Data.OpenText();
        foreach (PolicyProblem problem in problems)
            writer.Write($"{Visible.Text(problem.ToString())}{(problem.Hint.Length == 0 ? "" : $"\n  hint: {Visible.Text(problem.Hint)}")}\n");
    }
}
