using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Running;

/// <summary>
/// Installs an agent, behind glass like everything else of it: a session of its own, recorded, that may reach the package registry and nothing more.
/// </summary>
internal sealed class AgentInstaller(SessionPlaces places, BoxTools tools, OutputStream said)
{
    /// <summary>Installs; two first runs at once install once.</summary>
    /// <returns>The installer's exit status.</returns>
    public async Task<int> InstallAsync(AgentProfile profile, AgentDirectories directories, CancellationToken cancellationToken)
    {
        var installation = new NpmInstallation(profile.Name, (NpmInstall)profile.Install);
        await using FileStream held = await LockAsync(directories.InstallLock, cancellationToken).ConfigureAwait(false);
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (AgentLocation.Find(profile, directories, places.Home, path).Presence == AgentPresence.Ready)
            return 0;
        string npm = path.Split(':')
            .Select(directory => Path.Combine(directory, "npm"))
            .FirstOrDefault(file => Path.IsPathFullyQualified(file) && File.Exists(file))
            ?? throw new UsageException($"{profile.Title} is installed with npm, which is not on PATH.", "install Node.js with npm");
        NpmRegistry registry = await NpmRegistry.AskAsync(installation.Package, npm, cancellationToken).ConfigureAwait(false)
            ?? throw new UsageException("npm names no registry that could be used.", "npm config get registry");
        said.Note($"{profile.Title} is not installed yet: {installation.Package} is being installed behind glass, which may take a minute.");

        // An empty workspace: the installer has no business in the person's project.
        string scratch = Path.Combine(directories.Root, "install");
        Directory.CreateDirectory(scratch, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var plan = new SessionPlan
        {
            Agent = profile.Name,
            Command = [.. installation.Command(places.Home, registry).Select(word => new UnixPath(word))],
            PrivateHome = directories.Home,
            Network = new NetworkPolicy(NetworkMode.DenyByDefault, registry.Allow),
            AllowPrivate = registry.Allow,
            Environment = registry.Environment,
        };
        SessionOutcome outcome = await new Session(plan, places, new UnixPath(scratch), tools, TimeProvider.System,
            Session.PrepareAuthority(TimeProvider.System)).RunAsync(cancellationToken).ConfigureAwait(false);
        if (outcome.Failure is { } failure)
            said.Complain(failure, "vitrine doctor");
        said.Note($"installation: exit {outcome.ExitStatus}, session {outcome.Id}");
        return outcome.ExitStatus;
    }

    private static async Task<FileStream> LockAsync(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another run installs the same agent; its own limits end it.
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
