using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Witnessing;

/// <summary>
/// The logs that a witness serves: for each origin the keys it trusts. A log's origin is the name of its key. One origin may have several keys (while a
/// key is being replaced); two different ones with the same id can't be told apart in a note and are refused.
/// </summary>
public sealed class KnownLogs
{
    /// <summary>Most keys.</summary>
    public const int MostKeys = 100_000;

    private const int MostKeysOfAnOrigin = 16;
    private readonly Dictionary<string, List<VerifierKey>> _keys = new(StringComparer.Ordinal);

    /// <summary>Keys of all logs.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a list: one verifier key a line; empty lines and those that begin with <c>#</c> say nothing.</summary>
    /// <param name="text">The list.</param>
    /// <param name="prefixes">Only origins that begin with one of these are taken; any, where there are none.</param>
    /// <param name="logs">The logs, with those of <paramref name="beside"/>.</param>
    /// <param name="problem">What is wrong, with its line; null where nothing is. A list with a problem is not used.</param>
    /// <param name="beside">Logs that are known already.</param>
    public static bool TryParse(string text, IReadOnlyList<string> prefixes, out KnownLogs logs, out string? problem, KnownLogs? beside = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        logs = new KnownLogs();
        foreach (List<VerifierKey> keys in beside?._keys.Values ?? Enumerable.Empty<List<VerifierKey>>())
            foreach (VerifierKey key in keys)
                logs.TryAdd(key);
        problem = null;
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw.Trim(" \t");
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (logs.Reason(line.ToString(), prefixes) is not { } reason)
                continue;
            problem = $"line {number}: {reason}";
            return false;
        }

        return true;
    }

    /// <summary>The keys of a log; empty where it is not known.</summary>
    public IReadOnlyList<VerifierKey> KeysOf(string origin) => _keys.TryGetValue(origin, out List<VerifierKey>? keys) ? keys : [];

    private string? Reason(string line, IReadOnlyList<string> prefixes)
    {
        if (!VerifierKey.TryParse(line, out VerifierKey? key))
            return "this is no verifier key (NAME+ID+BASE64)";
        if (key.Algorithm != VerifierKey.Ed25519Algorithm)
            return "this is not the key of a log: logs sign with Ed25519 (type 1)";
        if (prefixes.Count > 0 && !prefixes.Any(prefix => key.Name.StartsWith(prefix, StringComparison.Ordinal)))
            return $"the origin {key.Name} begins with none of {string.Join(", ", prefixes)}";
        return TryAdd(key);
    }

    private string? TryAdd(VerifierKey key)
    {
        if (!_keys.TryGetValue(key.Name, out List<VerifierKey>? keys))
            _keys.Add(key.Name, keys = []);
        foreach (VerifierKey other in keys)
        {
            if (other.Key.Span.SequenceEqual(key.Key.Span))
                return null;
            if (other.Id == key.Id)
                return $"two keys of {key.Name} have the id {key.Id:x8}: a signature could be either's";
        }

        if (keys.Count == MostKeysOfAnOrigin)
            return $"{key.Name} has more than {MostKeysOfAnOrigin} keys";
        if (Count == MostKeys)
            return $"more than {MostKeys} keys";
        keys.Add(key);
        Count++;
        return null;
    }
}
