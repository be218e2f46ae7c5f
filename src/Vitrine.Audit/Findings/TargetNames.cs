namespace Vitrine.Audit.Findings;

/// <summary>The names by which a target's own directories, variables and files are told from those of others.</summary>
/// <param name="Package">The package's name: <c>@scope/name</c>.</param>
/// <param name="Programs">Names of its programs.</param>
public sealed record TargetNames(string Package, IReadOnlyList<string> Programs)
{
    /// <summary>Further names of directories and variables that its documentation names as its own.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Hosts to which its README says that it reports.</summary>
    public IReadOnlyList<string> DeclaredHosts { get; init; } = [];

    /// <summary>What its README says, piece by piece.</summary>
    public IReadOnlyList<string> Documented { get; init; } = [];

    /// <summary>Whether a name of a directory or a variable is one of its own: it begins with one of the names.</summary>
    public bool Owns(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = Plain(name);
        return Words().Any(word => word.Length > 1 && plain.StartsWith(word, StringComparison.Ordinal));
    }

    private IEnumerable<string> Words()
    {
        foreach (string name in (IEnumerable<string>)[Package[(Package.LastIndexOf('/') + 1)..], .. Programs, .. Also])
        {
            yield return Plain(name);
            foreach (string ending in (string[])["-cli", "-code", "-agent", "-ai"])
            {
                if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                    yield return Plain(name[(name.LastIndexOf('/') + 1)..^ending.Length]);
            }
        }
        if (Package.StartsWith('@') && Package.IndexOf('/', StringComparison.Ordinal) is int slash and > 1)
            yield return Plain(Package[1..slash]);
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
