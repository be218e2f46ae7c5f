namespace Vitrine.Sandbox.Requirements;

/// <summary>
/// Finds the system's own tools. Only in fixed directories that belong to root, never by PATH or a variable: what stands there makes the box, and PATH may
/// lead into the workspace.
/// </summary>
public static class SystemTools
{
    private static readonly string[] Directories = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin"];

    /// <summary>The absolute path of a tool, or null when it is not installed.</summary>
    /// <param name="name">Its file name, such as <c>bwrap</c>.</param>
    public static string? Find(string name) => Find(name, "/");

    internal static string? Find(string name, string root)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (string directory in Directories)
        {
            string path = $"{directory}/{name}";
            string real = Path.Join(root, path);
            if (File.Exists(real) && (File.GetUnixFileMode(real) & AnyExecute) != 0)
                return path;
        }

        return null;
    }
}
