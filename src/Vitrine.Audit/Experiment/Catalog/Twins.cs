namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Names of the same length and form as others, that nobody looks for.</summary>
internal static class Twins
{
    private const string Vowels = "aeiou";
    private const string Consonants = "bcdfghklmnprst";

    /// <summary>The twin: a vowel for a vowel, a consonant for a consonant, a digit for a digit; the root of a host stays.</summary>
    public static string Of(string name)
    {
        int end = name.LastIndexOf('.') is var dot && dot > 0 ? dot : name.Length;
        uint state = 2166136261;
        foreach (char one in name)
            state = (state ^ one) * 16777619;
        char[] twin = name.ToCharArray();
        for (int at = 0; at < end; at++)
        {
            state = (state * 1664525) + 1013904223;
            int pick = (int)(state >> 16);
            twin[at] = char.IsAsciiDigit(twin[at]) ? (char)('1' + (pick % 9))
                : !char.IsAsciiLetter(twin[at]) ? twin[at]
                : Vowels.Contains(twin[at]) ? Vowels[pick % Vowels.Length] : Consonants[pick % Consonants.Length];
        }

        string result = new(twin);
        return result == name ? $"{name[..(end - 1)]}{(name[end - 1] == 'n' ? 'm' : 'n')}{name[end..]}" : result;
    }
}
