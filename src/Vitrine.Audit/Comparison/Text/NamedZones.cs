namespace Vitrine.Audit.Comparison.Text;

/// <summary>
/// What time zones are called in English (Unicode's common locale data) and how <c>date</c> shortens it (tzdata). One line of <c>ZoneNames.txt</c> has the
/// abbreviations and names that some zones share, with and without summer time, and behind a colon these zones' ids; zones that have no name are not there.
/// </summary>
internal static class NamedZones
{
    private static readonly Lazy<Dictionary<string, string[]>> s_names = new(Read);

    /// <summary>The names of a zone, such as <c>Central European Standard Time</c>, and its abbreviations; none for one that has none.</summary>
    /// <param name="zone">The zone's id.</param>
    public static IReadOnlyList<string> NamesOf(string zone) => s_names.Value.GetValueOrDefault(zone) ?? [];

    /// <summary>Whether one of these names is an abbreviation.</summary>
    /// <param name="name">The name.</param>
    public static bool IsAbbreviation(string name) => name.All(char.IsAsciiLetterUpper);

    private static Dictionary<string, string[]> Read()
    {
        using Stream stream = typeof(NamedZones).Assembly.GetManifestResourceStream("zones/names")
            ?? throw new InvalidOperationException("The names of time zones are not in this build.");
        using var reader = new StreamReader(stream);
        var names = new Dictionary<string, string[]>(StringComparer.Ordinal);
        while (reader.ReadLine() is string line)
        {
            string[] parts = line.Split(": ");
            string[] shared = parts[0].Split("; ");
            foreach (string zone in parts[1].Split(' '))
                names.Add(zone, shared);
        }

        return names;
    }
}
