using System.Diagnostics;

namespace Vitrine.FunctionalTests.Running;

/// <summary>Where one person runs Vitrine: a workspace, a state directory, an environment.</summary>
public sealed class Desk(Machine machine, Person person, string workspace, string state)
{
    // What this machine's own way to the network may need.
    private static readonly string[] Passed = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];

    /// <summary>What all tests share.</summary>
    public Machine Machine => machine;

    /// <summary>Who sits here.</summary>
    public Person Person => person;

    /// <summary>The workspace; a test may choose another.</summary>
    public string Workspace { get; init; } = workspace;

    /// <summary>XDG_STATE_HOME.</summary>
    public string State { get; init; } = state;

    /// <summary>XDG_CONFIG_HOME.</summary>
    public string Configuration { get; } = Path.Combine(Path.GetDirectoryName(workspace)!, "config");

    /// <summary>The person's own policy.</summary>
    public string Policy => Path.Combine(Configuration, "vitrine/vitrine.yaml");

    /// <summary>What the person has exported beside the usual.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Runs a shell command behind glass.</summary>
    public Task<Finished> ShellAsync(string command, params IEnumerable<string> options) => RunAsync([.. options], ["bash", "-c", command]);

    /// <summary>Runs a command behind glass; the scripts' directory is shown to it.</summary>
    public Task<Finished> RunAsync(IEnumerable<string> options, IEnumerable<string> command, byte[]? input = null) =>
        VitrineAsync(["run", "--ro", machine.Scripts, .. options, "--", .. command], input);

    /// <summary>Runs <c>vitrine</c> with exactly these arguments.</summary>
    public async Task<Finished> VitrineAsync(IEnumerable<string> arguments, byte[]? input = null)
    {
        await using RunningVitrine running = Start(arguments);
        return await running.FinishAsync(input).ConfigureAwait(false);
    }

    /// <summary>Starts <c>vitrine</c> and leaves it running.</summary>
    public RunningVitrine Start(IEnumerable<string> arguments) => Start(machine.Program, arguments);

    /// <summary>Runs a program on the host as this person, such as a script that starts vitrine in its own way (its path is in <c>$VITRINE</c>).</summary>
    public async Task<Finished> OnHostAsync(string program, IEnumerable<string> arguments, byte[]? input = null)
    {
        await using RunningVitrine running = Start(program, arguments);
        return await running.FinishAsync(input).ConfigureAwait(false);
    }

    /// <summary>Makes a git repository of the workspace, with one commit.</summary>
    public async Task<Desk> WithRepositoryAsync()
    {
        (await OnHostAsync("bash", [Path.Combine(machine.Scripts, "make-repository.sh"), Workspace]).ConfigureAwait(false)).Exits(0);
        return this;
    }

    /// <summary>Writes the person's own policy.</summary>
    public async Task WritePolicyAsync(string rules)
    {
        string file = Policy;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $"version: \"1\"\n{rules}\n", TestContext.Current.CancellationToken).ConfigureAwait(false);
        await person.OwnAsync(Configuration).ConfigureAwait(false);
    }

    private RunningVitrine Start(string program, IEnumerable<string> arguments)
    {
        string[] words = [.. person.Become, program, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = Workspace,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (string name in Passed)
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = person.Home;
        start.Environment["USER"] = person.Name;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["XDG_STATE_HOME"] = State;
        start.Environment["XDG_CONFIG_HOME"] = Configuration;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["VITRINE"] = machine.Program;
        start.Environment["SCRIPTS"] = machine.Scripts;
        start.Environment["npm_config_registry"] = machine.Registry;
        foreach ((string name, string value) in Environment)
            start.Environment[name] = value;
        return new RunningVitrine(this, Process.Start(start)!);
    }
}
