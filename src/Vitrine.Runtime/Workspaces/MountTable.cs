using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Workspaces;

/// <summary>What is mounted where, as this process sees it (proc_pid_mountinfo(5)).</summary>
internal static class MountTable
{
    /// <summary>Whether something is mounted below the directory.</summary>
    /// <exception cref="IOException">There is no /proc.</exception>
    public static bool HasMountBelow(UnixPath directory)
    {
        byte[] top = [.. Escaped(directory.ToBytes()), (byte)'/'];
        ReadOnlySpan<byte> table = File.ReadAllBytes("/proc/self/mountinfo");
        foreach (Range line in table.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> text = table[line];
            int field = 0;
            foreach (Range range in text.Split((byte)' '))
                if (field++ == 4 && text[range].StartsWith(top))
                    return true;
        }

        return false;
    }

    /// <summary>Space, tab, newline and backslash stand there as three octal digits.</summary>
    private static byte[] Escaped(byte[] path)
    {
        var escaped = new List<byte>(path.Length);
        foreach (byte b in path)
            if (b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\\')
                escaped.AddRange(Encoding.ASCII.GetBytes("\\" + Convert.ToString(b, 8).PadLeft(3, '0')));
            else
                escaped.Add(b);
        return [.. escaped];
    }
}
