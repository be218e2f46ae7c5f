using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// What stands in for /dev/urandom and its like: one file in memory, the same for the whole box, of which each open gets a view of its own that begins
/// somewhere in its first half. So an open costs neither time nor memory, and a reader that never stops comes to an end after 8 to 16 MiB.
/// </summary>
internal sealed unsafe class RandomFiles(ulong seed) : IDisposable
{
    private const int Size = 16 << 20, Half = Size / 2, Grain = 64;
    private readonly Lock _gate = new();
    private SafeFileHandle? _tape;

    /// <summary>What kind of file a name is.</summary>
    public static RandomFileKind KindOf(ReadOnlySpan<byte> path) =>
        path.SequenceEqual("/dev/urandom"u8) || path.SequenceEqual("/dev/random"u8) ? RandomFileKind.Bytes
            : path.SequenceEqual("/proc/sys/kernel/random/uuid"u8) ? RandomFileKind.Uuid
                : RandomFileKind.None;

    /// <summary>A file, open for reading, to be handed over.</summary>
    /// <param name="kind">What is wanted.</param>
    /// <param name="place">Any number: where it begins.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no memory for it.</exception>
    public SafeFileHandle Open(RandomFileKind kind, ulong place)
    {
        if (kind == RandomFileKind.Uuid)
            return Descriptors.MemoryFile(Encoding.ASCII.GetBytes($"{UuidFrom(place)}\n"));
        SafeFileHandle tape;
        lock (_gate)
            tape = _tape ??= Write();

        // Through /proc, so that the view has a place of its own to read from, and cannot be written.
        fixed (byte* path = Encoding.ASCII.GetBytes($"/proc/self/fd/{tape.DangerousGetHandle()}\0"))
        {
            int view = Libc.open(path, O_RDONLY | O_CLOEXEC, 0);
            if (view < 0)
                throw new System.ComponentModel.Win32Exception(Libc.Errno);
            _ = Libc.lseek(view, (long)(place % (Half / Grain)) * Grain, 0);
            return new SafeFileHandle(view, true);
        }
    }

    private static Guid UuidFrom(ulong place)
    {
        // RFC 9562, section 5.4: version 4, variant 10.
        Span<byte> bytes = stackalloc byte[16];
        new SeededRandom(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(place))).Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private SafeFileHandle Write()
    {
        var random = new SeededRandom(System.Security.Cryptography.SHA256.HashData([.. "tape"u8, .. BitConverter.GetBytes(seed)]));
        byte[] part = new byte[1 << 20];
        SafeFileHandle file = Descriptors.MemoryFile([]);
        for (long at = 0; at < Size; at += part.Length)
        {
            random.Fill(part);
            RandomAccess.Write(file, part, at);
        }

        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => _tape?.Dispose();
}

/// <summary>Files that give randomness.</summary>
internal enum RandomFileKind
{
    /// <summary>Another file.</summary>
    None,

    /// <summary>/dev/random, /dev/urandom.</summary>
    Bytes,

    /// <summary>/proc/sys/kernel/random/uuid: another one at each open.</summary>
    Uuid,
}
