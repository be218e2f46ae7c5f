using System.ComponentModel;
using System.Runtime.InteropServices;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Native;

/// <summary>
/// Starts a program by posix_spawn(3) with exactly the descriptors named, all signals at their defaults, no environment but the one given, and in a process
/// group of its own: a Ctrl-C at the terminal is for us to pass on, not for it to die of.
/// System.Diagnostics.Process passes no descriptors.
/// </summary>
internal sealed unsafe class Spawn
{
    // Larger than glibc's and musl's own structures (336, 80 and 128 bytes).
    private const int Ample = 512;

    /// <summary>Absolute path of the program.</summary>
    public required string Path { get; init; }

    /// <summary>argv, without closing NULs.</summary>
    public required IReadOnlyList<byte[]> Arguments { get; init; }

    /// <summary>NAME=value.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>Descriptors of ours, and the number that each has in the program.</summary>
    public List<(int Ours, int Theirs)> Descriptors { get; } = [];

    /// <summary>Starts it.</summary>
    /// <returns>0, or the errno.</returns>
    public int TryStart(out int process)
    {
        byte* actions = stackalloc byte[Ample], attributes = stackalloc byte[Ample], set = stackalloc byte[Ample];
        using var arguments = new NativeStrings(Arguments);
        using var environment = new NativeStrings([.. Environment.Select(System.Text.Encoding.UTF8.GetBytes)]);
        using var path = new NativeStrings([System.Text.Encoding.UTF8.GetBytes(Path)]);
        Check(Libc.posix_spawn_file_actions_init(actions));
        Check(Libc.posix_spawnattr_init(attributes));
        try
        {
            foreach ((int ours, int theirs) in Descriptors)
                Check(Libc.posix_spawn_file_actions_adddup2(actions, ours, theirs));
            Check(Libc.sigfillset(set));
            Check(Libc.posix_spawnattr_setsigdefault(attributes, set));
            Check(Libc.sigemptyset(set));
            Check(Libc.posix_spawnattr_setsigmask(attributes, set));
            Check(Libc.posix_spawnattr_setflags(attributes, (short)(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)));
            int id;
            int error = Libc.posix_spawn(&id, path.Pointers[0], actions, attributes, arguments.Pointers, environment.Pointers);
            process = error == 0 ? id : 0;
            return error;
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>Waits for the end of a child.</summary>
    /// <returns>Its exit status, or 128 and the signal that ended it.</returns>
    public static int Wait(int process)
    {
        int status;
        while (Libc.waitpid(process, &status, 0) < 0)
            if (Libc.Errno != EINTR)
                throw new Win32Exception(Libc.Errno);
        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }
}

/// <summary>A NULL-ended array of NUL-ended byte strings outside the managed heap.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    public NativeStrings(IReadOnlyList<byte[]> texts)
    {
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Count; i++)
        {
            var text = (byte*)NativeMemory.Alloc((nuint)texts[i].Length + 1);
            texts[i].CopyTo(new Span<byte>(text, texts[i].Length));
            text[texts[i].Length] = 0;
            Pointers[i] = text;
        }
    }

    public byte** Pointers { get; }

    public void Dispose()
    {
        for (byte** at = Pointers; *at != null; at++)
            NativeMemory.Free(*at);
        NativeMemory.Free(Pointers);
    }
}
