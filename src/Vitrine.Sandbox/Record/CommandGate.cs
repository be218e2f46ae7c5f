using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Determinism;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// Judges programs before they run. What execve(2) was asked for lies in the agent's memory and may change after it was read, so a judgement alone would hold
/// for nothing. Therefore:
/// <list type="number">
/// <item>read the arguments, judge, refuse with EACCES;</item>
/// <item>attach to the thread (<see cref="ExecStop"/>) and let the call go on;</item>
/// <item>when the new program stands before its first instruction, compare what really runs with what was judged: the file by its inode, argv by its text; a
/// script by its first line;</item>
/// <item>if they differ, kill it.</item>
/// </list>
/// </summary>
/// <param name="listener">The box's listener.</param>
/// <param name="judge">Whether the program may run. Called on a thread that may wait, for a person for instance.</param>
internal sealed unsafe class CommandGate(Listener listener, Func<CommandFacts, bool> judge)
{
    private const int LongestFirstLine = 256, MostInterpreters = 4, LongestCommandLine = 64 * 1024;

    /// <summary>Takes one call from reading to its end. False when it was killed because another program ran than was judged.</summary>
    /// <param name="call">The waiting call.</param>
    /// <param name="facts">What it was asked for.</param>
    /// <param name="asked">The path as the kernel names it to an interpreter.</param>
    /// <param name="root">The box's files.</param>
    /// <param name="starts">Called when it may run, before it does.</param>
    /// <param name="prepare">Called when what runs is what was judged, before its first instruction; null for nothing.</param>
    public bool Pass(in Notification call, CommandFacts facts, string asked, BoxRoot root, Action starts, ProgramStart? prepare)
    {
        using SafeFileHandle? file = root.Open(facts.Program.ToBytes(), out int errno);
        if (file is null)
        {
            listener.Refuse(call, errno);
            return true;
        }

        List<Interpreter> interpreters = InterpretersOf(file, root, out bool isReadable);
        if (!isReadable || !MayRun(facts with { File = NameOf(file, facts.Program) }, asked, interpreters))
        {
            listener.Refuse(call, EACCES);
            return true;
        }

        // Only after attaching is it certain that the thread is still the one that asked.
        var stop = new ExecStop();
        if (!ExecStop.TryAttach(call.Thread))
        {
            listener.Refuse(call, EACCES);
            return true;
        }

        if (listener.IsWaiting(call))
        {
            starts();
            listener.Continue(call);
        }

        if (stop.Wait() == ExecOutcome.Failed)
            return true;
        bool isSame = IsWhatWasJudged(stop.Process, file, facts, asked, interpreters) && prepare?.TryPrepare(stop) != false;
        if (isSame)
            stop.Release();
        else
            stop.Kill();
        return isSame;
    }

    private bool MayRun(CommandFacts facts, string asked, List<Interpreter> interpreters)
    {
        if (!judge(facts))
            return false;
        foreach (Interpreter interpreter in interpreters)
        {
            var command = new CommandFacts(interpreter.Name, interpreter.File,
                [interpreter.Name.ToString(), .. interpreter.Words, asked, .. facts.Arguments.Skip(1)], facts.ArgumentsCut, facts.WorkingDirectory,
                facts.Process)
            {
                IsInterpreter = true,
            };
            if (!judge(command))
                return false;
        }

        return true;
    }

    private static bool IsWhatWasJudged(int process, SafeFileHandle file, CommandFacts facts, string asked, List<Interpreter> interpreters)
    {
        if (!TryIdentify($"/proc/{process}/exe", out FileIdentity runs) || ReadCommandLine(process) is not { } words)
            return false;
        FileIdentity expected = interpreters.Count > 0 ? interpreters[^1].Identity : FileIdentity.Of(file);
        if (runs.Device != expected.Device || runs.Inode != expected.Inode)
            return false;
        if (interpreters.Count == 0)
            return Ends(words, facts.Arguments, 0, facts.ArgumentsCut);

        // The kernel puts the interpreters and their words in front of the script's name, the last one first, and drops the script's own argv[0]. The first
        // lines were read before the judgement and may have changed since, so these words are compared too.
        int at = 0;
        for (int i = interpreters.Count - 1; i >= 0; i--)
            foreach (string word in (IEnumerable<string>)[interpreters[i].Name.ToString(), .. interpreters[i].Words])
                if (at >= words.Count || words[at++] != word)
                    return false;
        return at < words.Count && words[at] == asked && Ends(words, facts.Arguments, at, facts.ArgumentsCut);
    }

    /// <summary>Whether the words from <paramref name="at"/> on are the arguments; the first one may be another name for the script.</summary>
    private static bool Ends(List<string> words, IReadOnlyList<string> arguments, int at, bool isCut)
    {
        // The kernel gives a program without any argument one that is empty.
        if (arguments.Count == 0)
            return words.Count == at + 1 && (at > 0 || words[0].Length == 0);
        if (isCut ? words.Count - at < arguments.Count : words.Count - at != arguments.Count)
            return false;
        for (int i = at > 0 ? 1 : 0; i < arguments.Count; i++)
            if (words[at + i] != arguments[i] && !(isCut && i == arguments.Count - 1 && words[at + i].StartsWith(arguments[i], StringComparison.Ordinal)))
                return false;
        return true;
    }

    /// <summary>The programs that the kernel starts for a script, outermost first line first; empty for a binary.</summary>
    private static List<Interpreter> InterpretersOf(SafeFileHandle file, BoxRoot root, out bool isReadable)
    {
        var found = new List<Interpreter>();
        SafeFileHandle? current = file;
        isReadable = true;
        try
        {
            while (found.Count < MostInterpreters)
            {
                if (FirstLine(current) is not { } line)
                    return found;
                string[] words = WordsOf(line);
                if (words.Length == 0 || !words[0].StartsWith('/') || root.Open(Encoding.UTF8.GetBytes(words[0]), out _) is not { } next)
                {
                    // The kernel will find the same, and fail; what it might find instead a moment later nobody has judged.
                    isReadable = false;
                    return found;
                }

                if (current != file)
                    current.Dispose();
                current = next;
                var name = new UnixPath(words[0]);
                found.Add(new Interpreter(name, NameOf(next, name), FileIdentity.Of(next), words.Length > 1 ? [words[1]] : []));
            }

            isReadable = FirstLine(current) is null;
            return found;
        }
        finally
        {
            if (current != file)
                current.Dispose();
        }
    }

    /// <summary>The interpreter and its one argument, which is all that follows; spaces are blanks and tabs, as in fs/binfmt_script.c.</summary>
    private static string[] WordsOf(string line)
    {
        int space = line.AsSpan().IndexOfAny(' ', '\t');
        return line.Length == 0 ? [] : space < 0 ? [line] : [line[..space], line[space..].TrimStart(' ', '\t')];
    }

    /// <summary>
    /// What stands behind <c>#!</c>; null where the file is no script. A file that only may be executed can't be read, and the kernel reads scripts alone as
    /// their interpreters do.
    /// </summary>
    private static string? FirstLine(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[LongestFirstLine];
        int length = ReadStart($"/proc/self/fd/{file.DangerousGetHandle()}", start);
        if (length < 2 || !start.StartsWith("#!"u8))
            return null;
        ReadOnlySpan<byte> line = start[2..length];
        int end = line.IndexOfAny((byte)'\n', (byte)0);
        // Without an end the kernel leaves the last byte for its own zero; and a carriage return is no space to it.
        end = end < 0 ? Math.Min(line.Length, LongestFirstLine - 3) : end;
        return Encoding.UTF8.GetString(line[..end]).Trim(' ', '\t');
    }

    private static int ReadStart(string path, Span<byte> buffer)
    {
        const int O_NONBLOCK = 0x800;
        fixed (byte* name = Encoding.ASCII.GetBytes(path + "\0"), to = buffer)
        {
            int fd = Libc.open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
            if (fd < 0)
                return -1;
            nint length = Libc.read(fd, to, buffer.Length);
            _ = Libc.close(fd);
            return (int)length;
        }
    }

    private static bool TryIdentify(string path, out FileIdentity identity)
    {
        identity = default;
        fixed (byte* name = Encoding.ASCII.GetBytes(path + "\0"))
        {
            int fd = Libc.open(name, O_PATH | O_CLOEXEC, 0);
            if (fd < 0)
                return false;
            bool isKnown = FileIdentity.TryRead(fd, out identity);
            _ = Libc.close(fd);
            return isKnown;
        }
    }

    private static List<string>? ReadCommandLine(int process)
    {
        byte[] bytes = new byte[LongestCommandLine];
        int length = 0;
        fixed (byte* name = Encoding.ASCII.GetBytes($"/proc/{process}/cmdline\0"), to = bytes)
        {
            int fd = Libc.open(name, O_RDONLY | O_CLOEXEC, 0);
            if (fd < 0)
                return null;
            nint read;
            while (length < bytes.Length && (read = Libc.read(fd, to + length, bytes.Length - length)) > 0)
                length += (int)read;
            _ = Libc.close(fd);
        }

        var words = new List<string>();
        for (int start = 0; start < length;)
        {
            int end = bytes.AsSpan(start, length - start).IndexOf((byte)0);
            words.Add(Encoding.UTF8.GetString(bytes, start, end < 0 ? length - start : end));
            start += (end < 0 ? length - start : end) + 1;
        }

        return words;
    }

    private static UnixPath NameOf(SafeFileHandle file, UnixPath otherwise)
    {
        Span<byte> target = stackalloc byte[TracedPath.Maximum];
        int length;
        fixed (byte* link = Encoding.ASCII.GetBytes($"/proc/self/fd/{file.DangerousGetHandle()}\0"), to = target)
            length = (int)Libc.readlink(link, to, target.Length);
        return length > 0 ? UnixPath.FromBytes(target[..length]) : otherwise;
    }

    private sealed record Interpreter(UnixPath Name, UnixPath File, FileIdentity Identity, IReadOnlyList<string> Words);
}
