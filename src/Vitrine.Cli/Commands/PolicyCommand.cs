using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine policy</c>: the file that says what is allowed. Exit status 0 when all is well, 1 when something is wrong with a policy, 2 for wrong use.
/// </summary>
internal static class PolicyCommand
{
    /// <summary>Makes the command and those below it.</summary>
    /// <param name="context">Where things are; found when a command runs.</param>
    /// <param name="store">Opens the store of sessions.</param>
    public static Command Create(Func<PolicyContext> context, Func<SessionStore> store) => new("policy", "Write, check and explain what an agent may do.")
    {
        Init(context), Check(context), Explain(context), Test(context), Learn(context, store), Accept(context), Import(context), Schema(context),
    };

    private static Command Init(Func<PolicyContext> context)
    {
        var agent = new Option<string?>("--agent") { Description = "The agent that the policy is for.", HelpName = "NAME" };
        var command = new Command("init", "Write a commented vitrine.yaml for this project.") { agent };
        command.SetAction(result => Guard(context, given => new PolicyWriting(given).Init(result.GetValue(agent))));
        return command;
    }

    private static Command Check(Func<PolicyContext> context)
    {
        var file = new Argument<string?>("FILE") { Description = "A policy file; all that hold here if none is named.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("check", "Say what is wrong with a policy, by line and column.") { file };
        command.SetAction(result => Guard(context, given => new PolicyChecking(given).Check(result.GetValue(file))));
        return command;
    }

    private static Command Explain(Func<PolicyContext> context)
    {
        var what = new Argument<string[]>("WHAT") { Description = "\"METHOD URL\", a PATH, or -- COMMAND…", Arity = ArgumentArity.OneOrMore };
        var write = new Option<bool>("--write") { Description = "Ask about writing the path, not reading it." };
        var command1 = new Option<bool>("--command") { Description = "Take WHAT for a shell's text." };
        var json = new Option<bool>("--json") { Description = "Give the decision as JSON." };
        var command = new Command("explain", "Say what the policy decides, which rule does, and what would allow it.") { what, write, command1, json };
        command.SetAction(result => Guard(context, given => new PolicyExplaining(given).Run(
            result.GetValue(what)!,
                isCommand: result.GetValue(command1) || result.Tokens.Any(token => token.Type == System.CommandLine.Parsing.TokenType.DoubleDash),
                result.GetValue(write), result.GetValue(json))));
        return command;
    }

    private static Command Test(Func<PolicyContext> context)
    {
        var command = new Command("test", "Run the cases beside the policy: its 'tests', and those of vitrine.test.yaml.");
        command.SetAction(_ => Guard(context, given => new PolicyChecking(given).Test()));
        return command;
    }

    private static Command Learn(Func<PolicyContext> context, Func<SessionStore> store)
    {
        var sessions = new Argument<string[]>("SESSION") { Description = "Sessions by id, the beginning of one, or last.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("learn", "Write the narrowest policy that would have let sessions pass.") { sessions };
        command.SetAction(result => Guard(context, given => new PolicyWriting(given).Learn(store(), result.GetValue(sessions)!)));
        return command;
    }

    private static Command Accept(Func<PolicyContext> context)
    {
        var withdraw = new Option<bool>("--withdraw") { Description = "Take the acceptance back." };
        var command = new Command("accept", "Let this project's vitrine.yaml count, as it is now.") { withdraw };
        command.SetAction(result => Guard(context, given => new PolicyWriting(given).Accept(result.GetValue(withdraw))));
        return command;
    }

    private static Command Import(Func<PolicyContext> context)
    {
        var tool = new Argument<string>("TOOL") { Description = "claude-code or codex." };
        tool.AcceptOnlyFromAmong("claude-code", "codex");
        var file = new Argument<string>("FILE") { Description = "settings.json, config.toml or a .rules file." };
        var command = new Command("import", "Make a policy from another tool's permissions.") { tool, file };
        command.SetAction(result => Guard(context, given => new PolicyWriting(given).Import(result.GetValue(tool)!, result.GetValue(file)!)));
        return command;
    }

    private static Command Schema(Func<PolicyContext> context)
    {
        var command = new Command("schema", "Give the JSON schema of the policy file, for editors.");
        command.SetAction(_ => Guard(context, given =>
        {
            using StreamWriter writer = given.Data.OpenText();
            writer.Write(BuiltInPolicies.Schema);
            return 0;
        }));
        return command;
    }

    private static int Guard(Func<PolicyContext> context, Func<PolicyContext, int> run)
    {
        PolicyContext given = context();
        try
        {
            int status = run(given);
            given.Data.Bytes.Flush();
            return status;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            given.Messages.Complain(error.Message, "a policy that can't be read rules nothing: no session starts until it can.");
            return RootCommandLine.UsageError;
        }
    }
}

/// <summary>Where the commands about policies work.</summary>
/// <param name="Places">The person's directories.</param>
/// <param name="Workspace">The project.</param>
/// <param name="Data">Where data go.</param>
/// <param name="Messages">Where messages go.</param>
/// <param name="Organisation">The organisation's file; the usual one if null.</param>
internal sealed record PolicyContext(SessionPlaces Places, string Workspace, OutputStream Data, OutputStream Messages, string? Organisation = null)
{
    public PolicyLoader Loader => new(Places, Organisation);

    public Core.Policy.PolicyPlaces PolicyPlaces => new(Workspace, Places.Home);

    public static PolicyContext Find() => new(
        SessionPlaces.Find() ?? throw new IOException("HOME is not set to a directory."), Directory.GetCurrentDirectory(), OutputStream.Data(),
            OutputStream.Messages());
}
