using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;

namespace Vitrine.Sandbox;

/// <summary>How a place of the box comes to be.</summary>
public enum MountKind
{
    /// <summary>A host file or directory, read-only.</summary>
    ReadOnly,

    /// <summary>A host directory, read and write.</summary>
    ReadWrite,

    /// <summary>An empty directory in memory.</summary>
    Temporary,

    /// <summary>A symbolic link; <see cref="BoxMount.Source"/> is its text.</summary>
    SymbolicLink,

    /// <summary>A device node of the host.</summary>
    Device,

    /// <summary>
    /// A file in memory with <see cref="BoxMount.Content"/>; for places below a <see cref="Temporary"/> directory that is <see cref="Sealed"/> later.
    /// </summary>
    Content,

    /// <summary>The box's own /proc.</summary>
    Proc,

    /// <summary>Makes what stands at the target read-only from here on.</summary>
    Sealed,
}

/// <summary>One place in the box.</summary>
/// <param name="Target">Where, in the box.</param>
/// <param name="Source">What of the host, or a link's text.</param>
/// <param name="Content">Bytes of a <see cref="MountKind.Content"/> file.</param>
public sealed record BoxMount(MountKind Kind, UnixPath Target, UnixPath? Source = null, ReadOnlyMemory<byte> Content = default)
{
    /// <summary>
    /// What the source was when it was judged; null where nobody but the host can change it. bubblewrap looks the name up once more, and an agent of another
    /// session may swap it in between: so the first stage looks at what it got, and makes no box of anything else.
    /// </summary>
    public (ulong Device, ulong Inode)? Identity { get; init; }

    /// <summary>Most bytes of a <see cref="MountKind.Temporary"/> directory; null for what the kernel sets.</summary>
    public long? Size { get; init; }
}

/// <summary>
/// A directory that the box writes to without changing it (overlayfs in the box's user namespace). The directory itself is mounted read-only at
/// <paramref name="Target"/>; what the box changes goes to <c>upper</c> in <paramref name="Layers"/>, which the box reaches by no other way.
/// </summary>
/// <param name="Target">Place of the box where a <see cref="MountKind.ReadOnly"/> mount of the directory stands.</param>
/// <param name="Layers">Host directory with <c>upper</c> and <c>work</c>, both empty and on one file system.</param>
public sealed record BoxOverlay(UnixPath Target, UnixPath Layers);

/// <summary>What a <see cref="BoxMask"/> does to a place.</summary>
public enum MaskKind
{
    /// <summary>An empty file or directory that nobody may read stands in its place.</summary>
    Hidden,

    /// <summary>It can be read and not written.</summary>
    ReadOnly,
}

/// <summary>
/// Covers a file or directory of the box that is there at the start; its parents up to <paramref name="Top"/> become mounts, so that none is moved aside.
/// </summary>
/// <param name="Target">Absolute, without links.</param>
/// <param name="Top">The directory above it that is a mount already, such as the workspace.</param>
public sealed record BoxMask(MaskKind Kind, UnixPath Target, UnixPath Top);

/// <summary>Limits of the box, by rlimits: they need nobody's leave.</summary>
/// <param name="Processes">Most processes and threads in the box; 0 for no limit. The kernel counts them for the box's own user namespace (since 5.14), so the
/// person's others do not matter.</param>
/// <param name="MemoryBytes">Most private memory of each process (RLIMIT_DATA); 0 for no limit.</param>
public sealed record BoxLimits(ulong Processes, ulong MemoryBytes)
{
    /// <summary>Most bytes of each file that is written (RLIMIT_FSIZE); 0 for no limit.</summary>
    public ulong FileBytes { get; init; }
}

/// <summary>Standard input, output and error of the box's command; they stay the caller's to dispose of.</summary>
public sealed record BoxStreams(SafeFileHandle Input, SafeFileHandle Output, SafeFileHandle Error);

/// <summary>
/// A box to be made: everything that the agent will be able to see is named here, in the order in which it is mounted; what is not named is not there.
/// </summary>
public sealed record BoxPlan
{
    /// <summary>The places, in order: a later one covers an earlier one.</summary>
    public required IReadOnlyList<BoxMount> Mounts { get; init; }

    /// <summary>Directories to which the box writes without changing them; made after all mounts.</summary>
    public IReadOnlyList<BoxOverlay> Overlays { get; init; } = [];

    /// <summary>Covered places; after the overlays.</summary>
    public IReadOnlyList<BoxMask> Masks { get; init; } = [];

    /// <summary>What runs.</summary>
    public required IReadOnlyList<UnixPath> Command { get; init; }

    /// <summary>NAME=value: the whole environment.</summary>
    public required IReadOnlyList<UnixPath> Environment { get; init; }

    /// <summary>Where the command starts.</summary>
    public required UnixPath WorkingDirectory { get; init; }

    /// <summary>The box's host name.</summary>
    public string HostName { get; init; } = "box";

    /// <summary>User and group numbers in the box; null for the caller's own.</summary>
    public (uint User, uint Group)? Numbers { get; init; }

    /// <summary>Standard streams; null for the caller's own.</summary>
    public BoxStreams? Streams { get; init; }

    /// <summary>Ports of the box's loopback that lead to the door as well; what the box itself listens on there is not reached.</summary>
    public IReadOnlyList<ushort> LoopbackPorts { get; init; } = [];

    /// <summary>Whether the box shows nothing of how it was made where that costs nothing: the name of its process 1, the place of its first stage.</summary>
    public bool IsUnmarked { get; init; }

    /// <summary>Which of the descriptors 0, 1 and 2 become the box's terminal, as bits.</summary>
    public int TerminalMask { get; init; }

    /// <summary>Time and chance of the box; null for those of the machine. The recorder must be given the same.</summary>
    public BoxDeterminism? Determinism { get; init; }

    /// <summary>Limits.</summary>
    public required BoxLimits Limits { get; init; }

    /// <summary>Absolute path of bubblewrap.</summary>
    public required string Bubblewrap { get; init; }

    /// <summary>Absolute path of nft, the same in the box.</summary>
    public required string Nft { get; init; }

    /// <summary>The program that holds <see cref="FirstStage.FirstStageProgram"/>: one file that needs no other.</summary>
    public required UnixPath FirstStage { get; init; }
}
