using System.ComponentModel;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Plan;
using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Sandbox.Record;

public sealed class UnixListenersTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vitrine-unix").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_kernel_tells_which_socket_files_of_this_network_are_listened_at()
    {
        // The list can be trusted on a file system with inode numbers of 32 bits only; elsewhere the answer is no.
        bool isTold = new DriveInfo(_directory).DriveFormat is "ext2" or "ext3" or "ext4";
        using Socket listening = Bound("a"), silent = Bound("b");
        listening.Listen();
        UnixListeners listeners = new(Netlink());
        Assert.Equal(isTold, Has(listeners, "a"));
        Assert.False(Has(listeners, "b"));
        File.Move(Path.Combine(_directory, "a"), Path.Combine(_directory, "c"));
        Assert.Equal(isTold, Has(listeners, "c"));
        listening.Dispose();
        Assert.False(Has(listeners, "c"));
    }

    [Theory]
    [InlineData(0x801UL, 0x800001U)] // 8:1
    [InlineData(0xfe00UL, 0xfe00000U)] // 254:0
    [InlineData(0x100822UL, 0x800122U)] // 8:290
    public void A_device_number_has_two_forms(ulong user, uint kernel) => Assert.Equal(kernel, UnixListeners.KernelDevice(user));

    [Fact]
    public void Broken_answers_end_the_reading() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        bool found = false;
        _ = UnixListeners.Read(bytes, 1, 1, ref found);
        return true;
    }));

    private bool Has(UnixListeners listeners, string name)
    {
        using WorkspaceTree tree = WorkspaceTree.Open(new Vitrine.Core.Model.UnixPath(_directory));
        using SafeFileHandle file = tree.Find(name)!;
        return listeners.Has(file, FileIdentity.Of(file));
    }

    private Socket Bound(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_directory, name)));
        return socket;
    }

    private static SafeFileHandle Netlink()
    {
        int fd = Libc.socket(Constants.AF_NETLINK, Constants.SOCK_RAW | Constants.SOCK_CLOEXEC, 4);
        return fd >= 0 ? new SafeFileHandle(fd, true) : throw new Win32Exception();
    }
}
