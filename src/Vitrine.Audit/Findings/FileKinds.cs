namespace Vitrine.Audit.Findings;

/// <summary>What programs call the kinds of files that they count in a directory.</summary>
internal static class FileKinds
{
    private static readonly Dictionary<string, string[]> s_byEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        ["js"] = ["JavaScript", "js", "javascript"],
        ["mjs"] = ["JavaScript", "js", "mjs"],
        ["cjs"] = ["JavaScript", "js", "cjs"],
        ["jsx"] = ["JavaScript", "JSX", "React"],
        ["ts"] = ["TypeScript", "ts"],
        ["tsx"] = ["TypeScript", "TSX", "React"],
        ["json"] = ["JSON", "Config"],
        ["md"] = ["Markdown", "md", "Docs", "Documentation"],
        ["txt"] = ["Text", "txt", "Docs"],
        ["py"] = ["Python", "py"],
        ["rs"] = ["Rust", "rs"],
        ["go"] = ["Go", "Golang"],
        ["java"] = ["Java"],
        ["kt"] = ["Kotlin"],
        ["rb"] = ["Ruby"],
        ["php"] = ["PHP"],
        ["c"] = ["C"],
        ["h"] = ["C", "C++"],
        ["cpp"] = ["C++", "cpp"],
        ["cs"] = ["C#", "csharp"],
        ["swift"] = ["Swift"],
        ["sh"] = ["Shell", "Bash", "sh"],
        ["html"] = ["HTML"],
        ["css"] = ["CSS"],
        ["scss"] = ["SCSS", "Sass"],
        ["sql"] = ["SQL"],
        ["yml"] = ["YAML", "yml", "Config"],
        ["yaml"] = ["YAML", "Config"],
        ["toml"] = ["TOML", "Config"],
        ["xml"] = ["XML"],
        ["csv"] = ["CSV"],
        ["tf"] = ["Terraform", "HCL"],
        ["ipynb"] = ["Notebook", "Jupyter"],
        ["pem"] = ["Certificates", "pem"],
        ["lock"] = ["Lock"],
    };

    /// <summary>Whether two words call the same kind: which of them is chosen could be a mark.</summary>
    public static bool AreOfOne(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase)
        || s_byEnding.Values.Any(kinds => kinds.Contains(one, StringComparer.OrdinalIgnoreCase) && kinds.Contains(other, StringComparer.OrdinalIgnoreCase));

    /// <summary>Names of a file's kind, by the ending of its name; none where it is not known.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return name switch
        {
            "Dockerfile" or "Containerfile" => ["Docker", "Dockerfile"],
            "Makefile" => ["Make", "Makefile"],
            _ => name.LastIndexOf('.') is >= 0 and int dot && s_byEnding.TryGetValue(name[(dot + 1)..], out string[]? kinds) ? kinds : [],
        };
    }
}
