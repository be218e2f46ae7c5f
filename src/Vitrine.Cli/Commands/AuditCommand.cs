using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine audit</c>: what a program hides. Exit status 0 clear, 1 findings of medium or high severity, 2 it could not be done or not to its end.
/// </summary>
internal static class AuditCommand
{
    private const string Description =
        "Find what an agent hides: run it in many sessions that differ in one thing, and compare what it sends and does. Exit status: 0 clear, 1 findings of medium or high severity, 2 not done or not to its end.";

    /// <summary>Makes the command.</summary>
    public static Command Create(Func<AuditContext> find)
    {
        var target = new Argument<string?>("TARGET")
        {
            Description = "npm:NAME[@VERSION], a package's directory or tarball, or an installed program.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var budget = new Option<string>("--budget")
        {
            Description = "How much to try.",
            DefaultValueFactory = _ => "standard",
            HelpName = "quick|standard|deep"
        };
        budget.AcceptOnlyFromAmong("quick", "standard", "deep");
        var profile = new Option<string?>("--profile")
        {
            Description = "How the agent is started: a profile's file, or the name of a built-in one.",
            HelpName = "FILE|NAME"
        };
        var protocol = new Option<string?>("--protocol")
        {
            Description = "What it speaks to its model; seen when it runs unless told.",
            HelpName = "anthropic|openai-chat|openai-responses|gemini"
        };
        protocol.AcceptOnlyFromAmong("anthropic", "openai-chat", "openai-responses", "gemini");
        var output = new Option<string?>("--output", "-o") { Description = "The report's directory; audit-NAME unless told.", HelpName = "DIR" };
        var jobs = new Option<int>("--jobs") { Description = "Sessions at a time; as many as the machine allows unless told.", HelpName = "N" };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var number]
                && !(int.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 256))
                result.AddError("--jobs takes a number from 1 to 256.");
        });
        var resume = new Option<bool>("--resume") { Description = "Go on with an audit that was interrupted." };
        var factors = new Option<string[]>("--factor") { Description = "Try only this factor; may be given several times.", HelpName = "FACTOR" };
        factors.AcceptOnlyFromAmong([.. Factors.All]);
        var compare = new Option<string[]>("--compare")
        {
            Description = "Compare two reports: what is gone, new, the same.",
            HelpName = "A B",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true
        };
        var json = new Option<bool>("--json") { Description = "Give the result as JSON." };
        var command = new Command("audit", Description)
        {
            target, budget, profile, protocol, output, jobs, resume, factors, compare, json,
            AuditVerifyCommand.Create(find), AuditReplayCommand.Create(find), AuditBisectCommand.Create(find),
        };
        command.Validators.Add(result =>
        {
            bool compares = result.GetResult(compare) is { Implicit: false };
            if (compares == result.GetValue(target) is not null)
                result.AddError(compares ? "--compare takes two reports and no target." : "Name what to audit: npm:NAME, a directory, a tarball or a program.");
        });
        // An unset variable of a script: no path, no name.
        foreach (Command each in (Command[])[command, .. command.Subcommands])
        {
            each.Validators.Add(result =>
            {
                if (result.Children.FirstOrDefault(child => child.Tokens.Any(token => token.Value.Length == 0)) is { } empty)
                    result.AddError(empty is OptionResult option ? $"{option.Option.Name} is empty." : "What to look at is empty.");
            });
        }

        command.SetAction((result, cancellationToken) =>
        {
            AuditContext context = find();
            return GuardAsync(context, "vitrine audit --help", () =>
            {
                if (result.GetValue(compare) is [var first, var second])
                    return Task.FromResult(new AuditComparing(context).Run(first, second, result.GetValue(json)));
                string asked = result.GetValue(target)!;
                string directory = Path.GetFullPath(result.GetValue(output) ?? AuditRunning.DirectoryOf(asked));
                var request = new AuditRequest
                {
                    Target = asked,
                    Budget = result.GetValue(budget)!,
                    Profile = result.GetValue(profile),
                    Protocol = result.GetValue(protocol),
                    Jobs = result.GetValue(jobs),
                    IsResumed = result.GetValue(resume),
                    OnlyFactors = [.. (result.GetValue(factors) ?? []).Distinct(StringComparer.Ordinal)],
                    Work = directory + ".work",
                };
                return new AuditRunning(context).RunAsync(request, directory, result.GetValue(json), cancellationToken);
            });
        });
        return command;
    }

    /// <summary>Runs a command and says what went wrong where it cannot be done.</summary>
    public static async Task<int> GuardAsync(AuditContext context, string help, Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (UsageException wrong)
        {
            context.Messages().Complain(wrong.Message, wrong.Hint);
        }
        catch (AuditException wrong)
        {
            context.Messages().Complain(Visible.Cut(wrong.Message, 1_000), Visible.Cut(wrong.Hint, 400));
        }
        catch (OperationCanceledException)
        {
            context.Messages().Complain("It was interrupted.", help);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            string[] parts = error.Message.Split("\nhint: ", 2);
            context.Messages().Complain(Visible.Cut(parts[0].ReplaceLineEndings(" "), 1_000), parts.Length > 1 ? Visible.Cut(parts[1], 400) : help);
        }

        return AuditExit.Incomplete;
    }

    /// <summary>Reads a report that a person named.</summary>
    public static AuditResult Read(string directory) => ReportReader.Read(Path.GetFullPath(directory));
}
