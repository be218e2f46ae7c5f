using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>Tells in which <see cref="Place"/> a path lies. By the text of the path alone: what a symbolic link leads to is not known here.</summary>
internal sealed class PathPlaces
{
    private readonly UnixPath _workspace;
    private readonly UnixPath? _home;
    private readonly bool _homeIsInWorkspace;

    /// <param name="workspace">The workspace.</param>
    /// <param name="home">The private home; where it is not known, what lies below /root and /home counts as home.</param>
    public PathPlaces(UnixPath workspace, UnixPath? home)
    {
        _workspace = workspace;
        _home = home;
        _homeIsInWorkspace = home is { } inner && inner.IsAtOrBelow(workspace);
    }

    /// <summary>Where the path lies.</summary>
    public Place Of(UnixPath path)
    {
        string text = path.ToString();
        // A recorder that passes on what the program wrote may give "/workspace/../etc": it is judged by what it means.
        if (LexicalPath.NeedsNormalizing(text))
        {
            text = LexicalPath.Normalize(text);
            path = new UnixPath(text);
        }

        // The inner of the two wins: a workspace usually lies in the home, and nothing forbids the reverse.
        if (_homeIsInWorkspace && path.IsAtOrBelow(_home!.Value))
            return Place.Home;
        if (_workspace != default && path.IsAtOrBelow(_workspace))
            return IsInRepository(text.AsSpan(Math.Min(text.Length, _workspace.ToString().Length))) ? Place.Repository : Place.Workspace;
        if (_home is { } home ? path.IsAtOrBelow(home) : IsAnyHome(text))
            return Place.Home;
        return OfSystem(text);
    }

    private static bool IsInRepository(ReadOnlySpan<char> below)
    {
        int at = below.IndexOf("/.git", StringComparison.Ordinal);
        while (at >= 0)
        {
            below = below[(at + 5)..];
            if (below.IsEmpty || below[0] == '/')
                return true;
            at = below.IndexOf("/.git", StringComparison.Ordinal);
        }

        return false;
    }

    private static bool IsAnyHome(string text) => IsBelow(text, "/root") || IsBelow(text, "/home");

    private static Place OfSystem(string text)
    {
        if (text.Length < 4 || text[0] != '/')
            return text == "/" ? Place.System : Place.Elsewhere;
        switch (text[1])
        {
            case 'p' when IsBelow(text, "/proc"):
                return OfProc(text.AsSpan(5));
            case 't' when IsBelow(text, "/tmp"):
            case 'v' when IsBelow(text, "/var/tmp"):
            case 'd' when IsBelow(text, "/dev/shm"):
                return Place.Temporary;
            case 'u' when IsBelow(text, "/usr"):
            case 'l' when text.StartsWith("/lib", StringComparison.Ordinal) && IsLibrary(text):
            case 'b' when IsBelow(text, "/bin") || IsBelow(text, "/boot"):
            case 's' when IsBelow(text, "/sbin") || IsBelow(text, "/sys"):
            case 'e' when IsBelow(text, "/etc"):
            case 'd' when IsBelow(text, "/dev"):
            case 'o' when IsBelow(text, "/opt"):
            case 'n' when IsBelow(text, "/nix"):
            case 'r' when IsBelow(text, "/run"):
            case 'v' when IsBelow(text, "/var"):
                return Place.System;
            default:
                return Place.Elsewhere;
        }
    }

    private static bool IsLibrary(string text) => IsBelow(text, "/lib") || IsBelow(text, "/lib64") || IsBelow(text, "/lib32") || IsBelow(text, "/libx32");

    private static Place OfProc(ReadOnlySpan<char> below)
    {
        ReadOnlySpan<char> first = below.IsEmpty ? below : below[1..];
        int end = first.IndexOf('/');
        first = end < 0 ? first : first[..end];
        return first.IsEmpty || first.IndexOfAnyExceptInRange('0', '9') >= 0 ? Place.System : Place.Process;
    }

    private static bool IsBelow(string text, string top) =>
        text.StartsWith(top, StringComparison.Ordinal) && (text.Length == top.Length || text[top.Length] == '/');
}
