using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Determinism;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <content>Programs that start: noted, judged, and prepared.</content>
public sealed partial class SystemCallRecorder
{
    private void Executing(in Notification call, int directory, ulong address, ulong arguments, bool byDescriptor)
    {
        Span<byte> path = stackalloc byte[TracedPath.Maximum + 256];
        int length = TracedPath.Read(call.Thread, directory, address, path);
        if (length <= 0)
        {
            CountUnread(call);
            // Where programs are judged, what can't be read can't be: it may be readable again by the time the kernel reads it.
            if (_gate is null)
                _listener.Continue(call);
            else
                _listener.Refuse(call, EFAULT);
            return;
        }

        if (_root is null)
        {
            _root = BoxRoot.Of(call.Thread);
            if (_root is not null)
                _journal.UseRoot(_root);
            Volatile.Write(ref _firstProcess, call.Thread);
        }

        // A program that starts itself again so would otherwise stand in the record without a name.
        if (path[..length].SequenceEqual("/proc/self/exe"u8))
            length = Math.Max(TracedPath.ReadProgram(call.Thread, path), 0);

        // Through a descriptor a program runs that has no name any more, or never had one (memfd).
        Span<byte> start = stackalloc byte[6];
        byDescriptor |= TracedMemory.TryRead(call.Thread, address, start) && (start.SequenceEqual("/proc/"u8) || start.SequenceEqual("/dev/f"u8));

        // A shell tries each directory of PATH; what is not there is not run, and for that to be true the answer is given here.
        if (_root is { } root && !byDescriptor && !path.StartsWith("/proc/"u8) && path[0] == (byte)'/' && IsMissing(root, path[..length], out int errno))
        {
            _listener.Refuse(call, errno);
            return;
        }

        ProcessStatus who = ProcessStatus.Read(call.Thread);
        Span<byte> cwd = stackalloc byte[TracedPath.Maximum];
        int cwdLength = Math.Max(0, TracedPath.ReadDescriptor(call.Thread, AT_FDCWD, cwd));
        ArgumentList list = ArgumentList.Read(call.Thread, arguments);
        var run = new ProgramRun(who.Group == 0 ? call.Thread : who.Group, who.Parent, UnixPath.FromBytes(path[..length]), list.Arguments,
            UnixPath.FromBytes(cwd[..cwdLength]), list.IsCut);
        ProgramStart? prepared = _deterministic?.Expect(run.Process, who.Parent, run.Program.ToString());
        if (_gate is not null && (_hasStarted || run.Process != FirstProcess))
        {
            PassGate(call, run, Asked(call.Thread, directory, address), prepared);
            return;
        }

        // The person's own command, which is looked for in one directory after the other until it is there.
        _hasStarted = true;
        Note(run, length + cwdLength + list.Arguments.Sum(argument => argument.Length + 32));
        if (prepared is null)
        {
            _listener.Continue(call);
            return;
        }

        Notification copy = call;
        if (!_judging.TryRun(() => Follow(copy, run, prepared)))
            _listener.Refuse(call, EAGAIN);
    }

    private void Follow(in Notification call, ProgramRun run, ProgramStart start)
    {
        if (!_follow.Pass(call, start))
            _recorder.Record(new CallRefused(run.Process, nameof(SystemCall.execve),
                $"{run.Program}: its time and randomness could not be made the box's; it was killed", "SIGKILL"));
    }

    /// <summary>The path as the kernel will name it to an interpreter (fs/exec.c).</summary>
    private static string Asked(int thread, int directory, ulong address)
    {
        Span<byte> text = stackalloc byte[TracedPath.Maximum];
        int length = Math.Max(0, TracedMemory.ReadText(thread, address, text));
        string path = System.Text.Encoding.UTF8.GetString(text[..length]);
        return directory == AT_FDCWD || path.StartsWith('/') ? path : path.Length == 0 ? $"/dev/fd/{directory}" : $"/dev/fd/{directory}/{path}";
    }

    private void PassGate(in Notification call, ProgramRun run, string asked, ProgramStart? start)
    {
        Notification copy = call;
        BoxRoot? root = _root;
        if (root is null || !_judging.TryRun(() => Judge(copy, run, asked, root, start)))
            _listener.Refuse(call, EAGAIN);
    }

    private void Judge(in Notification call, ProgramRun run, string asked, BoxRoot root, ProgramStart? start)
    {
        try
        {
            var facts = new CommandFacts(run.Program, run.Program, run.Arguments, run.ArgumentsCut, run.WorkingDirectory, run.Process);
            // Past the journal: its ring has one writer, and this is another thread.
            if (!_gate!.Pass(call, facts, asked, root, () => _recorder.Record(run), start))
                _recorder.Record(new CallRefused(run.Process, nameof(SystemCall.execve), $"{run.Program}: another program than was judged; it was killed",
                    "SIGKILL"));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _listener.Refuse(call, EACCES);
        }
    }

    private static bool IsMissing(BoxRoot root, ReadOnlySpan<byte> path, out int errno)
    {
        using SafeFileHandle? file = root.Open(path, out errno);
        return file is null && errno is (ENOENT or ENOTDIR);
    }
}
