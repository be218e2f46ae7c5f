using System.Text;
using Vitrine.Core.Model;
using Vitrine.Egress;
using Vitrine.Sandbox;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Runtime.Sessions;

/// <summary>Plans a box that shows the machine of its <see cref="BoxFacts"/>.</summary>
internal static class FactsPlanner
{
    // What a router at home gives out; the capture rules lead port 53 to the supervisor wherever it goes.
    private const string Resolver = "192.168.1.1";

    /// <summary>Plans.</summary>
    /// <param name="plan">The session.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="workspace">The workspace's real path on the host.</param>
    /// <param name="authority">The session's authority.</param>
    /// <param name="tools">What the box is made with.</param>
    /// <exception cref="ArgumentException">A fact can't be shown.</exception>
    public static BoxPlan Plan(SessionPlan plan, BoxFacts facts, UnixPath workspace, SessionAuthority authority, BoxTools tools)
    {
        Directory.CreateDirectory(plan.PrivateHome, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var mounts = new List<BoxMount>(128);
        foreach (BoxMount mount in SystemMounts.Plan())
            mounts.Add(mount.Kind == MountKind.Temporary ? mount with { Size = facts.DirectoryBytes } : mount);
        var home = new UnixPath(facts.Home);
        foreach (BoxMount file in SystemMounts.Identity(facts.Number, facts.Number, facts.UserName, home, Resolver)
            .Concat(BoxTrust.Mounts(authority, isUnmarked: true))
            .Concat(Files(facts)))
            Replace(mounts, file);
        foreach ((string path, string? text) in facts.SystemFiles)
            if (text is null)
                mounts.RemoveAll(mount => mount.Target.ToString() == path);
            else
                Replace(mounts, Text(Checked(path), text));
        mounts.Add(new BoxMount(MountKind.Sealed, new UnixPath("/etc")));
        if (facts.TemporaryDirectory is { } temporary)
            Replace(mounts, new BoxMount(MountKind.ReadWrite, new UnixPath("/tmp"), new UnixPath(temporary)));
        mounts.Add(new BoxMount(MountKind.ReadWrite, home, new UnixPath(plan.PrivateHome)));
        foreach (UnixPath shown in Toolchains.Plan(facts.Path, facts.Home, workspace).Shown)
            mounts.Add(new BoxMount(MountKind.ReadOnly, shown, shown));
        foreach ((string place, string directory) in facts.Shown)
            mounts.Add(new BoxMount(facts.IsShownToWrite ? MountKind.ReadWrite : MountKind.ReadOnly, new UnixPath(place), new UnixPath(directory)));
        mounts.Add(new BoxMount(MountKind.ReadWrite, new UnixPath(facts.Workspace), workspace));
        return new BoxPlan
        {
            Mounts = mounts,
            Command = plan.Command,
            Environment = BoxEnvironment.Build(plan, facts.Home, facts.Path, hasTerminal: false),
            WorkingDirectory = new UnixPath(plan.WorkingDirectory ?? facts.Workspace),
            HostName = facts.HostName,
            Numbers = (facts.Number, facts.Number),
            Streams = plan.Streams,
            LoopbackPorts = facts.LoopbackPorts,
            IsUnmarked = true,
            Determinism = plan.Determinism,
            Limits = plan.Limits,
            Bubblewrap = tools.Bubblewrap,
            Nft = tools.Nft,
            FirstStage = tools.FirstStage,
        };
    }

    private static IEnumerable<BoxMount> Files(BoxFacts facts)
    {
        bool isRoot = facts.Number == 0;
        yield return Text("/etc/passwd",
            $"{(isRoot ? "" : "root:x:0:0:root:/root:/bin/bash\n")}daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n{facts.UserName}:x:{facts.Number}:{facts.Number}:{facts.FullName}:{facts.Home}:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
        yield return Text("/etc/group", $"{(isRoot ? "" : "root:x:0:\n")}daemon:x:1:\n{facts.UserName}:x:{facts.Number}:\nnogroup:x:65534:\n");
        yield return Text("/etc/hosts",
            $"127.0.0.1 localhost\n127.0.1.1 {facts.HostName}\n::1 localhost ip6-localhost ip6-loopback\n{string.Concat(facts.HostLines.Select(line => line + "\n"))}");
        yield return Text("/etc/hostname", facts.HostName + "\n");
        if (facts.MachineId is { } machine)
            yield return Text("/etc/machine-id", machine + "\n");
        if (facts.TimeZone is { } zone)
        {
            if (!BoxFacts.IsZone(zone))
                throw new ArgumentException($"{zone} is no zone of this machine.", nameof(facts));

            // As systems have it: ICU takes the zone's name from where this link leads.
            yield return new BoxMount(MountKind.SymbolicLink, new UnixPath("/etc/localtime"), new UnixPath(BoxFacts.Zones + zone));
            yield return Text("/etc/timezone", zone + "\n");
        }
    }

    /// <summary>Puts a file where another stood, for bubblewrap makes no place twice.</summary>
    private static void Replace(List<BoxMount> mounts, BoxMount file)
    {
        mounts.RemoveAll(mount => mount.Target == file.Target);
        mounts.Add(file);
    }

    private static string Checked(string path) =>
        BoxFacts.CanShow(path) ? path : throw new ArgumentException($"A file can't be shown at {path}.", nameof(path));

    private static BoxMount Text(string path, string content) => new(MountKind.Content, new UnixPath(path), Content: Encoding.UTF8.GetBytes(content));
}
