using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>Executes a command as execvp(3) does, with the PATH of the box's environment, and says like a shell why it could not.</summary>
internal static unsafe class CommandSearch
{
    private static readonly byte[] DefaultPath = "/usr/local/bin:/usr/bin:/bin"u8.ToArray();

    /// <summary>Executes; returns the exit status only if that failed.</summary>
    public static int Execute(byte** arguments, byte** environment)
    {
        ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(arguments[0]);
        int error = ENOENT;
        if (name.Contains((byte)'/'))
        {
            error = TryExecute(name, arguments, environment);
        }
        else
        {
            ReadOnlySpan<byte> path = FindPath(environment);
            foreach (Range part in path.Split((byte)':'))
            {
                ReadOnlySpan<byte> directory = path[part];
                if (directory.IsEmpty || name.IsEmpty)
                    continue; // An empty part means the working directory: the agent's files must not stand in for programs.
                int found = TryExecute([.. directory, (byte)'/', .. name], arguments, environment);
                if (found is not (ENOENT or 20 /* ENOTDIR */))
                    error = found;
            }
        }

        string text = Encoding.UTF8.GetString(name);
        bool missing = error == ENOENT;
        FirstStageProgram.Say(missing ? $"vitrine: {text}: command not found in the box\n" : $"vitrine: {text}: {Descriptors.ErrorText(error)}\n");
        return missing ? BoxExit.NotFound : BoxExit.NotExecutable;
    }

    private static int TryExecute(ReadOnlySpan<byte> program, byte** arguments, byte** environment)
    {
        byte[] ended = [.. program, 0];
        fixed (byte* path = ended)
            _ = Libc.execve(path, arguments, environment);
        return Libc.Errno;
    }

    private static ReadOnlySpan<byte> FindPath(byte** environment)
    {
        for (byte** at = environment; *at != null; at++)
        {
            ReadOnlySpan<byte> variable = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*at);
            if (variable.StartsWith("PATH="u8))
                return variable[5..];
        }

        return DefaultPath;
    }
}
