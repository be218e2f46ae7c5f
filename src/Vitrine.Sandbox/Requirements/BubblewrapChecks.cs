namespace Vitrine.Sandbox.Requirements;

/// <summary>Bubblewrap, which makes the box.</summary>
internal static class BubblewrapChecks
{
    private const string Why = "Bubblewrap makes the box. Vitrine never runs an agent without it.";
    private static readonly Version Needed = new(0, 8);

    /// <summary>Installed, and not setuid: then it refuses the capabilities that the first stage needs over the box's own network.</summary>
    public static Requirement Installed(Machine machine, Distribution distribution)
    {
        string? path = SystemTools.Find("bwrap", machine.Root);
        if (path is null)
            return new Requirement("bubblewrap", RequirementState.Missing, "not installed", Why, distribution.Install("bubblewrap"));
        return (File.GetUnixFileMode(machine.At(path)) & UnixFileMode.SetUser) != 0
            ? new Requirement("bubblewrap", RequirementState.Missing, $"{path} is setuid", Why, $"sudo chmod u-s {path}")
            : new Requirement("bubblewrap", RequirementState.Ok, path, Why, null);
    }

    /// <summary>As <see cref="Installed"/>, and recent enough by its own word.</summary>
    public static async Task<Requirement> VersionAsync(Machine machine, Distribution distribution, CancellationToken cancellationToken)
    {
        Requirement installed = Installed(machine, distribution);
        if (installed.State != RequirementState.Ok)
            return installed;
        ProbeResult said = await machine.Try(new ProbeCommand(installed.Found, ["--version"]), cancellationToken).ConfigureAwait(false);
        string word = said.Output?.Split(' ')[^1] ?? "";
        if (!said.IsOk || !Version.TryParse(word, out Version? version))
            return installed with
            {
                State = RequirementState.Missing,
                Found = $"{installed.Found} does not tell its version {said.Error}".TrimEnd(),
                Hint = distribution.Install("bubblewrap")
            };
        return version < Needed
            ? installed with
            {
                State = RequirementState.Missing,
                Found = $"{version}, older than {Needed}",
                Hint = "install bubblewrap 0.8 or later (Debian 12, Ubuntu 24.04, Fedora 37 and later have it)"
            }
            : installed with { Found = $"{version}, {installed.Found}" };
    }
}
