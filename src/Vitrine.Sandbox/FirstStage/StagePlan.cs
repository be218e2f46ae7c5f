using System.Buffers.Binary;
using Vitrine.Core.Model;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// What the first stage has to do, as the supervisor hands it over in a memory file: fixed numbers, the filter, identities, then texts that end in NUL, so that
/// the first stage can point execve(2) straight at them. The box cannot write it: the descriptor is closed before the agent runs.
/// </summary>
internal sealed record StagePlan
{
    /// <summary>Which of the descriptors 0, 1 and 2 become the box's terminal, as bits; 0 for none.</summary>
    public required int TerminalMask { get; init; }

    /// <summary>Limit of open files, soft and hard: those of the caller, since .NET raised its own.</summary>
    public required (ulong Soft, ulong Hard) OpenFiles { get; init; }

    /// <summary>Most processes and threads in the box; 0 for no limit of ours.</summary>
    public required ulong Processes { get; init; }

    /// <summary>Most bytes of private memory of each process; 0 for no limit of ours.</summary>
    public required ulong Memory { get; init; }

    /// <summary>The seccomp filter.</summary>
    public required ReadOnlyMemory<byte> Filter { get; init; }

    /// <summary>Whether addresses and process numbers are the same in each box.</summary>
    public bool IsSeeded { get; init; }

    /// <summary>The one processor to run on; null for those of the caller.</summary>
    public int? Processor { get; init; }

    /// <summary>Most bytes of a file that is written; 0 for no limit of ours.</summary>
    public ulong FileSize { get; init; }

    /// <summary>Whether process 1 and the first stage leave no name of their own.</summary>
    public bool IsUnmarked { get; init; }

    /// <summary>Ports of loopback that lead to the door.</summary>
    public IReadOnlyList<ushort> LoopbackPorts { get; init; } = [];

    /// <summary>Where nft is.</summary>
    public required string Nft { get; init; }

    /// <summary>Directory in which the command starts.</summary>
    public required UnixPath WorkingDirectory { get; init; }

    /// <summary>The command; the first is looked up in the box's PATH.</summary>
    public required IReadOnlyList<UnixPath> Command { get; init; }

    /// <summary>NAME=value, all of it.</summary>
    public required IReadOnlyList<UnixPath> Environment { get; init; }

    /// <summary>Places of the box that must be these very files.</summary>
    public IReadOnlyList<(UnixPath Path, ulong Device, ulong Inode)> Places { get; init; } = [];

    /// <summary>Mounts over the workspace, as <see cref="WorkspaceMounts"/> writes and reads them.</summary>
    public IReadOnlyList<UnixPath> Mounts { get; init; } = [];

    /// <summary>Bytes of the fixed part.</summary>
    public const int HeaderSize = 80;

    /// <summary>The plan's bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header, Command.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Environment.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], TerminalMask);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], Filter.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], OpenFiles.Soft);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], OpenFiles.Hard);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], Processes);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], Memory);
        BinaryPrimitives.WriteInt32LittleEndian(header[48..], Places.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[52..], Mounts.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[56..], IsSeeded ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(header[60..], Processor ?? -1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[64..], FileSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[72..], IsUnmarked ? 1 : 0);
        stream.Write(header);
        stream.Write(Filter.Span);
        Span<byte> identity = stackalloc byte[16];
        foreach ((_, ulong device, ulong inode) in Places)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(identity, device);
            BinaryPrimitives.WriteUInt64LittleEndian(identity[8..], inode);
            stream.Write(identity);
        }

        Write(stream, new UnixPath(Nft));
        Write(stream, new UnixPath(string.Join(',', LoopbackPorts)));
        Write(stream, WorkingDirectory);
        foreach (UnixPath word in Command)
            Write(stream, word);
        foreach (UnixPath variable in Environment)
            Write(stream, variable);
        foreach ((UnixPath path, _, _) in Places)
            Write(stream, path);
        foreach (UnixPath mount in Mounts)
            Write(stream, mount);
        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, UnixPath text)
    {
        byte[] bytes = text.ToBytes();
        if (bytes.Contains((byte)0))
            throw new ArgumentException($"An argument or a variable holds a NUL byte: {text}");
        stream.Write(bytes);
        stream.WriteByte(0);
    }
}
