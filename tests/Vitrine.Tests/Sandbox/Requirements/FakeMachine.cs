using System.Runtime.InteropServices;
using Vitrine.Sandbox.Requirements;
using Xunit;

namespace Vitrine.Tests.Sandbox.Requirements;

/// <summary>A machine in a directory: all that is needed is there, until a test takes it away. Attempts succeed unless a test says how they fail.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vitrine-machine-").FullName;
    private readonly Dictionary<string, ProbeResult> _failures = [];

    public FakeMachine()
    {
        Write("etc/os-release", "NAME=x\nID=debian\n");
        Write("etc/ssl/certs/ca-certificates.crt", "certificates");
        Write("proc/sys/kernel/osrelease", "6.8.0-31-generic");
        Write("proc/sys/kernel/seccomp/actions_avail", "kill_process errno user_notif allow");
        Write("proc/sys/user/max_user_namespaces", "63000");
        Write("proc/net/if_inet6", "");
        Program("usr/bin/bwrap");
        Program("usr/sbin/nft");
        Directory.CreateDirectory(Path.Combine(_root, "home/me"));
        Machine = new Machine { Root = _root, Architecture = Architecture.X64, IsRoot = false, Try = TryAsync };
    }

    public Machine Machine { get; init; }

    /// <summary>Every program that was tried.</summary>
    public List<ProbeCommand> Tried { get; } = [];

    public string At(string path) => Path.Combine(_root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public void Remove(string path) => File.Delete(At(path));

    public void Program(string path, UnixFileMode special = UnixFileMode.None)
    {
        Write(path, "");
        File.SetUnixFileMode(At(path), special | UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Attempts whose arguments hold a word fail so.</summary>
    public void Fail(string word, ProbeResult result) => _failures[word] = result;

    public async Task<Requirement> CheckAsync(string name, string state = "/home/me/.local/state/vitrine", Machine? machine = null) =>
        Assert.Single(await MachineRequirements.CheckAllAsync(machine ?? Machine, state, TestContext.Current.CancellationToken),
            requirement => requirement.Name == name);

    public IReadOnlyList<string> MissingBeforeRun(string? state = "/home/me/.local/state/vitrine", string? workspace = "/home/me/project") =>
        [.. MachineRequirements.CheckBeforeRun(Machine, state, workspace).Select(requirement => requirement.Name)];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private Task<ProbeResult> TryAsync(ProbeCommand command, CancellationToken cancellationToken)
    {
        lock (Tried)
            Tried.Add(command);
        string line = string.Join(' ', command.Arguments);
        foreach ((string word, ProbeResult result) in _failures)
            if (line.Contains(word, StringComparison.Ordinal))
                return Task.FromResult(result);
        return Task.FromResult(new ProbeResult(0, command.Arguments is ["--version"] ? "bubblewrap 0.9.0" : "", ""));
    }
}
