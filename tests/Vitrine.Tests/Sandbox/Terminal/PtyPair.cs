using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>A pseudoterminal made for a test: the master is what a terminal emulator holds, the slave what a program gets. Text is Latin-1.</summary>
internal sealed unsafe partial class PtyPair : IDisposable
{
    private const int O_RDWR = 2, O_NOCTTY = 0x100, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, F_DUPFD_CLOEXEC = 1030;
    private const nuint TIOCGPTN = 0x80045430, TIOCSPTLCK = 0x40045431, TIOCGWINSZ = 0x5413, TIOCSWINSZ = 0x5414;
    public const int SigHup = 1, SigInt = 2, SigQuit = 3, SigKill = 9, SigTerm = 15, SigCont = 18, SigTstp = 20, SigWinch = 28;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public PtyPair()
    {
        Master = new SafeFileHandle(Check(PosixOpenPt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)), ownsHandle: true);
        int unlock = 0;
        uint number = 0;
        Check(Ioctl(MasterDescriptor, TIOCSPTLCK, &unlock));
        Check(Ioctl(MasterDescriptor, TIOCGPTN, &number));
        SlavePath = "/dev/pts/" + number.ToString(CultureInfo.InvariantCulture);
        Slave = OpenSlave();
    }

    public SafeFileHandle Master { get; }

    public SafeFileHandle Slave { get; }

    public string SlavePath { get; }

    public int MasterDescriptor => (int)Master.DangerousGetHandle();

    public int SlaveDescriptor => (int)Slave.DangerousGetHandle();

    /// <summary>Everything that was read from the master or slave so far and not yet taken.</summary>
    public StringBuilder Screen { get; } = new();

    public SafeFileHandle OpenSlave() => new(Check(Open(SlavePath, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)), ownsHandle: true);

    /// <summary>Another descriptor of the master, for a relay to own.</summary>
    public SafeFileHandle DuplicateMaster() => new(Check(Fcntl(MasterDescriptor, F_DUPFD_CLOEXEC, 0)), ownsHandle: true);

    public static void Write(SafeFileHandle handle, string latin1)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(latin1);
        int sent = 0;
        var clock = Stopwatch.StartNew();
        while (sent < bytes.Length)
        {
            sent += TryWrite(handle, bytes.AsSpan(sent));
            Assert.True(clock.Elapsed < Patience, "The terminal doesn't take what is written.");
        }
    }

    /// <summary>Writes what fits; waits at most 50 ms for room.</summary>
    public static int TryWrite(SafeFileHandle handle, ReadOnlySpan<byte> bytes)
    {
        int descriptor = (int)handle.DangerousGetHandle();
        var poll = new PollDescriptor { Descriptor = descriptor, Events = 4 };
        if (Poll(&poll, 1, 50) == 0)
            return 0;
        fixed (byte* pointer = bytes)
            return (int)Math.Max(0, WriteNative(descriptor, pointer, (nuint)bytes.Length));
    }

    /// <summary>Reads what is there; waits at most 50 ms. Null when the other side is closed.</summary>
    public static string? TryRead(SafeFileHandle handle)
    {
        int descriptor = (int)handle.DangerousGetHandle();
        var poll = new PollDescriptor { Descriptor = descriptor, Events = 1 };
        if (Poll(&poll, 1, 50) == 0)
            return "";
        byte* buffer = stackalloc byte[65536];
        nint count = ReadNative(descriptor, buffer, 65536);
        if (count < 0 && Marshal.GetLastPInvokeError() is 11 or 4)
            return "";
        return count <= 0 ? null : Encoding.Latin1.GetString(buffer, (int)count);
    }

    /// <summary>Reads until the text has come, and gives everything up to its end; what follows stays.</summary>
    public static string ReadUntil(SafeFileHandle handle, StringBuilder seen, string text)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            int at = seen.ToString().IndexOf(text, StringComparison.Ordinal);
            if (at >= 0)
            {
                string result = seen.ToString(0, at + text.Length);
                seen.Remove(0, at + text.Length);
                return result;
            }

            string? more = TryRead(handle);
            Assert.True(more is not null && clock.Elapsed < Patience,
                $"Waiting for {Uri.EscapeDataString(text)}, seen: {Uri.EscapeDataString(seen.ToString())}");
            seen.Append(more);
        }
    }

    public string ReadUntil(string text) => ReadUntil(Master, Screen, text);

    public static byte[] Attributes(SafeFileHandle handle)
    {
        var termios = new byte[256];
        fixed (byte* pointer = termios)
            Check(TcGetAttr((int)handle.DangerousGetHandle(), pointer));
        return termios;
    }

    public static void SetAttributes(SafeFileHandle handle, byte[] termios)
    {
        fixed (byte* pointer = termios)
            Check(TcSetAttr((int)handle.DangerousGetHandle(), 0, pointer));
    }

    /// <summary>Whether the terminal hands over each key at once, without echo and signals: no ICANON, ECHO, ISIG in c_lflag.</summary>
    public static bool IsRaw(SafeFileHandle handle) => (BitConverter.ToUInt32(Attributes(handle), 12) & 0xB) == 0;

    public static (int Columns, int Rows) Size(SafeFileHandle handle)
    {
        ushort* size = stackalloc ushort[4];
        Check(Ioctl((int)handle.DangerousGetHandle(), TIOCGWINSZ, size));
        return (size[1], size[0]);
    }

    public static void Resize(SafeFileHandle handle, int columns, int rows)
    {
        ushort* size = stackalloc ushort[4] { (ushort)rows, (ushort)columns, 0, 0 };
        Check(Ioctl((int)handle.DangerousGetHandle(), TIOCSWINSZ, size));
    }

    public static void Signal(int process, int signal) => Check(Kill(process, signal));

    /// <summary>Waits until something is so; never for longer than the tests' patience.</summary>
    public static void Await(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), what);

    public void Dispose()
    {
        Slave.Dispose();
        Master.Dispose();
    }

    private static int Check(int result) => result >= 0 ? result : throw new IOException(Marshal.GetLastPInvokeErrorMessage());

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int PosixOpenPt(int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadNative(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteNative(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int TcGetAttr(int descriptor, void* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int TcSetAttr(int descriptor, int when, void* termios);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
