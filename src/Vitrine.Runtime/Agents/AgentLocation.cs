namespace Vitrine.Runtime.Agents;

/// <summary>Whether an agent's program is there.</summary>
public enum AgentPresence
{
    /// <summary>Not looked for.</summary>
    Unknown,

    /// <summary>It is there.</summary>
    Ready,

    /// <summary>It must be installed first: <see cref="NpmInstallation"/>.</summary>
    NotInstalled,

    /// <summary>It isn't there, and only the person can change that.</summary>
    Unavailable,
}

/// <summary>Where an agent's program is, if it is there.</summary>
/// <param name="Presence">Whether it is.</param>
/// <param name="Program">How it is started, as the box sees it; empty unless ready.</param>
/// <param name="Version">The version that was found; empty when it isn't known.</param>
/// <param name="Problem">What the person must do, when it is unavailable.</param>
public sealed record AgentLocation(AgentPresence Presence, IReadOnlyList<string> Program, string Version, AgentProblem Problem)
{
    /// <summary>Looks for a profile's program.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="directories">The agent's place on the host; its HOME is read as the hostile tree that it is.</param>
    /// <param name="boxHome">HOME as the box sees it.</param>
    /// <param name="path">The PATH that the box will have.</param>
    /// <exception cref="IOException">A directory is there and can't be read.</exception>
    public static AgentLocation Find(AgentProfile profile, AgentDirectories directories, string boxHome, string path)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(path);
        return profile.Install switch
        {
            NpmInstall npm => new NpmInstallation(profile.Name, npm).Find(directories.Home, boxHome),
            DirectoryInstall directory => DirectoryAgent.Find(directory),
            ProgramOnPath program => FindOnPath(profile, program, path),
            _ => Ready([], ""),
        };
    }

    internal static AgentLocation Ready(IReadOnlyList<string> program, string version) => new(AgentPresence.Ready, program, version, default);

    internal static AgentLocation Unavailable(string what, string hint) => new(AgentPresence.Unavailable, [], "", new AgentProblem(what, hint));

    private static AgentLocation FindOnPath(AgentProfile profile, ProgramOnPath program, string path)
    {
        foreach (string directory in path.Split(':'))
            if (Path.IsPathFullyQualified(directory) && File.Exists(Path.Combine(directory, program.Program)))
                return Ready([Path.Combine(directory, program.Program)], "");
        return Unavailable($"{profile.Title} isn't installed: no '{program.Program}' on PATH.", program.How);
    }
}
