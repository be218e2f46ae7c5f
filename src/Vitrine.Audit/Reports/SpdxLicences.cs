namespace Vitrine.Audit.Reports;

/// <summary>The SPDX identifiers that packages name most; others are given as a name.</summary>
internal static class SpdxLicences
{
    private static readonly HashSet<string> s_ids = new(StringComparer.Ordinal)
    {
        "0BSD", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "Artistic-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC-BY-3.0",
            "CC-BY-4.0", "CC0-1.0",
        "EPL-2.0", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only",
        "LGPL-3.0-or-later", "MIT",
        "MIT-0", "MPL-2.0", "NCSA", "OFL-1.1", "OpenSSL", "Python-2.0", "Unicode-3.0", "Unlicense", "WTFPL", "Zlib", "ZPL-2.1",
    };

    /// <summary>Whether this is one of them.</summary>
    public static bool IsId(string text) => s_ids.Contains(text);

    /// <summary>Whether this is an expression of them: identifiers joined by AND and OR, in balanced parentheses.</summary>
    public static bool IsExpression(string text)
    {
        if (text.Length > 1000)
            return false;
        string[] words = text.Replace("(", " ( ", StringComparison.Ordinal)
            .Replace(")", " ) ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int depth = 0, operators = 0;
        bool wantsTerm = true;
        foreach (string word in words)
        {
            bool fits = word switch
            {
                "(" => wantsTerm,
                ")" => !wantsTerm && depth > 0,
                "AND" or "OR" => !wantsTerm,
                _ => wantsTerm && IsId(word),
            };
            if (!fits)
                return false;
            depth += word switch { "(" => 1, ")" => -1, _ => 0 };
            operators += word is "AND" or "OR" ? 1 : 0;
            wantsTerm = word is "(" or "AND" or "OR";
        }

        return operators > 0 && depth == 0 && !wantsTerm;
    }
}
