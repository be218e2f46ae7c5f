using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Audit.Reports;

/// <summary>A version by Semantic Versioning 2.0.0, ordered by its section 11; build metadata is left out of it.</summary>
public sealed class SemanticVersion
{
    private readonly string[] _core, _before;

    private SemanticVersion(string text, string[] core, string[] before) => (Text, _core, _before) = (text, core, before);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it comes before a release of the same numbers.</summary>
    public bool IsPrerelease => _before.Length > 0;

    /// <summary>Reads a version.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (text is not { Length: > 0 and <= 256 })
            return false;
        string[] parts = text.Split('+', 2)[0].Split('-', 2);
        string[] core = parts[0].Split('.'), before = parts.Length > 1 ? parts[1].Split('.') : [];
        if (core.Length != 3
            || !Array.TrueForAll(core, IsNumber)
            || !Array.TrueForAll(before, part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            return false;
        version = new SemanticVersion(text, core, before);
        return true;
    }

    /// <summary>The versions from one to another, both included, the oldest first; those before a release only where an end of the range is one.</summary>
    public static IReadOnlyList<string> Between(IEnumerable<string> all, SemanticVersion from, SemanticVersion to)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var found = new List<SemanticVersion>();
        foreach (string text in all)
            if (TryParse(text, out SemanticVersion? version) && version.CompareTo(from) >= 0 && version.CompareTo(to) <= 0
                && (!version.IsPrerelease || from.IsPrerelease || to.IsPrerelease))
                found.Add(version);
        found.Sort((a, b) => a.CompareTo(b));
        return [.. found.Select(version => version.Text)];
    }

    /// <summary>Below zero where this one is older, above where it is newer, 0 where neither comes first.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
            return 1;
        for (int i = 0; i < 3; i++)
            if (CompareNumbers(_core[i], other._core[i]) is var order and not 0)
                return order;
        if (_before.Length == 0 || other._before.Length == 0)
            return other._before.Length.CompareTo(_before.Length) switch { 0 => 0, > 0 => 1, _ => -1 };
        for (int i = 0; i < Math.Min(_before.Length, other._before.Length); i++)
            if (ComparePart(_before[i], other._before[i]) is var order and not 0)
                return order;
        return _before.Length.CompareTo(other._before.Length);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int ComparePart(string a, string b) => (IsNumber(a), IsNumber(b)) switch
    {
        (true, true) => CompareNumbers(a, b),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(a, b),
    };

    // Of any length: numbers without leading zeros compare by their length first.
    private static int CompareNumbers(string a, string b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');
}
