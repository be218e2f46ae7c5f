using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.FirstStage;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox;

/// <summary>
/// Writes a <see cref="BoxPlan"/> as bubblewrap's arguments. They go through a memory file (<c>--args</c>): nobody else on the machine reads them in a process
/// list.
/// </summary>
internal sealed class BubblewrapArguments : IDisposable
{
    /// <summary>Where the first stage stands in the box.</summary>
    public static readonly UnixPath FirstStagePath = new("/.vitrine/first-stage");

    /// <summary>Where it stands in a box that shows no mark of it: a place that can be emptied again.</summary>
    public static readonly UnixPath UnmarkedPath = new("/run/init");

    // Not below 3 and 4, which the first stage knows by number.
    private const int FirstContent = 10;
    private readonly MemoryStream _bytes = new();
    private readonly List<SafeFileHandle> _contents = [];

    public BubblewrapArguments(BoxPlan plan)
    {
        // A user namespace also for root: the box's root then has no power over anything of the host's.
        Add("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");
        Add("--die-with-parent", "--hostname", plan.HostName);

        // For the first stage, over the box's own namespaces; it drops them all. With --dev bubblewrap would put it into a second user namespace, where they
        // mean nothing.
        Add("--cap-add", "ALL");
        if (plan.Numbers is { } numbers)
            Add("--uid", Number(numbers.User), "--gid", Number(numbers.Group));
        foreach (BoxMount mount in plan.Mounts)
            Add(mount);
        Add(new BoxMount(MountKind.ReadOnly, plan.IsUnmarked ? UnmarkedPath : FirstStagePath, plan.FirstStage));
        for (int i = 0; i < plan.Overlays.Count; i++)
            Add("--bind", plan.Overlays[i].Layers, new UnixPath(WorkspaceMounts.LayersOf(i)));
        if (plan.Masks.Count > 0)
            Add("--dir", WorkspaceMounts.Nothing);
        Add("--remount-ro", "/");
        Add("--chdir", "/");
        File = Descriptors.MemoryFile(_bytes.ToArray());
    }

    /// <summary>The arguments, each ended by NUL.</summary>
    public SafeFileHandle File { get; }

    /// <summary>The files in memory that arguments name, with the number that each must have in bubblewrap.</summary>
    public IEnumerable<(int Ours, int Theirs)> Contents
    {
        get
        {
            for (int i = 0; i < _contents.Count; i++)
                yield return (_contents[i].DangerousGetHandle().ToInt32(), FirstContent + i);
        }
    }

    private void Add(BoxMount mount)
    {
        switch (mount.Kind)
        {
            case MountKind.ReadOnly:
                Add("--ro-bind", mount.Source!.Value, mount.Target);
                break;
            case MountKind.ReadWrite:
                Add("--bind", mount.Source!.Value, mount.Target);
                break;
            case MountKind.Temporary:
                if (mount.Size is { } size)
                    Add("--size", size.ToString(System.Globalization.CultureInfo.InvariantCulture));
                Add("--perms", mount.Target.ToString() is "/etc" or "/dev" or "/var" or "/run" ? "0755" : "1777", "--tmpfs");
                Add(mount.Target);
                break;
            case MountKind.SymbolicLink:
                Add("--symlink", mount.Source!.Value, mount.Target);
                break;
            case MountKind.Device:
                Add("--dev-bind", mount.Source!.Value, mount.Target);
                break;
            case MountKind.Content:
                Add("--perms", "0444", "--file", (FirstContent + _contents.Count).ToString(System.Globalization.CultureInfo.InvariantCulture));
                Add(mount.Target);
                _contents.Add(Descriptors.MemoryFile(mount.Content.Span));
                break;
            case MountKind.Proc:
                Add("--proc");
                Add(mount.Target);
                break;
            case MountKind.Sealed:
                Add("--remount-ro");
                Add(mount.Target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mount));
        }
    }

    private static string Number(uint number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Add(string option, UnixPath source, UnixPath target)
    {
        Add(option);
        Add(source);
        Add(target);
    }

    private void Add(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
            Add(new UnixPath(word));
    }

    private void Add(UnixPath word)
    {
        _bytes.Write(word.ToBytes());
        _bytes.WriteByte(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Dispose();
        foreach (SafeFileHandle content in _contents)
            content.Dispose();
        _bytes.Dispose();
    }
}
