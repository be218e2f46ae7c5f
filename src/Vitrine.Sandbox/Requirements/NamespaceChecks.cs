namespace Vitrine.Sandbox.Requirements;

/// <summary>User namespaces: what lets an ordinary user make a box. Systems close them in several ways, and each has its own mend.</summary>
internal static class NamespaceChecks
{
    private const string Name = "user-namespaces";
    private const string Why = "A box is made of namespaces that an ordinary user may create.";

    // Only bubblewrap may make user namespaces then, which is a smaller door than the sysctl, which opens them to every program.
    private const string AppArmorHint =
        "echo 'abi <abi/4.0>, profile vitrine-bwrap /usr/bin/bwrap flags=(unconfined) { userns, }' | sudo tee /etc/apparmor.d/vitrine-bwrap && sudo apparmor_parser -r /etc/apparmor.d/vitrine-bwrap";

    /// <summary>The settings that close user namespaces for certain; Ok when none of them does.</summary>
    public static Requirement Settings(Machine machine)
    {
        if (machine.ReadSetting("user/max_user_namespaces") == 0)
            return Closed("user.max_user_namespaces is 0", "sudo sysctl -w user.max_user_namespaces=15000");
        if (!machine.IsRoot && machine.ReadSetting("kernel/unprivileged_userns_clone") == 0)
            return Closed("kernel.unprivileged_userns_clone is 0", "sudo sysctl -w kernel.unprivileged_userns_clone=1");
        return new Requirement(Name, RequirementState.Ok, "open", Why, null);
    }

    /// <summary>Makes one, with a network of its own, and names the reason if it can't be.</summary>
    public static async Task<Requirement> TryAsync(Machine machine, CancellationToken cancellationToken)
    {
        Requirement settings = Settings(machine);
        if (settings.State != RequirementState.Ok || ThrowAwayBox.Find(machine) is not { } box)
            return settings.State == RequirementState.Ok ? ThrowAwayBox.NotTried(Name, Why) : settings;
        ProbeResult result = await machine.Try(box.Command(["/bin/sh", "-c", ":"]), cancellationToken).ConfigureAwait(false);
        if (result.IsOk)
            return settings with { Found = "open (tried)" };

        // AppArmor may be set to restrict and still have a profile for bubblewrap, so the setting counts only once the attempt failed.
        if (machine.ReadSetting("kernel/apparmor_restrict_unprivileged_userns") == 1)
            return Closed($"AppArmor restricts them (kernel.apparmor_restrict_unprivileged_userns is 1): {result.Error}", AppArmorHint);
        return machine.IsContainer
            ? Closed($"the container forbids them: {result.Error}",
                "start the container with: --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined")
            : Closed($"bubblewrap could not make one: {result.Error}", "ask who runs this machine which security module or limit closes user namespaces");
    }

    /// <summary>The rest of what a box is made of: its own processes with their /proc, and terminals of its own.</summary>
    public static async Task<Requirement> InsideAsync(Machine machine, CancellationToken cancellationToken)
    {
        const string Here = "box-mounts",
            Reason = "The box has its own processes, its own /proc and its own terminals, so that nothing of the host's is in reach.";
        if (ThrowAwayBox.Find(machine) is not { } box)
            return ThrowAwayBox.NotTried(Here, Reason);
        string[] command = ["/bin/sh", "-c", "mkdir /dev/pts && mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts /dev/pts"];
        ProbeResult result = await machine.Try(box.Command(command, "--unshare-pid", "--proc", "/proc", "--tmpfs", "/dev", "--dev-bind", "/dev/null",
            "/dev/null"),
            cancellationToken).ConfigureAwait(false);
        return result.IsOk
            ? new Requirement(Here, RequirementState.Ok, "/proc and terminals (tried)", Reason, null)
            : new Requirement(Here, RequirementState.Missing, $"refused: {result.Error}", Reason,
                machine.IsContainer
                    ? "start the container with: --security-opt systempaths=unconfined"
                    : "mend user-namespaces first, then see what the kernel's log says");
    }

    private static Requirement Closed(string found, string hint) => new(Name, RequirementState.Missing, found, Why, hint);
}
