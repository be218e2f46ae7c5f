namespace Vitrine.Core.Policy.Shell;

/// <summary>What all readers of one text share: what they found, and how much more they may look for.</summary>
internal sealed class ShellBudget
{
    public const int LongestText = 64 * 1024;
    public const int DeepestNesting = 12;
    private const int MostCommands = 1000;
    private long _characters = LongestText * (long)DeepestNesting;

    public List<ShellCommand> Commands { get; } = [];

    public List<ShellRedirection> Redirections { get; } = [];

    public HashSet<string> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the directory is changed, so that relative programs cannot be told.</summary>
    public bool ChangesDirectory { get; set; }

    /// <summary>Why the text is not understood; null while it is.</summary>
    public string? Unclear { get; private set; }

    public void Give(ShellCommand command)
    {
        if (Commands.Count >= MostCommands)
            Puzzle("there are too many commands in it");
        else
            Commands.Add(command);
    }

    /// <summary>Texts in other languages that are run and not read; what they start is judged as it starts.</summary>
    public List<string> Opaque { get; } = [];

    public void Note(string what)
    {
        if (Opaque.Count < 16)
            Opaque.Add(what);
    }

    public void Puzzle(string why) => Unclear ??= why;

    /// <summary>Whether nothing more is read.</summary>
    public bool IsSpent => _characters < 0;

    /// <summary>Counts what looking for an end took, and gives the end back: many that are never found would otherwise cost the text's length each.</summary>
    public int Charged(int end, int from, int length)
    {
        _characters -= (end < 0 ? length : end) - from;
        if (_characters < 0)
            Puzzle("it is too long");
        return end;
    }

    /// <summary>Whether a text of this length may still be read, at this depth.</summary>
    public bool MayRead(int length, int depth)
    {
        _characters -= length;
        if (depth <= DeepestNesting && length <= LongestText && _characters >= 0)
            return true;
        Puzzle(depth > DeepestNesting ? "it is nested too deep" : "it is too long");
        return false;
    }
}
