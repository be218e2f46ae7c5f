using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Review;

/// <summary>
/// Removes a tree that an agent wrote: names of any bytes, directories without rights for their owner, and nesting deeper than any path or stack. Follows no
/// link.
/// </summary>
public static class TreeRemoval
{
    private const int Deepest = 200;

    /// <summary>Removes a name in a directory that is ours, if it is there.</summary>
    /// <exception cref="IOException">Something of it stays.</exception>
    public static void Remove(UnixPath parent, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            using SafeFileHandle directory = FileAt.OpenTop(parent, followsLinks: true);
            var pending = new Queue<byte[]>([Encoding.UTF8.GetBytes(name)]);
            int moved = 0;
            while (pending.TryDequeue(out byte[]? next))
                Remove(directory, directory, next, 0, pending, ref moved);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{parent}/{name}: {failure.Message}", failure);
        }
    }

    private static void Remove(SafeFileHandle top, SafeFileHandle parent, byte[] name, int depth, Queue<byte[]> pending, ref int moved)
    {
        if (FileAt.Status(parent, name) is not { } status)
            return;
        if (status.Type != FileStatus.Directory)
        {
            FileAt.Unlink(parent, name);
            return;
        }

        using (SafeFileHandle directory = FileAt.OpenOurs(parent, name, isDirectory: true))
        {
            if (depth == Deepest)
            {
                // Brought up, to be removed from there.
                byte[] aside = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $".removed-{Environment.ProcessId}-{moved++}"));
                FileAt.Move(parent, name, top, aside);
                pending.Enqueue(aside);
                return;
            }

            foreach (byte[] below in FileAt.Names(directory))
                Remove(top, directory, below, depth + 1, pending, ref moved);
        }

        FileAt.RemoveDirectory(parent, name);
    }
}
