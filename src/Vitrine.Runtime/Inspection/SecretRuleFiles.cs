using System.Text;
using Vitrine.Core.Inspect.Secrets;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// The person's own rules for secrets, in <c>$XDG_CONFIG_HOME/vitrine/secrets</c>: <c>NAME.rules</c> in the form of the built-in ones, and one
/// <c>gitleaks.toml</c>.
/// </summary>
/// <param name="Rules">Those of <c>.rules</c> files; null for none.</param>
/// <param name="Patterns">Those of <c>gitleaks.toml</c>; null for none.</param>
/// <param name="Problems">What is wrong with a file: nothing runs until it is mended, for it was written to stop something.</param>
/// <param name="NotCarried">What of gitleaks' rules could not be carried over.</param>
public sealed record SecretRuleFiles(SecretRules? Rules, SecretPatterns? Patterns, IReadOnlyList<string> Problems, IReadOnlyList<string> NotCarried)
{
    private const int LongestFile = 4 << 20, MostFiles = 64;

    /// <summary>Where they are.</summary>
    public static string DirectoryOf(SessionPlaces places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return Path.Combine(places.Configuration, "secrets");
    }

    /// <summary>Reads them; null where there is no such directory.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static SecretRuleFiles? Read(SessionPlaces places)
    {
        string directory = DirectoryOf(places);
        if (!Directory.Exists(directory))
            return null;
        var problems = new List<string>();
        var notCarried = new List<string>();
        SecretRules? rules = null;
        SecretPatterns? patterns = null;
        foreach (string file in Directory.EnumerateFiles(directory)
            .Where(static name => name.EndsWith(".rules", StringComparison.Ordinal) || name.EndsWith(".toml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Take(MostFiles))
        {
            string name = Path.GetFileName(file);
            if (new FileInfo(file).Length > LongestFile)
                problems.Add($"{name}: longer than {LongestFile >> 20} MiB");
            else if (name == "gitleaks.toml")
                patterns = ReadGitleaks(name, File.ReadAllText(file, Encoding.UTF8), problems, notCarried);
            else if (name.EndsWith(".toml", StringComparison.Ordinal))
                problems.Add($"{name}: rules of gitleaks are read from gitleaks.toml alone");
            else
                rules = ReadOwn(name, File.ReadAllText(file, Encoding.UTF8), rules, problems);
        }

        return new SecretRuleFiles(rules, patterns, problems, notCarried);
    }

    private static SecretPatterns ReadGitleaks(string name, string text, List<string> problems, List<string> notCarried)
    {
        if (!GitleaksRules.TryRead(text, out GitleaksRules read))
            problems.Add($"{name}: {read.Fault}");
        notCarried.AddRange(read.NotCarried.Select(one => $"{name}: {one}"));
        return read.Rules;
    }

    private static SecretRules? ReadOwn(string name, string text, SecretRules? before, List<string> problems)
    {
        try
        {
            var read = SecretRules.Read(text);
            return before?.With(read) ?? read;
        }
        catch (FormatException wrong)
        {
            problems.Add($"{name}: {wrong.Message}");
            return before;
        }
    }
}
