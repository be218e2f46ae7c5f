namespace Vitrine.Tests.Layout;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its top directory.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string? directory) =>
        directory is null ? throw new DirectoryNotFoundException("The tests do not stand in a checkout.")
        : File.Exists(Path.Combine(directory, "Vitrine.slnx")) ? directory
        : Find(Path.GetDirectoryName(directory));
}
