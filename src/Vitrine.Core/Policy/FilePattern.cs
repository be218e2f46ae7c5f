using System.Diagnostics.CodeAnalysis;
using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>
/// Which files a rule means, much as in a <c>.gitignore</c>: a pattern without a slash is a name at any depth of the workspace (<c>.env</c>, <c>*.pem</c>); one
/// with a slash starts at the workspace (<c>docs/**</c>, <c>./build</c>), at the person's home (<c>~/.ssh</c>) or at the root (<c>/etc/hosts</c>). What covers
/// a directory covers all that is in it.
/// </summary>
public sealed record FilePattern
{
    private readonly Glob _glob;
    private readonly Start _start;

    private FilePattern(string text, Glob glob, Start start) => (Text, _glob, _start) = (text, glob, start);

    private enum Start
    {
        Root,
        Home,
        Workspace,
    }

    /// <summary>The pattern as the person wrote it.</summary>
    public string Text { get; }

    /// <summary>Parses a pattern; <paramref name="why"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FilePattern? pattern, out string why)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        Start start = text.StartsWith('/') ? Start.Root : text is "~" || text.StartsWith("~/", StringComparison.Ordinal) ? Start.Home : Start.Workspace;
        if (start == Start.Workspace && text.StartsWith('~'))
        {
            why = "other people's homes (~name) are not known here";
            return false;
        }

        string rest = start switch
        {
            Start.Root => text[1..],
            Start.Home => text.Length > 2 ? text[2..] : "**",
            _ => text.StartsWith("./", StringComparison.Ordinal) && text.Length > 2 ? text[2..] : text is "." ? "**" : text,
        };
        bool isBareName = start == Start.Workspace && !text.StartsWith("./", StringComparison.Ordinal) && !text.TrimEnd('/').Contains('/') && text is not ".";
        rest = rest.Length > 1 && rest.EndsWith('/') ? rest[..^1] : rest.Length == 0 ? "**" : rest;
        if (rest.Split('/').Contains(""))
        {
            why = "a pattern has no empty names (//)";
            return false;
        }

        if (!Glob.TryParse(isBareName && rest != "**" ? "**/" + rest : rest, out Glob? glob, out why))
            return false;
        pattern = new FilePattern(text, glob, start);
        return true;
    }

    /// <summary>
    /// Whether the file, or a directory that it is in, is meant. <paramref name="path"/> is absolute and normal, with symbolic links resolved: a path that is
    /// not normal is covered by nothing.
    /// </summary>
    public bool Covers(UnixPath path, PolicyPlaces places)
    {
        ArgumentNullException.ThrowIfNull(places);
        string text = path.ToString();
        string top = TopOf(places);
        if (!PolicyPlaces.IsBelow(text, top))
            return false;
        ReadOnlySpan<char> below = text.AsSpan(Math.Min(text.Length, top.Length)).TrimStart('/');
        return below.IsEmpty ? _glob.Text is "**" : _glob.MatchesAtOrBelow(below);
    }

    /// <summary>The deepest directory or file under which all lies that is meant, absolute; what a mount can be made of.</summary>
    public UnixPath Anchor(PolicyPlaces places)
    {
        ArgumentNullException.ThrowIfNull(places);
        string prefix = _glob.LiteralPrefix;
        string top = TopOf(places);
        return new UnixPath(prefix.Length == 0 ? top : $"{top.TrimEnd('/')}/{prefix}");
    }

    /// <summary>Whether the pattern is one path, so that <see cref="Anchor"/> is all that is meant.</summary>
    public bool IsOnePath =>
        _glob.IsExact || _glob.Text == "**" || (_glob.Text.EndsWith("/**", StringComparison.Ordinal) && _glob.LiteralPrefix.Length == _glob.Text.Length - 3);

    private string TopOf(PolicyPlaces places) => _start switch { Start.Root => "/", Start.Home => places.Home, _ => places.Workspace };
}
