using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>What the sessions so far taught. Changed between batches only, in the order of the plan, so that a resumed audit learns the same.</summary>
/// <param name="lapses">How often a key may come and go under equal conditions before nothing is given for it any more.</param>
internal sealed class Knowledge(int lapses)
{
    private const int LapsesOfFactor = 2;
    private const int FailuresOfFactor = 3;
    private const int FailuresOfChance = 24;
    private const int MaxAlsoUnder = 32;
    private const int CommonFactors = 4;
    private readonly Dictionary<string, int> _lapses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, string Where), int> _failuresAt = [];
    private readonly Dictionary<(string Key, string Where), int> _lapsesAt = [];
    private readonly Dictionary<string, List<HashSet<string>>> _causes = new(StringComparer.Ordinal);
    private readonly HashSet<(string Feature, string Level)> _lawful = [];
    private readonly HashSet<(string Feature, string Factor)> _lawfulOfFactor = [];
    private readonly Dictionary<string, List<string>> _under = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _factors = new(StringComparer.Ordinal);

    /// <summary>Whether suspicions of a key came to nothing so often, at all or for this factor, that they are not looked into any more.</summary>
    public bool IsNoise(Variation variation, string key) =>
        _lapses.GetValueOrDefault(key) >= lapses || (variation.Levels.Count == 1 && _lapsesAt.GetValueOrDefault((key, Where(variation))) >= LapsesOfFactor);

    /// <summary>Whether a key came and went under equal conditions.</summary>
    public bool HasLapsed(string key) => _lapses.ContainsKey(key);

    /// <summary>Whether a key failed to come again so often, under these conditions or at all, that it is left.</summary>
    public bool IsChance(Variation variation, string key) =>
        _failures.GetValueOrDefault(key) >= FailuresOfChance
        || _failuresAt.GetValueOrDefault((key, Where(variation))) >= (variation.Levels.Count == 1 ? FailuresOfFactor : 1);

    /// <summary>Whether a key failed to come again under conditions of this kind.</summary>
    public bool HasFailed(Variation variation, string key) => _failuresAt.ContainsKey((key, Where(variation)));

    /// <summary>Keys that failed to come again.</summary>
    public IEnumerable<string> Unconfirmed => _failures.Keys.Where(key => !_causes.ContainsKey(key)).Order(StringComparer.Ordinal);

    /// <summary>Learns from an examination.</summary>
    public void Learn(Examination examination)
    {
        Lapse(examination.Variation, examination.Lapsed);
        if (examination.Variation.Levels is [Level alone])
        {
            string[] lawful = [.. examination.Differences.Where(difference => difference.Weight == DifferenceWeight.Explained)
                .Select(difference => difference.Feature)];
            _lawful.UnionWith(lawful.Select(feature => (feature, examination.Variation.Name)));
            _lawfulOfFactor.UnionWith(lawful.Select(feature => (feature, alone.Factor)));
        }

        foreach (Difference difference in examination.Certain)
        {
            List<string> under = _under.TryGetValue(difference.Key, out List<string>? known) ? known : _under[difference.Key] = [];
            if (under.Count < MaxAlsoUnder && !under.Contains(examination.Variation.Name))
                under.Add(examination.Variation.Name);
            if (examination.Variation.Levels is [Level only])
                (_factors.TryGetValue(difference.Key, out HashSet<string>? factors)
                    ? factors
                    : _factors[difference.Key] = new(StringComparer.Ordinal)).Add(only.Factor);
        }
    }

    /// <summary>Notes that keys came and went under equal conditions.</summary>
    public void Lapse(Variation variation, IEnumerable<string> keys)
    {
        foreach (string key in keys)
        {
            _lapses[key] = _lapses.GetValueOrDefault(key) + 1;
            _lapsesAt[(key, Where(variation))] = _lapsesAt.GetValueOrDefault((key, Where(variation))) + 1;
        }
    }

    /// <summary>
    /// Whether a key shows under so many factors that have nothing to do with each other that it follows what they have in common: that the machine is busier
    /// than it was.
    /// </summary>
    public bool IsCommon(string key) => _factors.TryGetValue(key, out HashSet<string>? factors) && factors.Count >= CommonFactors;

    /// <summary>Notes that keys did not come again, or could not be narrowed down.</summary>
    public void Fail(Variation variation, IEnumerable<string> keys)
    {
        foreach (string key in keys)
        {
            _failures[key] = _failures.GetValueOrDefault(key) + 1;
            _failuresAt[(key, Where(variation))] = _failuresAt.GetValueOrDefault((key, Where(variation))) + 1;
        }
    }

    /// <summary>Notes that a key follows these levels' factors together.</summary>
    public void Explain(Variation minimal, IEnumerable<string> keys)
    {
        foreach (string key in keys)
        {
            List<HashSet<string>> causes = _causes.TryGetValue(key, out List<HashSet<string>>? known) ? known : _causes[key] = [];
            causes.Add([.. minimal.Levels.Select(level => level.Factor)]);
        }
    }

    /// <summary>Whether a key under these conditions is due to factors that are known to make it.</summary>
    public bool IsExplained(Variation variation, string key) =>
        _causes.TryGetValue(key, out List<HashSet<string>>? causes) && causes.Any(cause => cause.All(factor => variation.Of(factor) is not null));

    // What a level makes lawfully when it is alone, it makes among others; its place may hold something else there, which it then does not explain.
    /// <summary>Whether a difference under these conditions is due to what is known.</summary>
    public bool IsExplained(Variation variation, Difference difference) =>
        IsExplained(variation, difference.Key) || difference.ExplainedBy.Any(level => _lawful.Contains((difference.Feature, level)));

    /// <summary>
    /// Whether a level that is among others explains a difference, and another level of its factor did when it was alone. Worth a look, and nothing that a
    /// verdict waits for.
    /// </summary>
    public bool IsLikelyExplained(Difference difference) =>
        difference.ExplainedBy.Any(level => _lawfulOfFactor.Contains((difference.Feature, level.Split('=', 2)[0])));

    /// <summary>Conditions under which one of the keys was seen.</summary>
    public IReadOnlyList<string> AlsoUnder(IEnumerable<string> keys) =>
        [.. keys.SelectMany(key => _under.GetValueOrDefault(key) ?? []).Distinct(StringComparer.Ordinal).Take(MaxAlsoUnder)];

    /// <summary>Of an examination, what is certain and not yet explained.</summary>
    public IReadOnlyList<Difference> Open(Examination examination) =>
        [.. examination.Certain.Where(difference => !IsExplained(examination.Variation, difference) && !IsChance(examination.Variation, difference.Key)
            && (examination.Sessions > 1 || !HasLapsed(difference.Key) || !IsNoise(examination.Variation, difference.Key)))];

    /// <summary>Of an examination, what nobody looked into though it may be no chance: neither explained, nor known to come and go.</summary>
    public IEnumerable<Difference> Left(Examination examination) =>
        Open(examination).Where(difference => examination.Sessions > 1 || !HasLapsed(difference.Key));

    /// <summary>A level by its factor and name, as the conditions that hold it alone are called.</summary>
    public static string NameOf(Level level) => Variation.Of(level).Name;

    // The levels of one factor stand for each other; a session with many factors stands for itself.
    private static string Where(Variation variation) => variation.Levels is [Level only] ? only.Factor : variation.Name;
}
