using Vitrine.Audit.Comparison;

namespace Vitrine.Audit.Findings;

/// <summary>What programs call the kinds of files that they count in a directory, and their own tools for them.</summary>
internal static class FileKinds
{
    // Words of sentences about anything.
    private static readonly string[] s_ofProse = ["Make", "Text", "Lock", "Config", "Docs", "Documentation", "Shell", "Swift", "Certificates", "Notebook"];

    // C and Go stand in other words' places.
    private const int ShortestKind = 3;
    private const int LongKind = 6;

    private static readonly Dictionary<string, string[]> s_byEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        ["js"] = ["JavaScript", "js", "javascript", "typescript-language-server", "tsserver", "vtsls", "eslint", "npm", "node"],
        ["mjs"] = ["JavaScript", "js", "mjs"],
        ["cjs"] = ["JavaScript", "js", "cjs"],
        ["jsx"] = ["JavaScript", "JSX", "React"],
        ["ts"] = ["TypeScript", "ts", "typescript-language-server", "tsserver", "vtsls", "deno"],
        ["tsx"] = ["TypeScript", "TSX", "React"],
        ["json"] = ["JSON", "Config"],
        ["md"] = ["Markdown", "md", "Docs", "Documentation"],
        ["txt"] = ["Text", "txt", "Docs"],
        ["py"] = ["Python", "py", "pyright", "pylsp", "basedpyright", "ruff", "pip"],
        ["rs"] = ["Rust", "rs", "rust-analyzer", "cargo"],
        ["go"] = ["Go", "Golang", "gopls"],
        ["java"] = ["Java", "jdtls"],
        ["kt"] = ["Kotlin", "kotlin-language-server"],
        ["rb"] = ["Ruby", "ruby-lsp", "solargraph"],
        ["php"] = ["PHP", "intelephense"],
        ["c"] = ["C", "clangd"],
        ["h"] = ["C", "C++"],
        ["cpp"] = ["C++", "cpp", "clangd"],
        ["cs"] = ["C#", "csharp", "omnisharp", "csharp-ls"],
        ["swift"] = ["Swift", "sourcekit-lsp"],
        ["sh"] = ["Shell", "Bash", "sh", "bash-language-server"],
        ["html"] = ["HTML"],
        ["css"] = ["CSS"],
        ["scss"] = ["SCSS", "Sass"],
        ["sql"] = ["SQL"],
        ["yml"] = ["YAML", "yml", "Config", "yaml-language-server"],
        ["yaml"] = ["YAML", "Config"],
        ["toml"] = ["TOML", "Config"],
        ["xml"] = ["XML"],
        ["csv"] = ["CSV"],
        ["tf"] = ["Terraform", "HCL", "terraform-ls"],
        ["ipynb"] = ["Notebook", "Jupyter"],
        ["pem"] = ["Certificates", "pem"],
        ["lock"] = ["Lock"],
    };

    // What tells the language of a project, whatever else is in it.
    private static readonly Dictionary<string, string> s_byManifest = new(StringComparer.Ordinal)
    {
        ["package.json"] = "JavaScript",
        ["tsconfig.json"] = "TypeScript",
        ["requirements.txt"] = "Python",
        ["pyproject.toml"] = "Python",
        ["setup.py"] = "Python",
        ["Pipfile"] = "Python",
        ["Cargo.toml"] = "Rust",
        ["go.mod"] = "Go",
        ["pom.xml"] = "Java",
        ["build.gradle"] = "Java",
        ["Gemfile"] = "Ruby",
        ["composer.json"] = "PHP",
        ["Package.swift"] = "Swift",
    };

    /// <summary>Whether two words call the same kind: which of them is chosen could be a mark.</summary>
    public static bool AreOfOne(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase)
        || s_byEnding.Values.Any(kinds => kinds.Contains(one, StringComparer.OrdinalIgnoreCase) && kinds.Contains(other, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a sentence names a kind of files by its name, which only one side has, or of which only one side has a manifest.</summary>
    public static bool IsNamed(string sentence, Difference difference)
    {
        string[][] kinds = [.. new[] { difference.SessionsWithout[0],
            difference.SessionsWith[0] }.Select(session => session.Machine.Files.Keys.SelectMany(Of)
                .Where(kind => char.IsAsciiLetterUpper(kind[0]) && kind.Length >= ShortestKind && !s_ofProse.Contains(kind))
                .Distinct()
                .ToArray())];
        string[][] manifests = [.. new[] { difference.SessionsWithout[0],
            difference.SessionsWith[0] }.Select(session => session.Machine.Files.Keys.Select(path => s_byManifest.GetValueOrDefault(NameOf(path)) ?? "")
                .Where(kind => kind.Length >= ShortestKind)
                .Distinct()
                .ToArray())];
        return kinds[1].Except(kinds[0])
            .Concat(kinds[0].Except(kinds[1]))
            .Concat(manifests[1].Except(manifests[0]))
            .Concat(manifests[0].Except(manifests[1]))
            .Any(kind => WholeWord.IsIn(sentence, kind, kind.Length >= LongKind ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
    }

    /// <summary>Whether all words that one side has more are kinds of files that this side alone has: <c>javascript,python</c>.</summary>
    public static bool AreNew(Difference difference)
    {
        string[] before = WordsOf(difference.Before), after = WordsOf(difference.After);
        return (before.Length == 0 || after.Length == 0)
            && before.Length + after.Length > 0
            && before.All(word => IsOf(word, difference.SessionsWithout[0], difference.SessionsWith[0]))
            && after.All(word => IsOf(word, difference.SessionsWith[0], difference.SessionsWithout[0]));
    }

    private static string[] WordsOf(string piece) => piece.Split([',', ' ', ';', '"', '[', ']', '\n', '|', '/'], StringSplitOptions.RemoveEmptyEntries);

    private static bool IsOf(string word, AuditSession here, AuditSession there) =>
        word.Length >= 2
        && here.Machine.Files.Keys.Except(there.Machine.Files.Keys).SelectMany(Of).Contains(word, StringComparer.OrdinalIgnoreCase)
        && !there.Machine.Files.Keys.SelectMany(Of).Contains(word, StringComparer.OrdinalIgnoreCase);

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Names of a file's kind, by the ending of its name; none where it is not known.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        string name = NameOf(path);
        IReadOnlyList<string> kinds = name switch
        {
            "Dockerfile" or "Containerfile" => ["Docker", "Dockerfile"],
            "Makefile" => ["Make", "Makefile"],
            _ => name.LastIndexOf('.') is >= 0 and int dot && s_byEnding.TryGetValue(name[(dot + 1)..], out string[]? found) ? found : [],
        };
        return s_byManifest.TryGetValue(name, out string? language) ? [.. kinds, language] : kinds;
    }
}
