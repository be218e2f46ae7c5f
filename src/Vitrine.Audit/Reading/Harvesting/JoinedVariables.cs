using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>
/// Variables whose names a program puts together: a list of words, and what stands before or behind each of them. Bounded, as each gives a level.
/// </summary>
internal sealed partial class JoinedVariables
{
    private const int MostNames = 40;
    private const int MostAffixes = 4;
    private readonly Dictionary<string, Sighting> _names = new(StringComparer.Ordinal);
    private readonly HashSet<(string Before, string After)> _affixes = [];

    /// <summary>Takes a word of a list.</summary>
    public void TakeName(string word, in Sighting seen)
    {
        if (_names.Count < MostNames && Name.IsMatch(word))
            _names.TryAdd(word.ToUpperInvariant().Replace('-', '_'), seen);
    }

    /// <summary>Takes what stands around a name.</summary>
    public void TakeAffixes(string before, string after)
    {
        if (_affixes.Count < MostAffixes && Affix.IsMatch(before) && Affix.IsMatch(after) && (before.EndsWith('_') || after.StartsWith('_')))
            _affixes.Add((before, after));
    }

    /// <summary>All names with all that stands around them.</summary>
    public IEnumerable<(string Name, Sighting Seen)> All() =>
        _affixes.SelectMany(affix => _names.Select(name => (affix.Before + name.Key + affix.After, name.Value)));

    [GeneratedRegex(@"\A(?:[A-Z][A-Z0-9_]{1,30}|[a-z][a-z0-9-]{1,30})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"\A[A-Z0-9_]{0,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Affix { get; }
}
