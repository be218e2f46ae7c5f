namespace Vitrine.Audit.Reading;

/// <summary>What is being read: a file, or what came out of one.</summary>
/// <param name="Name">Path within the package, with what lies within another behind <c>!</c>.</param>
/// <param name="Depth">How many layers lie around it.</param>
/// <param name="Chain">What was undone to get it.</param>
internal sealed record Origin(string Name, int Depth, IReadOnlyList<string> Chain)
{
    private int[]? _lines;

    /// <summary>Whether it was hidden on purpose; see <see cref="RevealedString.IsDeliberate"/>.</summary>
    public bool IsDeliberate { get; init; }

    /// <summary>Where its first byte lies in the file of that name.</summary>
    public long Base { get; init; }

    /// <summary>The place that everything within has, for what came out of a string: its bytes have no places of their own.</summary>
    public SourcePlace? Fixed { get; init; }

    /// <summary>Tells lines from now on.</summary>
    public void CountLines(ReadOnlySpan<byte> text)
    {
        var lines = new List<int>();
        for (int at = text.IndexOf((byte)'\n'); at >= 0;)
        {
            lines.Add(at);
            int next = text[(at + 1)..].IndexOf((byte)'\n');
            at = next < 0 ? -1 : at + 1 + next;
        }

        _lines = [.. lines];
    }

    /// <summary>The place of a byte.</summary>
    public SourcePlace At(int offset)
    {
        if (Fixed is { } place)
            return place;
        int line = 0;
        if (_lines is not null && Base == 0)
            line = (Array.BinarySearch(_lines, offset) is var found && found < 0 ? ~found : found) + 1;
        return new SourcePlace(Name, Base + offset, line);
    }
}
