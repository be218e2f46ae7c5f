namespace Vitrine.Sandbox.Requirements;

/// <summary>Where the ledger, the keys and the private HOMEs lie.</summary>
internal static class StateChecks
{
    private const string Name = "state-directory";
    private const string Why = "The record is kept there: it must be writable for the person, and out of reach for the agent and for other users.";

    private static readonly string[] Fleeting = ["/tmp", "/run", "/dev/shm"];

    /// <summary>Checks the directory, or its nearest parent where it is not made yet.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="directory">Absolute path, or null when HOME gives none.</param>
    /// <param name="workspace">What the box may write, or null outside a run.</param>
    public static Requirement Check(Machine machine, string? directory, string? workspace)
    {
        if (directory is null || !Path.IsPathFullyQualified(directory))
            return Bad("HOME names no directory", "set HOME to your home directory");
        if (workspace is not null && (IsWithin(directory, workspace) || IsWithin(workspace, directory)))
            return Bad($"{directory} and the workspace {workspace} lie one in the other",
                "start in a project's directory, not in one above your state directory; or set XDG_STATE_HOME to another place");
        if (Intruder(machine, directory) is { } open)
            return Bad(open, "set XDG_STATE_HOME to a directory of yours");
        string nearest = directory;
        while (!Directory.Exists(machine.At(nearest)) && Path.GetDirectoryName(nearest) is { } parent)
        {
            if (File.Exists(machine.At(nearest)))
                return Bad($"{nearest} is a file", $"move {nearest} away");
            nearest = parent;
        }

        if (!CallerAccess.CanCreateIn(machine.At(nearest)))
            return Bad($"{nearest} can't be written",
                $"set XDG_STATE_HOME to a directory of yours, or give yourself this one: sudo chown \"$USER\" {Quoted(nearest)}");
        return Fleeting.FirstOrDefault(place => IsWithin(directory, place)) is { } fleeting
            ? new Requirement(Name, RequirementState.Warning, $"{directory}: {fleeting} is emptied at boot, and the record with it", Why,
                "set XDG_STATE_HOME to a directory that lasts")
            : new Requirement(Name, RequirementState.Ok, directory, Why, null);
    }

    // Where every user may make files, what stands there may be another's. With the sticky bit nobody else can replace what is ours; without it, anybody can.
    private static string? Intruder(Machine machine, string directory)
    {
        string? below = null;
        for (string? at = directory; at is not null; below = at, at = Path.GetDirectoryName(at))
        {
            string real = machine.At(at);
            if (!Directory.Exists(real) || (File.GetUnixFileMode(real) & UnixFileMode.OtherWrite) == 0)
                continue;
            if (below is null || (File.GetUnixFileMode(real) & UnixFileMode.StickyBit) == 0)
                return $"every user may change {at}";
            if (Directory.Exists(machine.At(below)) && !CallerAccess.IsOwnOrRoots(machine.At(below)))
                return $"{below} belongs to another user";
        }

        return null;
    }

    private static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || directory.EndsWith('/') || path[directory.Length] == '/');

    private static string Quoted(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static Requirement Bad(string found, string hint) => new(Name, RequirementState.Missing, found, Why, hint);
}
