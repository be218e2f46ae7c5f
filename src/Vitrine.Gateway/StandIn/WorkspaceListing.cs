namespace Vitrine.Gateway.StandIn;

/// <summary>
/// The names in the result of a listing, whatever tool made it: one name or path a line, with tree lines, bullets or kinds before it, or a slash behind it for
/// a directory. It guides the choice of a file to read; a wrong guess makes a failed read and no more.
/// </summary>
internal sealed class WorkspaceListing
{
    private const int MaximumLines = 2000;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    private string? _text;

    /// <summary>Whether a listing was made and did not fail; it may have shown nothing.</summary>
    public bool IsKnown => _text is not null;

    /// <summary>Whether the listing may have shown <paramref name="name"/>: it stands somewhere in it, in whatever form.</summary>
    public bool Mentions(string name) => _text?.Contains(name, StringComparison.Ordinal) ?? true;

    /// <summary>The first of <paramref name="wanted"/> that was listed; <c>*</c> takes the first file. When none was, the first name that is one.</summary>
    public string Choose(IReadOnlyList<string> wanted)
    {
        foreach (string name in wanted)
        {
            if (name == "*" ? _files.Count > 0 : _names.Contains(name))
                return name == "*" ? _files[0] : name;
        }

        return wanted.FirstOrDefault(name => name != "*") ?? "README.md";
    }

    /// <summary>Reads the result of a listing.</summary>
    public static WorkspaceListing Read(string text)
    {
        WorkspaceListing listing = new() { _text = ToolFailure.IsIn(text) ? null : text };
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (++lines > MaximumLines)
                break;
            listing.Add(line);
        }

        return listing;
    }

    private void Add(ReadOnlySpan<char> line)
    {
        bool directory = line.Contains("[DIR]", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> rest = line.Trim().TrimStart("│├└─| ");
        foreach (string bullet in (ReadOnlySpan<string>)["[DIR]", "[FILE]", "- ", "* ", "./"])
        {
            if (rest.StartsWith(bullet, StringComparison.OrdinalIgnoreCase))
                rest = rest[bullet.Length..].TrimStart();
        }

        int size = rest.IndexOf(" (");
        if (size > 0)
            rest = rest[..size];
        directory |= rest.EndsWith('/');
        rest = rest.TrimEnd('/');
        rest = rest[(rest.LastIndexOf('/') + 1)..];
        if (rest.IsEmpty || rest.Length > 255 || rest.IndexOfAny(' ', ':', '<') >= 0)
            return;
        string name = rest.ToString();
        // A name with an extension is most likely a file, and one that a person would read.
        if (_names.Add(name) && !directory && name.IndexOf('.', 1) > 0 && !name.StartsWith('.'))
            _files.Add(name);
    }
}
