using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Requirements;

/// <summary>The machine as the checks see it: its files below a root, who asks, and how a program is tried.</summary>
internal sealed record Machine
{
    /// <summary>Where / is: another place in tests.</summary>
    public string Root { get; init; } = "/";

    /// <summary>The processor.</summary>
    public Architecture Architecture { get; init; } = RuntimeInformation.OSArchitecture;

    /// <summary>Whether the caller is root, whom some restrictions spare.</summary>
    public bool IsRoot { get; init; } = Environment.IsPrivilegedProcess;

    /// <summary>Runs a program; see <see cref="Probe.RunAsync"/>.</summary>
    public Func<ProbeCommand, CancellationToken, Task<ProbeResult>> Try { get; init; } = Probe.RunAsync;

    /// <summary>The path below the root.</summary>
    public string At(string path) => Path.Join(Root, path);

    /// <summary>The first line of a small file, or null where it is not there or may not be read.</summary>
    public string? ReadLine(string path)
    {
        // Most kernels lack one setting or another, and an exception costs more than all the rest of the check.
        if (!File.Exists(At(path)))
            return null;
        try
        {
            using var reader = new StreamReader(At(path));
            return reader.ReadLine()?.Trim() ?? "";
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The number in a sysctl's file, or null where the kernel has no such setting.</summary>
    public int? ReadSetting(string name) =>
        int.TryParse(ReadLine("proc/sys/" + name), System.Globalization.CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>Whether this process runs in a container, by the marks that container engines leave.</summary>
    public bool IsContainer => File.Exists(At(".dockerenv")) || File.Exists(At("run/.containerenv"));
}
