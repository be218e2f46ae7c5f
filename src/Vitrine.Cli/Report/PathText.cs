using Vitrine.Core.Model;

namespace Vitrine.Cli.Report;

/// <summary>Paths as a person knows them: those in the workspace from there, those in a home with <c>~</c>.</summary>
internal sealed class PathText(UnixPath workspace, UnixPath? boxHome, int maximum)
{
    /// <summary>The path, visible and cut.</summary>
    public string Of(UnixPath path) => Of(path.ToString());

    /// <summary>The path given as text, visible and cut.</summary>
    public string Of(string path)
    {
        // A name in the workspace that begins like another place must not pass for it.
        if (Below(path, workspace.ToString(), "") is { } inner)
            return Visible.Cut(inner[0] is '~' or '/' ? "./" + inner : inner, maximum);
        return Visible.Cut((boxHome is { } home ? Below(path, home.ToString(), "~/") : null) ?? path, maximum);
    }

    /// <summary>A path of the host, with <c>~</c> for the person's home.</summary>
    public static string OnHost(UnixPath path, string? home, int maximum)
    {
        string text = path.ToString();
        return Visible.Cut(home is { Length: > 1 } ? text == home ? "~" : Below(text, home, "~/") ?? text : text, maximum);
    }

    private static string? Below(string path, string top, string instead) =>
        top.Length > 1 && path.Length > top.Length + 1 && path.StartsWith(top, StringComparison.Ordinal) && path[top.Length] == '/'
            ? instead + path[(top.Length + 1)..]
            : null;
}
