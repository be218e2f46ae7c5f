using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>The box's own pseudo-terminals (pts(4)): never the person's, into which a process could push characters or read what is typed later.</summary>
internal static unsafe class BoxTerminal
{
    /// <summary>Mounts the box's devpts, so that programs inside can open terminals of their own.</summary>
    /// <exception cref="StageException">It could not be mounted.</exception>
    public static void MountDevpts()
    {
        fixed (byte* type = "devpts"u8, target = "/dev/pts"u8, options = "newinstance,ptmxmode=0666,mode=620"u8, link = "/dev/ptmx"u8, to = "pts/ptmx"u8)
        {
            const int EEXIST = 17;
            if (Libc.mkdir(target, 0x1ed) < 0 && Libc.Errno != EEXIST)
                throw new StageException("mkdir /dev/pts", Libc.Errno);
            if (Libc.mount(type, target, type, MS_NOSUID | MS_NOEXEC, options) < 0)
                throw new StageException("mount devpts", Libc.Errno);
            if (Libc.symlink(to, link) < 0)
                throw new StageException("link /dev/ptmx", Libc.Errno);
        }
    }

    /// <summary>Opens a new terminal.</summary>
    /// <exception cref="StageException">It could not be opened.</exception>
    public static (int Master, int Slave) Open()
    {
        fixed (byte* path = "/dev/pts/ptmx"u8)
        {
            int master = Libc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC, 0);
            if (master < 0)
                throw new StageException("open the box's ptmx", Libc.Errno);
            int unlock = 0;
            if (Libc.ioctl(master, TIOCSPTLCK, &unlock) < 0)
                throw new StageException("unlock the terminal", Libc.Errno);
            int slave = Libc.ioctl(master, TIOCGPTPEER, (void*)(nint)(O_RDWR | O_NOCTTY | O_CLOEXEC));
            return slave >= 0 ? (master, slave) : throw new StageException("open the terminal", Libc.Errno);
        }
    }

    /// <summary>Makes the terminal the controlling one of this session and puts it at the descriptors that the mask names.</summary>
    /// <exception cref="StageException">It could not be done.</exception>
    public static void Attach(int slave, int mask)
    {
        if (Libc.ioctl(slave, TIOCSCTTY, null) < 0)
            throw new StageException("take the terminal", Libc.Errno);
        for (int fd = 0; fd <= 2; fd++)
            if ((mask & (1 << fd)) != 0 && Libc.dup2(slave, fd) < 0)
                throw new StageException("attach the terminal", Libc.Errno);
    }
}
