namespace Vitrine.Core.Policy;

/// <summary>
/// Matches the words of a pattern with those of a command, some of which may be unknown. An unknown word may turn out to be any number of words, none included.
/// All places in the pattern that can be reached are kept as bits, so that the cost is the command's length and nothing is tried twice.
/// </summary>
internal static class CommandWords
{
    /// <summary>Whether the words are exactly the pattern's, with any further ones where it is open.</summary>
    public static Coverage Fits(ReadOnlySpan<string> pattern, IReadOnlyList<CommandWord> words, bool isOpen, bool isCut)
    {
        ulong end = 1UL << pattern.Length;
        ulong certain = Skip(pattern, 1), possible = certain;
        foreach (CommandWord word in words)
        {
            certain = Step(pattern, certain, word, isOpen, isCertain: true);
            possible = Step(pattern, possible, word, isOpen, isCertain: false);
        }

        if ((certain & end) != 0 && (!isCut || isOpen))
            return Coverage.Yes;
        return isCut ? possible != 0 ? Coverage.Maybe : Coverage.No : (possible & end) != 0 ? Coverage.Maybe : Coverage.No;
    }

    /// <summary>Whether the words begin with the pattern's, options and the word behind each looked past.</summary>
    public static Coverage Begins(ReadOnlySpan<string> pattern, IReadOnlyList<CommandWord> words, bool isCut)
    {
        ulong end = 1UL << pattern.Length;
        ulong certain = Skip(pattern, 1), possible = certain;
        bool isAfterOption = false;
        foreach (CommandWord word in words)
        {
            certain = Pass(pattern, certain, word, isAfterOption, isCertain: true);
            possible = Pass(pattern, possible, word, isAfterOption, isCertain: false);
            if ((certain & end) != 0)
                return Coverage.Yes;
            isAfterOption = word.Text.Length > 1 && word.Text[0] == '-' && !word.Text.Contains('=');
        }

        if ((certain & end) != 0)
            return Coverage.Yes;
        return (possible & end) != 0 || (isCut && possible != 0) ? Coverage.Maybe : Coverage.No;
    }

    private static ulong Step(ReadOnlySpan<string> pattern, ulong at, CommandWord word, bool isOpen, bool isCertain)
    {
        ulong next = isOpen ? at & (1UL << pattern.Length) : 0;
        for (int p = 0; p < pattern.Length; p++)
        {
            if ((at & (1UL << p)) == 0)
                continue;
            if (pattern[p] == "**")
                next |= 1UL << p;
            else if (word.IsKnown && Glob.MatchesName(pattern[p], word.Text, false))
                next |= 1UL << (p + 1);
        }

        if (!word.IsKnown && !isCertain)
            next |= Onward(pattern, at);
        return Skip(pattern, next);
    }

    private static ulong Pass(ReadOnlySpan<string> pattern, ulong at, CommandWord word, bool isAfterOption, bool isCertain)
    {
        ulong next = at & (1UL << pattern.Length);
        bool isPassed = isAfterOption || (word.Text.Length > 0 && word.Text[0] == '-');
        for (int p = 0; p < pattern.Length; p++)
        {
            if ((at & (1UL << p)) == 0)
                continue;
            if (isPassed || pattern[p] == "**" || pattern[p].StartsWith('-'))
                next |= 1UL << p;
            if (word.IsKnown && pattern[p] != "**" && Glob.MatchesName(pattern[p], word.Text, false))
                next |= 1UL << (p + 1);
        }

        if (!word.IsKnown && !isCertain)
            next |= Onward(pattern, at);
        return Skip(pattern, next);
    }

    /// <summary>Every place from the first one on: what an unknown word may lead to.</summary>
    private static ulong Onward(ReadOnlySpan<string> pattern, ulong at) =>
        at == 0 ? 0 : ~((1UL << System.Numerics.BitOperations.TrailingZeroCount(at)) - 1) & ((2UL << pattern.Length) - 1);

    /// <summary>A double star may be no word at all.</summary>
    private static ulong Skip(ReadOnlySpan<string> pattern, ulong at)
    {
        for (int p = 0; p < pattern.Length; p++)
            if (pattern[p] == "**" && (at & (1UL << p)) != 0)
                at |= 1UL << (p + 1);
        return at;
    }
}
