using System.CommandLine;
using Vitrine.Cli.Running;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine run</c>: an agent, or any command, behind glass. The exit status is the agent's; 2 for wrong use, 125 when the box can't be made.
/// </summary>
internal static class RunCommand
{
    /// <summary>
    /// Makes the command; <paramref name="commandAt"/> is where in argv the words behind <c>--</c> begin, <paramref name="run"/> what is then done.
    /// </summary>
    public static Command Create(int? commandAt, Func<RunOptions, CancellationToken, Task<int>> run)
    {
        var prompt = new Argument<string?>("PROMPT")
        {
            Description = "What the agent is to do; without it the agent starts interactively. Needs --agent.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var agent = new Option<string?>("--agent", "-a")
        {
            Description = "Agent to run: a name (vitrine agents), npm:PACKAGE[@VERSION], or a directory.",
            HelpName = "AGENT"
        };
        var workspace = new Option<string?>("--workspace", "-w")
        {
            Description = "Directory to work in, read-write. Default: the working directory.",
            HelpName = "DIR"
        };
        var allow = new Option<string[]>("--allow") { Description = "Host that may be reached: HOST, HOST:PORT or *.DOMAIN. Repeatable.", HelpName = "HOST" };
        var allowPrivate = new Option<string[]>("--allow-private")
        {
            Description = "Like --allow, for a host whose address lies in a private network.",
            HelpName = "HOST"
        };
        var observe = new Option<bool>("--observe") { Description = "Allow every host and record all." };
        var offline = new Option<bool>("--offline") { Description = "Dial nothing: a stand-in answers as the model, a sinkhole as everything else." };
        var script = new Option<string?>("--script")
        {
            Description = "What the stand-in plays: default, hello, or a YAML file. Needs --offline.",
            HelpName = "SCRIPT"
        };
        var endpoint = new Option<string?>("--endpoint") { Description = "Model endpoint to point the agent at.", HelpName = "URL" };
        var keyName = new Option<string?>("--endpoint-key")
        {
            Description = "Name of the environment variable that holds the endpoint's key.",
            HelpName = "NAME"
        };
        var model = new Option<string?>("--model") { Description = "Model to name to the endpoint.", HelpName = "MODEL" };
        var env = new Option<string[]>("--env", "-e") { Description = "Environment variable to pass into the box. Repeatable.", HelpName = "NAME" };
        var readOnly = new Option<string[]>("--ro") { Description = "Further file or directory that the box may read. Repeatable.", HelpName = "PATH" };
        var processes = new Option<ulong>("--processes")
        {
            Description = "Most processes and threads in the box.",
            HelpName = "N",
            DefaultValueFactory = _ => RunOptions.DefaultProcesses
        };
        var memory = new Option<string?>("--memory") { Description = "Most private memory of each process, such as 4G.", HelpName = "SIZE" };
        var review = new Option<bool>("--review") { Description = "Work on a copy-on-write view of the workspace; vitrine diff, apply and discard come after." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No report at the end; vitrine show gives it later." };

        // For experiments: what an audit does in each of its sessions, by hand.
        var clock = new Option<string?>("--clock")
        {
            Description = "What the box's clock shows at the start, such as 2027-03-01T12:00:00Z.",
            HelpName = "TIME",
            Hidden = true
        };
        var step = new Option<double>("--clock-step") { Description = "Steps of that clock, in seconds.", HelpName = "SECONDS", Hidden = true };
        var seed = new Option<ulong?>("--seed") { Description = "Number from which the box's randomness follows.", HelpName = "N", Hidden = true };
        var one = new Option<bool>("--one-processor") { Description = "Run on one processor alone, and show no other.", Hidden = true };
        var command = new Command("run", "Run an agent, or any command after --, behind glass.")
        {
            prompt, agent, workspace, allow, allowPrivate, observe, offline, script, endpoint, keyName, model, env, readOnly, processes, memory, review, quiet,
                clock, step, seed, one,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(prompt) is ['-', ..] unknown)
                result.AddError($"vitrine run has no option '{Report.Visible.Text(unknown)}'.");
        });
        command.SetAction((result, cancellationToken) => run(new RunOptions
        {
            Prompt = result.GetValue(prompt),
            Agent = result.GetValue(agent),
            Workspace = result.GetValue(workspace),
            Allow = result.GetValue(allow) ?? [],
            AllowPrivate = result.GetValue(allowPrivate) ?? [],
            Observe = result.GetValue(observe),
            Offline = result.GetValue(offline),
            Script = result.GetValue(script),
            Endpoint = result.GetValue(endpoint),
            EndpointKeyName = result.GetValue(keyName),
            Model = result.GetValue(model),
            EnvironmentNames = result.GetValue(env) ?? [],
            ReadOnlyPaths = result.GetValue(readOnly) ?? [],
            Processes = result.GetValue(processes),
            Memory = result.GetValue(memory),
            Review = result.GetValue(review),
            Quiet = result.GetValue(quiet),
            Clock = result.GetValue(clock),
            ClockStep = result.GetValue(step),
            Seed = result.GetValue(seed),
            OneProcessor = result.GetValue(one),
            Words = commandAt is { } place ? RawArguments.From(place) : null,
        }, cancellationToken));
        return command;
    }
}
