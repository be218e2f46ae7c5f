using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// Mounts over the workspace that bubblewrap cannot make (overlayfs, before its version 0.11) or makes slowly (it reads the whole table of mounts again for
/// each). Every place is opened first, through no link, and mounted on by descriptor: a name that another session swaps leads nowhere else.
/// </summary>
internal static unsafe class WorkspaceMounts
{
    /// <summary>Where the empty file and directory stand that hide others, while they are mounted.</summary>
    public const string Nothing = "/.vitrine/nothing";

    private const byte OverlayStep = (byte)'o', PinStep = (byte)'p', HideStep = (byte)'h', ReadOnlyStep = (byte)'r';
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4;
    private const int MNT_DETACH = 2, O_EXCL = 0x80;

    /// <summary>Where an overlay's layers stand until it is made.</summary>
    public static string LayersOf(int overlay) => $"/.vitrine/layers-{overlay}";

    /// <summary>The steps for the first stage, in order: a letter and a path.</summary>
    public static IReadOnlyList<UnixPath> Steps(BoxPlan plan)
    {
        var steps = new List<UnixPath>();
        foreach (BoxOverlay overlay in plan.Overlays)
            steps.Add(Step(OverlayStep, overlay.Target.ToBytes()));

        // Parents before what lies in them: a mount over a directory covers the mounts below it.
        var places = new SortedDictionary<byte[], byte>(Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        foreach (BoxMask mask in plan.Masks)
        {
            byte[] path = mask.Target.ToBytes();
            for (int i = mask.Top.ToBytes().Length + 1; i < path.Length; i++)
                if (path[i] == (byte)'/')
                    places.TryAdd(path[..i], PinStep);
            bool isHidden = mask.Kind == MaskKind.Hidden || (places.TryGetValue(path, out byte other) && other == HideStep);
            places[path] = isHidden ? HideStep : ReadOnlyStep;
        }

        // What lies below a hidden directory is hidden with it, and is no place any more.
        byte[]? hidden = null;
        foreach ((byte[] path, byte step) in places)
        {
            if (hidden is not null && path.AsSpan().StartsWith(hidden))
                continue;
            steps.Add(Step(step, path));
            if (step == HideStep)
                hidden = [.. path, (byte)'/'];
        }

        return steps;
    }

    /// <summary>Makes them.</summary>
    /// <exception cref="StageException">One can't be made: there is no box without it.</exception>
    public static void Make(byte** steps, int count)
    {
        bool hasNothing = false;
        int overlays = 0;
        for (int i = 0; i < count; i++)
        {
            byte kind = *steps[i];
            byte* path = steps[i] + 1;
            using var place = new Place(path);
            switch (kind)
            {
                case OverlayStep:
                    Overlay(place, overlays++);
                    break;
                case HideStep:
                    if (!hasNothing)
                        MakeNothing();
                    hasNothing = true;
                    Hide(place, path);
                    break;
                default:
                    Bind(place, path, kind == ReadOnlyStep);
                    break;
            }
        }

        if (hasNothing)
            Detach(Nothing);
    }

    private static void Overlay(Place place, int number)
    {
        string layers = LayersOf(number);

        // By descriptor also because a comma or colon in the workspace's name would be read as an option's end. userxattr: marks that a user namespace may set
        // (kernel 5.11).
        byte[] options = Encoding.ASCII.GetBytes($"lowerdir={place.Name},upperdir={layers}/upper,workdir={layers}/work,userxattr\0");
        fixed (byte* type = "overlay\0"u8, at = place.NameBytes, data = options)
            if (Libc.mount(type, at, type, MS_NOSUID | MS_NODEV, data) < 0)
                throw new StageException("mount the workspace copy-on-write (overlayfs)", Libc.Errno);
        Detach(layers);
    }

    private static void Bind(Place place, byte* path, bool isReadOnly)
    {
        fixed (byte* at = place.NameBytes)
            if (Libc.mount(at, at, null, MS_BIND | MS_REC, null) < 0)
                throw new StageException("mount a place of the workspace", Libc.Errno);
        if (!isReadOnly)
            return;

        // What the descriptor names is now covered: open the mount itself.
        using var covered = new Place(path);
        fixed (byte* at = covered.NameBytes)
            if (Libc.mount(null, at, null, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, null) < 0)
                throw new StageException("make a place of the workspace read-only", Libc.Errno);
    }

    private static void Hide(Place place, byte* path)
    {
        if (!FileIdentity.TryRead(place.Descriptor, out FileIdentity identity))
            throw new StageException(Marshal.PtrToStringUTF8((nint)path)!, Libc.Errno);
        fixed (byte* at = place.NameBytes, file = "/.vitrine/nothing/file\0"u8, directory = "/.vitrine/nothing/directory\0"u8)
            if (Libc.mount(identity.Type == FileIdentity.Directory ? directory : file, at, null, MS_BIND, null) < 0)
                throw new StageException("hide a place of the workspace", Libc.Errno);
    }

    /// <summary>One file system for all that is hidden: read-only, so that its owner, who is the agent's user, cannot open it again.</summary>
    private static void MakeNothing()
    {
        fixed (byte* type = "tmpfs\0"u8, at = "/.vitrine/nothing\0"u8, options = "size=4k,nr_inodes=4,mode=755\0"u8, file = "/.vitrine/nothing/file\0"u8,
            directory = "/.vitrine/nothing/directory\0"u8)
        {
            if (Libc.mount(type, at, type, MS_NOSUID | MS_NODEV | MS_NOEXEC, options) < 0)
                throw new StageException("hide places of the workspace", Libc.Errno);
            int fd = Libc.open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
            if (fd < 0
                || Libc.close(fd) < 0
                || Libc.mkdir(directory, 0) < 0
                || Libc.mount(null, at, null, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, options) < 0)
                throw new StageException("hide places of the workspace", Libc.Errno);
        }
    }

    private static void Detach(string path)
    {
        byte[] ended = Encoding.ASCII.GetBytes(path + '\0');
        fixed (byte* at = ended)
            if (Libc.umount2(at, MNT_DETACH) < 0)
                throw new StageException($"close {path}", Libc.Errno);
    }

    private static UnixPath Step(byte kind, byte[] path) => UnixPath.FromBytes([kind, .. path]);

    /// <summary>A place of the box, opened through no link.</summary>
    private readonly ref struct Place
    {
        public Place(byte* path)
        {
            ulong* how = stackalloc ulong[3];
            how[0] = O_PATH | O_CLOEXEC;
            how[1] = 0;
            how[2] = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
            Descriptor = (int)Libc.syscall(SYS_openat2, AT_FDCWD, (nint)path, (nint)how, 24, 0, 0);
            if (Descriptor < 0)
                throw new StageException($"{Marshal.PtrToStringUTF8((nint)path)} is not where it was a moment ago", Libc.Errno);
            Name = $"/proc/self/fd/{Descriptor}";
            NameBytes = Encoding.ASCII.GetBytes(Name + '\0');
        }

        public int Descriptor { get; }

        public string Name { get; }

        public byte[] NameBytes { get; }

        public void Dispose() => _ = Libc.close(Descriptor);
    }
}
