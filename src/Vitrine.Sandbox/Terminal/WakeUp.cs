using Microsoft.Win32.SafeHandles;

namespace Vitrine.Sandbox.Terminal;

/// <summary>Wakes a thread that waits in poll(2): an eventfd.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private readonly SafeFileHandle _event;

    public WakeUp()
    {
        _event = TerminalNative.EventFd(0, TerminalNative.EFD_CLOEXEC | TerminalNative.EFD_NONBLOCK);
        if (_event.IsInvalid)
            throw TerminalNative.Failure("eventfd");
    }

    /// <summary>Ends the current wait, or the next one.</summary>
    public void Set()
    {
        bool added = false;
        try
        {
            _event.DangerousAddRef(ref added);
            ulong one = 1;
            // It can only fail by the counter being full, and then the thread is awake anyway.
            _ = TerminalNative.Write((int)_event.DangerousGetHandle(), &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The thread has ended; a signal came late.
        }
        finally
        {
            if (added)
                _event.DangerousRelease();
        }
    }

    /// <summary>Waits for events of a descriptor (-1 for none), a wake-up or the time. Only the waiting thread calls it.</summary>
    /// <returns>The descriptor's events, 0 for a wake-up or the time being over.</returns>
    public short Wait(int descriptor, short events, int milliseconds)
    {
        int wake = (int)_event.DangerousGetHandle();
        TerminalNative.PollDescriptor* descriptors = stackalloc TerminalNative.PollDescriptor[2];
        descriptors[0] = new() { Descriptor = wake, Events = TerminalNative.POLLIN };
        descriptors[1] = new() { Descriptor = descriptor, Events = events };
        if (TerminalNative.Poll(descriptors, 2, milliseconds) < 0)
        {
            // A signal counts as a wake-up: the caller looks at its state and waits again.
            return System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == TerminalNative.EINTR ? (short)0 : throw TerminalNative.Failure("poll");
        }

        if (descriptors[0].Returned == 0)
            return descriptors[1].Returned;
        ulong count;
        _ = TerminalNative.Read(wake, &count, sizeof(ulong));
        return 0;
    }

    public void Dispose() => _event.Dispose();
}
