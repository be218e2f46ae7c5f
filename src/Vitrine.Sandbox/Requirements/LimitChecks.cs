namespace Vitrine.Sandbox.Requirements;

/// <summary>What makes the box better where the machine has it, and stops nothing where it has not.</summary>
internal static class LimitChecks
{
    /// <summary>Whether the caller may make control groups below its own.</summary>
    public static Requirement ControlGroups(Machine machine)
    {
        const string Name = "cgroup", Why = "Limits of memory, processes and processor time for the box as a whole.";
        string? own = null;
        string membership = machine.At("proc/self/cgroup");
        if (File.Exists(membership))
            own = File.ReadLines(membership).Take(64).FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[3..];
        string group = machine.At("sys/fs/cgroup" + own);
        string controllers = Path.Join(group, "cgroup.controllers");
        if (own is null || !File.Exists(controllers))
            return new Requirement(Name, RequirementState.Info, "no cgroup v2 for this session; limits are those of single processes", Why, null);
        return IsWritable(group) && IsWritable(Path.Join(group, "cgroup.subtree_control"))
            ? new Requirement(Name, RequirementState.Ok, $"delegated, with {File.ReadAllText(controllers).Trim()}", Why, null)
            : new Requirement(Name, RequirementState.Info, "cgroup v2 is not delegated to this session; limits are those of single processes", Why,
                "run under `systemd-run --user --scope -p Delegate=yes`");
    }

    /// <summary>A copy-on-write workspace needs overlayfs inside a user namespace.</summary>
    public static async Task<Requirement> OverlayAsync(Machine machine, CancellationToken cancellationToken)
    {
        const string Name = "overlayfs", Why = "A workspace that is only changed after a person's review is mounted copy-on-write.";
        if (ThrowAwayBox.Find(machine) is not { } box)
            return new Requirement(Name, RequirementState.Info, "not tried: bubblewrap is not installed", Why, null);
        string[] command = ["/bin/sh", "-c", "cd /tmp && mkdir u w m && mount -t overlay overlay -o lowerdir=/usr,upperdir=u,workdir=w,userxattr m"];
        ProbeResult result = await machine.Try(box.Command(command, "--tmpfs", "/tmp"), cancellationToken).ConfigureAwait(false);
        return result.IsOk
            ? new Requirement(Name, RequirementState.Ok, "works in a box (tried)", Why, null)
            : new Requirement(Name, RequirementState.Info, $"does not work in a box: {result.Error}", Why, null);
    }

    private static bool IsWritable(string path) => CallerAccess.CanWrite(path);
}
