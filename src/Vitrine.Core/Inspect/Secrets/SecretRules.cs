using System.Text;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A set of rules, read and ready to scan with.</summary>
public sealed class SecretRules
{
    private static readonly Lazy<SecretRules> BuiltInRules = new(static () => Read(BuiltInText()));

    private SecretRules(IReadOnlyList<SecretRule> rules)
    {
        All = rules;
        Prefixes = new PrefixTable(rules);
        Named = [.. rules.Where(static rule => rule.Names.Count > 0)];
    }

    /// <summary>The rules that Vitrine brings. Read at the first use.</summary>
    public static SecretRules BuiltIn => BuiltInRules.Value;

    /// <summary>All rules, in the order of the file.</summary>
    public IReadOnlyList<SecretRule> All { get; }

    internal PrefixTable Prefixes { get; }

    internal SecretRule[] Named { get; }

    /// <summary>Reads rules in the form of <c>BuiltIn.rules</c>.</summary>
    /// <exception cref="FormatException">The text is none; the message names the line.</exception>
    public static SecretRules Read(string text) => new(SecretRuleReader.Read(text));

    /// <summary>These rules, and behind them the others.</summary>
    public SecretRules With(SecretRules others) => new([.. All, .. others.All]);

    private static string BuiltInText()
    {
        using Stream stream = typeof(SecretRules).Assembly.GetManifestResourceStream("secrets/built-in.rules")
            ?? throw new InvalidOperationException("The built-in rules are not in this program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
