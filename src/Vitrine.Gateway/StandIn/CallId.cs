using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Gateway.StandIn;

/// <summary>
/// The id of a call of the stand-in: it says which step of the script the call was, so that the next step follows from the history alone and the server keeps
/// no state. It is made from the step, not from the request: sessions that differ only in their noise get the same ids.
/// </summary>
/// <param name="Turn">The number of finished turns before it; keeps ids of one conversation apart.</param>
/// <param name="Step">The step's index in the script.</param>
/// <param name="Attempt">Which of the ways to take the step: 0 first, more when one failed.</param>
internal readonly partial record struct CallId(int Turn, int Step, int Attempt)
{
    /// <summary>Writes the id; <paramref name="content"/> is what the call does. At most 64 characters, the least of the protocols' limits.</summary>
    public string Write(string prefix, string content)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Turn} {Step} {Attempt} {content}"));
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}_vitrine_t{Turn}s{Step}a{Attempt}_{Convert.ToHexStringLower(digest, 0, 6)}");
    }

    /// <summary>Reads an id that <see cref="Write"/> wrote. False for the ids of others.</summary>
    public static bool TryRead(string text, out CallId id)
    {
        id = default;
        if (text.Length > 64 || Form.Match(text) is not { Success: true } match)
            return false;
        id = new CallId(Number(match.Groups[1]), Number(match.Groups[2]), Number(match.Groups[3]));
        return true;
    }

    [GeneratedRegex(@"^(?:call|toolu)_vitrine_t([0-9]{1,6})s([0-9]{1,3})a([0-9])_[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
}
