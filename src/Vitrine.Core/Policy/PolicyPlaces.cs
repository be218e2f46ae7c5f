namespace Vitrine.Core.Policy;

/// <summary>What <c>~/</c> and relative patterns of a policy start from; both absolute, real and without a closing slash.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Home">The person's home, at whose path the box has its private one.</param>
public sealed record PolicyPlaces(string Workspace, string Home)
{
    // Where the agent itself can put a program: a name there says nothing of what the program is.
    private static readonly string[] Writable = ["/tmp", "/var", "/dev", "/run", "/proc"];

    /// <summary>Whether the agent could have put the file there: the name of such a file proves nothing.</summary>
    public bool IsAgentWritable(string path)
    {
        if (path.Length == 0 || path[0] != '/' || IsBelow(path, Workspace) || IsBelow(path, Home))
            return true;
        foreach (string top in Writable)
            if (IsBelow(path, top))
                return true;
        return false;
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="top"/> or below it.</summary>
    public static bool IsBelow(string path, string top) =>
        path.StartsWith(top, StringComparison.Ordinal) && (path.Length == top.Length || top.EndsWith('/') || path[top.Length] == '/');
}
