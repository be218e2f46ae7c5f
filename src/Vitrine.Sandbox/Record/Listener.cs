using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>The listener's descriptor: takes notifications and answers them (seccomp_unotify(2)).</summary>
internal sealed unsafe class Listener : IDisposable
{
    private const nuint RECV = 0xC0502100, SEND = 0xC0182101, SET_FLAGS = 0x40082104, ID_VALID = 0x40082102, ADDFD = 0x40182103;
    private const uint FLAG_CONTINUE = 1, ADDFD_FLAG_SEND = 2;
    private const int SYNC_WAKE_UP = 1;
    private readonly SafeFileHandle _handle;
    private readonly int _fd;

    public Listener(SafeFileHandle handle)
    {
        _handle = handle;
        _fd = handle.DangerousGetHandle().ToInt32();

        // Kernel 6.6: wake the recorder on the agent's own core, which makes a notified call several times cheaper. Older kernels say EINVAL and stay slower.
        IsFast = Libc.ioctl(_fd, SET_FLAGS, (void*)SYNC_WAKE_UP) == 0;
    }

    /// <summary>Whether the kernel wakes the recorder in step with the agent.</summary>
    public bool IsFast { get; }

    /// <summary>Waits for a call.</summary>
    /// <returns>False when no process of the box is left.</returns>
    public bool TryReceive(out Notification call)
    {
        while (true)
        {
            call = default;
            int result;
            fixed (Notification* at = &call)
                result = Libc.ioctl(_fd, RECV, at);
            if (result == 0)
                return true;
            int error = Libc.Errno;

            // ENOENT: the call was gone before it could be taken (its thread was killed), or, from kernel 6.11 on, nobody is left. poll(2) tells which, on any
            // kernel.
            if (error is not (ENOENT or EINTR) || IsOver(0))
                return false;
        }
    }

    /// <summary>Waits for something to receive, on kernels whose receive does not end with the last process.</summary>
    /// <returns>False when no process of the box is left.</returns>
    public bool WaitReadable() => !IsOver(-1);

    /// <summary>Lets the call go on in the kernel.</summary>
    public void Continue(in Notification call) => Answer(new NotificationAnswer { Id = call.Id, Flags = FLAG_CONTINUE });

    /// <summary>The call fails with this errno and is never executed.</summary>
    public void Refuse(in Notification call, int errno) => Answer(new NotificationAnswer { Id = call.Id, Error = -errno });

    /// <summary>The call has been made on the caller's behalf, and this is its errno, or 0.</summary>
    public void Done(in Notification call, int errno) => Answer(new NotificationAnswer { Id = call.Id, Error = -errno });

    /// <summary>The call is over and returns this.</summary>
    public void Return(in Notification call, long value) => Answer(new NotificationAnswer { Id = call.Id, Value = value });

    /// <summary>The call is over and returns a descriptor of the caller's for this file; or it fails, if the caller has room for no more.</summary>
    public void ReturnFile(in Notification call, SafeFileHandle file, bool closeOnExec)
    {
        var added = new AddedDescriptor
        {
            Id = call.Id,
            Flags = ADDFD_FLAG_SEND,
            Source = (uint)file.DangerousGetHandle().ToInt32(),
            NewFlags = closeOnExec ? (uint)O_CLOEXEC : 0
        };
        if (Libc.ioctl(_fd, ADDFD, &added) < 0)
            Refuse(call, Libc.Errno);
    }

    /// <summary>Whether the caller still waits: then its thread's number still means that thread.</summary>
    public bool IsWaiting(in Notification call)
    {
        ulong id = call.Id;
        return Libc.ioctl(_fd, ID_VALID, &id) == 0;
    }

    private void Answer(NotificationAnswer answer)
    {
        // ENOENT: the thread was killed in the meantime; then there is nobody to answer. Nothing else can go wrong with a valid descriptor.
        _ = Libc.ioctl(_fd, SEND, &answer);
    }

    private bool IsOver(int timeout)
    {
        var descriptor = new PollDescriptor { Descriptor = _fd, Events = POLLIN };
        int count;
        do
            count = Libc.poll(&descriptor, 1, timeout);
        while (count < 0 && Libc.Errno == EINTR);
        return count > 0 && (descriptor.Returned & POLLIN) == 0 && (descriptor.Returned & (POLLHUP | POLLERR)) != 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
