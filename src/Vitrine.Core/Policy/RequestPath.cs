using System.Text;

namespace Vitrine.Core.Policy;

/// <summary>
/// The ways in which servers read a request's path. They differ: whether <c>%2e%2e</c> goes up, <c>%2f</c> and <c>\</c> part names, <c>//</c> is one slash,
/// <c>;x</c> is a parameter, and how often escapes are taken off. A rule that allows must cover the path in every reading, one that denies in any: then no
/// spelling gets around either.
/// </summary>
public static class RequestPath
{
    /// <summary>The longest target that is read, in characters.</summary>
    public const int LongestTarget = Glob.LongestPath;

    private const int MostDecodings = 3;

    /// <summary>
    /// The readings, each once, the canonical one (RFC 3986 section 6.2.2) first. Empty where the target is no path at all: then nothing allows it.
    /// </summary>
    public static IReadOnlyList<string> Readings(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        int end = target.AsSpan().IndexOfAny('?', '#');
        string raw = end < 0 ? target : target[..end];
        if (raw.Length is 0 or > LongestTarget || raw[0] != '/' || raw.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || raw.Contains('\x7f'))
            return [];
        if (raw.AsSpan().IndexOfAny("%\\;") < 0 && !raw.Contains("//", StringComparison.Ordinal) && !raw.Contains("/.", StringComparison.Ordinal))
            return [raw];
        // What is no escape (RFC 3986, section 2.1) some refuse, some keep, and some read the next ones otherwise for it: nothing is known then.
        if (HasLoosePercent(raw))
            return [];
        var readings = new List<string> { WithoutDots(DecodeUnreserved(raw)) };
        Add(readings, raw);
        string decoded = DecodeUnreserved(raw);
        for (int i = 0; i <= MostDecodings; i++)
        {
            // Each server makes its own choices, and so every combination of them is a reading.
            for (int choices = 0; choices < 8; choices++)
                Add(readings, WithoutDots(Read(decoded, (choices & 1) != 0, (choices & 2) != 0, (choices & 4) != 0)));
            string next = Decode(decoded, static _ => true);
            if (next == decoded)
                return readings;
            decoded = next;
        }

        // Still escapes: no server's reading is known any more.
        return [];
    }

    private static bool HasLoosePercent(string path)
    {
        for (int at = path.IndexOf('%', StringComparison.Ordinal); at >= 0; at = path.IndexOf('%', at + 1))
            if (at + 2 >= path.Length || !char.IsAsciiHexDigit(path[at + 1]) || !char.IsAsciiHexDigit(path[at + 2]))
                return true;
        return false;
    }

    private static void Add(List<string> readings, string reading)
    {
        if (!readings.Contains(reading))
            readings.Add(reading);
    }

    private static string Read(string path, bool takesBackslash, bool mergesSlashes, bool dropsParameters)
    {
        var text = new StringBuilder(path.Length);
        bool isParameter = false;
        foreach (char c in path)
        {
            if (c == '/' || (c == '\\' && takesBackslash))
            {
                isParameter = false;
                if (!mergesSlashes || text.Length == 0 || text[^1] != '/')
                    text.Append('/');
            }
            else if (c == ';' && dropsParameters)
            {
                isParameter = true;
            }
            else if (!isParameter)
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    /// <summary>RFC 3986 section 5.2.4, over names.</summary>
    private static string WithoutDots(string path)
    {
        string[] names = path.Split('/');
        var kept = new List<string>(names.Length);
        for (int i = 1; i < names.Length; i++)
        {
            bool isLast = i == names.Length - 1;
            if (names[i] == "..")
            {
                if (kept.Count > 0)
                    kept.RemoveAt(kept.Count - 1);
                if (isLast)
                    kept.Add("");
            }
            else if (names[i] == ".")
            {
                if (isLast)
                    kept.Add("");
            }
            else
            {
                kept.Add(names[i]);
            }
        }

        return "/" + string.Join('/', kept);
    }

    /// <summary>Takes off the escapes that mean nothing (RFC 3986 section 6.2.2.2) and writes the others in capitals.</summary>
    private static string DecodeUnreserved(string path) => Decode(path, static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');

    private static string Decode(string path, Func<char, bool> which)
    {
        if (!path.Contains('%'))
            return path;
        var text = new StringBuilder(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]))
            {
                char c = (char)Convert.ToInt32(path.Substring(i + 1, 2), 16);
                if (which(c))
                    text.Append(c);
                else
                    text.Append('%').Append(char.ToUpperInvariant(path[i + 1])).Append(char.ToUpperInvariant(path[i + 2]));
                i += 2;
            }
            else
            {
                text.Append(path[i]);
            }
        }

        return text.ToString();
    }
}
