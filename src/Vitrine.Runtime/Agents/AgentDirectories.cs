namespace Vitrine.Runtime.Agents;

/// <summary>
/// An agent's places in the state directory. Only <see cref="Home"/> is in the box; the rest lies beside it, where the agent can't reach it.
/// </summary>
/// <param name="Root">All of the agent's, absolute.</param>
public sealed record AgentDirectories(string Root)
{
    /// <summary>The private HOME, kept between runs.</summary>
    public string Home => Path.Combine(Root, "home");

    /// <summary>The file to hold an exclusive lock on while installing, so that two first runs at once install once.</summary>
    public string InstallLock => Path.Combine(Root, "install.lock");

    /// <summary>What <see cref="AgentSeeds"/> wrote.</summary>
    public string SeedRecord => Path.Combine(Root, "seeds");

    /// <summary>The places of a profile.</summary>
    /// <param name="state">Vitrine's state directory, absolute.</param>
    /// <param name="profile">The profile; its name is safe as a file name.</param>
    public static AgentDirectories For(string state, AgentProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new AgentDirectories(Path.Combine(state, "agents", profile.Name));
    }
}
