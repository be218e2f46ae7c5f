namespace Vitrine.Audit.Running;

/// <summary>The PATH of all sessions: that of any machine, and where this one keeps Node if that is elsewhere.</summary>
internal static class AuditTools
{
    private const string Usual = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>The PATH.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        if (Usual.Split(':').Any(Holds))
            return Usual;
        string? other = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(directory => directory[0] == '/' && Holds(directory));
        return other is null ? Usual : other + ":" + Usual;
    }

    private static bool Holds(string directory) => File.Exists(directory + "/node");
}
