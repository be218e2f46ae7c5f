namespace Vitrine.Audit.Comparison;

/// <summary>What a column is made of.</summary>
internal enum ColumnKind
{
    /// <summary>A feature as a whole.</summary>
    Whole,

    /// <summary>A place in a text.</summary>
    Edit,

    /// <summary>A part of something random that is long enough not to be equal by accident.</summary>
    Part,

    /// <summary>A part that is equal by accident often enough: tested statistically only.</summary>
    Bit,
}

/// <summary>One comparable thing over sessions: for each observation the session's number and the value.</summary>
internal sealed class Column
{
    public required string Path { get; init; }

    public required string Channel { get; init; }

    public required ColumnKind Kind { get; init; }

    public string Place { get; init; } = "";

    /// <summary>Numbers of the sessions; one can occur more than once where requests of one session were taken together.</summary>
    public required int[] Sessions { get; init; }

    /// <summary>Values that are compared: the machine's own values are marks.</summary>
    public required string[] Values { get; init; }

    /// <summary>Values as they were sent.</summary>
    public required string[] Shown { get; init; }

    /// <summary>Whether there is anything to explain.</summary>
    public bool Varies => Values.AsSpan().IndexOfAnyExcept(Values[0]) >= 0;

    /// <summary>Some of the observations, by their numbers.</summary>
    public Column Of(int[] kept) => new()
    {
        Path = Path,
        Channel = Channel,
        Kind = Kind,
        Place = Place,
        Sessions = [.. kept.Select(i => Sessions[i])],
        Values = [.. kept.Select(i => Values[i])],
        Shown = [.. kept.Select(i => Shown[i])],
    };

    /// <summary>The same observations with other values.</summary>
    public Column Derive(ColumnKind kind, string part, Func<string, string> view) => new()
    {
        Path = Path,
        Channel = Channel,
        Kind = kind,
        Place = Place.Length == 0 ? part : $"{Place}, {part}",
        Sessions = Sessions,
        Values = [.. Values.Select(view)],
        Shown = Shown,
    };
}
