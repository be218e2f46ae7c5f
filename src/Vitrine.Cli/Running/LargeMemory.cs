using System.Runtime.InteropServices;

namespace Vitrine.Cli.Running;

/// <summary>
/// Memory settings of a long piece of work. The small budget that a session is started with (runtimeconfig.template.json) makes an audit, which compares
/// hundreds of sessions, collect its youngest objects a hundred times a second. .NET reads the setting once, before anything of ours runs: so the program takes
/// its own place with it.
/// </summary>
internal static partial class LargeMemory
{
    // Hexadecimal bytes, as .NET takes them. The third: what is smaller than this is not kept apart and cleared away last; bodies of requests are larger than
    // the 85,000 bytes that are usual.
    private static readonly string[] s_settings = ["DOTNET_GCGen0MaxBudget=4000000", "DOTNET_GCgen0size=4000000", "DOTNET_GCLOHThreshold=200000"];

    /// <summary>
    /// Starts this program anew in its own place, with its arguments and its environment, unless it has the settings already. Where that can't be, it goes on
    /// as it is, and is slower.
    /// </summary>
    public static void Take()
    {
        string name = s_settings[0].Split('=')[0];
        if (Environment.GetEnvironmentVariable(name) is not null)
        {
            // They are for this process alone.
            foreach (string setting in s_settings)
                Environment.SetEnvironmentVariable(setting.Split('=')[0], null);
            return;
        }

        try
        {
            // As bytes: neither need be UTF-8.
            byte[][] arguments = Strings(File.ReadAllBytes("/proc/self/cmdline")), environment = Strings(File.ReadAllBytes("/proc/self/environ"));
            _ = execve("/proc/self/exe", Pointers(arguments), Pointers([.. environment, .. s_settings.Select(System.Text.Encoding.ASCII.GetBytes)]));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A machine without /proc has no box either, and says so by itself.
        }
    }

    private static byte[][] Strings(byte[] joined)
    {
        var strings = new List<byte[]>();
        for (int start = 0, end; start < joined.Length && (end = Array.IndexOf(joined, (byte)0, start)) >= 0; start = end + 1)
            strings.Add(joined[start..end]);
        return [.. strings];
    }

    // Not freed: the memory goes with the program, or is a few kilobytes.
    private static nint[] Pointers(byte[][] strings)
    {
        nint[] pointers = new nint[strings.Length + 1];
        for (int i = 0; i < strings.Length; i++)
        {
            pointers[i] = Marshal.AllocHGlobal(strings[i].Length + 1);
            Marshal.Copy(strings[i], 0, pointers[i], strings[i].Length);
            Marshal.WriteByte(pointers[i], strings[i].Length, 0);
        }

        return pointers;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execve(string path, nint[] arguments, nint[] environment);
}
