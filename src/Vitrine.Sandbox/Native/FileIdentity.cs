using System.Buffers.Binary;
using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Native;

/// <summary>What a descriptor is, by number and not by name: names change, the pair of device and inode does not while the file is open.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, uint Type)
{
    public const uint Socket = 0xC000, Link = 0xA000, Directory = 0x4000;

    private const int SYS_newfstatat = 262, StatSize = 144;

    /// <summary>Reads it from an open file, also one opened with O_PATH.</summary>
    /// <exception cref="Win32Exception">The file system does not say.</exception>
    public static FileIdentity Of(SafeFileHandle file) =>
        TryRead(file.DangerousGetHandle().ToInt32(), out FileIdentity identity) ? identity : throw new Win32Exception(Libc.Errno);

    /// <summary>Reads it from a descriptor; allocates nothing.</summary>
    public static unsafe bool TryRead(int descriptor, out FileIdentity identity)
    {
        byte* status = stackalloc byte[StatSize];
        byte empty = 0;
        identity = default;
        if (Libc.syscall(SYS_newfstatat, descriptor, (nint)(&empty), (nint)status, AT_EMPTY_PATH, 0, 0) < 0)
            return false;
        var bytes = new ReadOnlySpan<byte>(status, StatSize);
        identity = new FileIdentity(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]) & 0xF000);
        return true;
    }
}
