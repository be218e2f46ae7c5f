using Vitrine.Core.Model;
using Vitrine.Egress;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Runtime.Sessions;

/// <summary>Turns a session's plan into the box's: every place that the agent will see, in the order in which one covers another.</summary>
internal static class BoxPlanner
{
    // Any address outside loopback would do: the capture rules lead port 53 to the supervisor. This one lies in the range for benchmarks (RFC 2544) that the
    // door's names use.
    private const string Resolver = "198.19.255.53";

    /// <summary>Plans.</summary>
    /// <param name="layers">Where a reviewed workspace keeps what the box writes; null for the other uses.</param>
    /// <exception cref="IOException">The private HOME or the certificate bundle can't be used.</exception>
    public static BoxPlan Plan(SessionPlan plan, SessionPlaces places, UnixPath workspace, WorkspaceGuard guard, UnixPath? layers, SessionAuthority authority,
        BoxTools tools, int terminalMask)
    {
        if (plan.Facts is { } facts)
            return FactsPlanner.Plan(plan, facts, workspace, authority, tools);
        (IReadOnlyList<UnixPath> toolchains, string path) = Toolchains.Plan(Environment.GetEnvironmentVariable("PATH") ?? "", places.Home, workspace);
        var home = new UnixPath(places.Home);
        Directory.CreateDirectory(plan.PrivateHome, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var mounts = new List<BoxMount>(128);
        mounts.AddRange(SystemMounts.Plan());
        (uint uid, uint gid) = CallerIdentity.Read();
        mounts.AddRange(SystemMounts.Identity(uid, gid, Environment.UserName, home, Resolver));
        mounts.AddRange(BoxTrust.Mounts(authority));
        mounts.Add(new BoxMount(MountKind.Sealed, new UnixPath("/etc")));
        mounts.Add(new BoxMount(MountKind.ReadWrite, home, new UnixPath(plan.PrivateHome)));
        foreach (UnixPath shown in toolchains)
            mounts.Add(new BoxMount(MountKind.ReadOnly, shown, shown));
        foreach (UnixPath shown in plan.ReadOnlyPaths)
            mounts.Add(new BoxMount(MountKind.ReadOnly, shown, shown));
        foreach (UnixPath shown in plan.WritablePaths)
            mounts.Add(new BoxMount(MountKind.ReadWrite, shown, shown));
        if (plan.WorkspaceUse == WorkspaceUse.Write)
            mounts.AddRange(guard.Mounts());
        else if (plan.WorkspaceUse == WorkspaceUse.Free)
            mounts.Add(guard.ReadOnlyMount() with { Kind = MountKind.ReadWrite });
        else
            mounts.Add(guard.ReadOnlyMount());
        return new BoxPlan
        {
            Mounts = mounts,
            Overlays = layers is { } upper ? [new BoxOverlay(workspace, upper)] : [],
            Masks = plan.WorkspaceRules is { } rules ? WorkspaceMasks.Find(workspace, rules.IsHidden, rules.IsReadOnly) : [],
            Command = plan.Command,
            Environment = BoxEnvironment.Build(plan, places.Home, path, terminalMask != 0),
            WorkingDirectory = workspace,
            TerminalMask = terminalMask,
            Streams = plan.Streams,
            Determinism = plan.Determinism,
            Limits = plan.Limits,
            Bubblewrap = tools.Bubblewrap,
            Nft = tools.Nft,
            FirstStage = tools.FirstStage,
        };
    }
}
