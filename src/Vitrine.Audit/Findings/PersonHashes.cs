using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Plain hashes of who and where a person is. Such a hash is no secret: whoever knows the value, or can list the values, knows the person again.
/// </summary>
internal sealed partial class PersonHashes
{
    // 64 bits: what is shorter may be chance.
    private const int Shortest = 16;
    private const int ShortestTold = 8;
    private const int LongestHash = 128;
    private const int MostRuns = 5000;
    private static readonly ConditionalWeakTable<MachineFacts, PersonHashes> s_known = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Hex, string Of)> _digests = [];

    private PersonHashes(MachineFacts facts)
    {
        Add(facts.HostName, "host name");
        Add(facts.UserName, "login name");
        Add(facts.Home, "home directory");
        Add(facts.Workspace, "workspace");
        Add(facts.GitName, "name");
        Add(facts.GitEmail, "e-mail address");
        Add(facts.ApiKey, "API key");
        foreach (string remote in Remotes(facts.GitRemote))
            Add(remote, "remote");
    }

    /// <summary>Those of a machine; made once.</summary>
    public static PersonHashes Of(MachineFacts facts) => s_known.GetValue(facts, static known => new PersonHashes(known));

    /// <summary>Whose hashes a text holds, by SHA-256, SHA-1, MD5 or SHA-512 in hexadecimal, whole or their first 64 bits and more.</summary>
    public IReadOnlyList<string> Found(string text)
    {
        var found = new List<string>();
        int runs = 0;
        foreach (ValueMatch run in Hex().EnumerateMatches(text))
        {
            if (++runs > MostRuns)
                break;
            if (_names.TryGetValue(text.Substring(run.Index, Shortest).ToLowerInvariant(), out string? name) && !found.Contains(name))
                found.Add(name);
        }
        return found;
    }

    /// <summary>
    /// What a text is the beginning of a hash of, by which algorithm, and nothing else; null where it is none. Only for a place of which something says that it
    /// holds one: it may be too short to be known by itself.
    /// </summary>
    public string? Of(string text) =>
        text.Length is >= ShortestTold and <= LongestHash && text.All(char.IsAsciiHexDigitLower)
            ? _digests.Find(digest => digest.Hex.StartsWith(text, StringComparison.Ordinal)).Of
            : null;

    private void Add(string value, string what)
    {
        if (value.Length < 2)
            return;
        foreach ((string form, string how) in ((string, string)[])[(value, ""), (value.ToLowerInvariant(), ", in small letters"),
            (value + "\n", ", and a line's end")])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(form);
            foreach (byte[] digest in (byte[][])[SHA256.HashData(bytes), SHA512.HashData(bytes), Old(bytes, HashAlgorithmName.SHA1),
                Old(bytes, HashAlgorithmName.MD5)])
            {
                string hex = Convert.ToHexStringLower(digest);
                _names.TryAdd(hex[..Shortest], $"a plain hash of the {what}");
                _digests.Add((hex, $"{what}{how}, {digest.Length} bytes"));
            }
        }
    }

    // Others use them still, so they must be known again.
    private static byte[] Old(byte[] bytes, HashAlgorithmName name)
    {
        using var hash = IncrementalHash.CreateHash(name);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }

    // The forms in which programs write a repository's address.
    private static IEnumerable<string> Remotes(string remote)
    {
        if (remote.Length == 0)
            yield break;
        yield return remote;
        string plain = remote.EndsWith(".git", StringComparison.Ordinal) ? remote[..^4] : remote;
        yield return plain;
        int scheme = plain.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme >= 0 ? plain[(scheme + 3)..] : plain;
        rest = rest[(rest.IndexOf('@', StringComparison.Ordinal) + 1)..];
        string slashed = scheme >= 0 ? rest : rest.Replace(':', '/');
        yield return slashed;
        yield return slashed + ".git";
        yield return "https://" + slashed;
        int path = slashed.IndexOf('/', StringComparison.Ordinal);
        if (path > 0)
            yield return slashed[(path + 1)..];
    }

    [GeneratedRegex("[0-9a-fA-F]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Hex();
}
