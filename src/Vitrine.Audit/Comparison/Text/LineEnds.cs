namespace Vitrine.Audit.Comparison.Text;

/// <summary>White space at the ends of a text's lines, and of the text: no reader sees it.</summary>
internal static class LineEnds
{
    /// <summary>What stands at the end of each line; the last ones are of empty lines at the end of the text.</summary>
    public static string[] Of(string text) => [.. text.Split('\n').Select(line => line[line.TrimEnd().Length..])];

    /// <summary>The lines without it, and without empty ones at the end of the text.</summary>
    public static string[] Without(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd())];
        int count = lines.Length;
        while (count > 0 && lines[count - 1].Length == 0)
            count--;
        return lines[..count];
    }

    /// <summary>Whether two texts differ in nothing else.</summary>
    public static bool AreAllThatDiffers(string one, string other) => one != other && Without(one).AsSpan().SequenceEqual(Without(other));
}
