namespace Vitrine.Fuzz;

/// <summary>The inputs that mutation starts from.</summary>
internal static class Corpus
{
    /// <summary>The folder of a target's seeds in the checkout; where it stands does not depend on the working directory.</summary>
    public static string Default(string target)
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Vitrine.slnx")))
            directory = Path.GetDirectoryName(directory);
        return Path.Combine(directory ?? ".", "tests", "vectors", "fuzz", target);
    }

    /// <summary>
    /// Reads all files of a folder, in the order of their names, so that the same seed means the same inputs everywhere. The empty input is always one.
    /// </summary>
    public static IReadOnlyList<byte[]> Read(string directory)
    {
        List<byte[]> seeds = [[]];
        if (Directory.Exists(directory))
            seeds.AddRange(Directory.GetFiles(directory).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        return seeds;
    }
}
