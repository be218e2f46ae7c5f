namespace Vitrine.FunctionalTests.Running;

/// <summary>Someone who runs Vitrine.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Home">His home, with secrets planted in it.</param>
/// <param name="Become">The words before a command that make it his; empty for whoever runs the tests.</param>
public sealed record Person(string Name, string Home, IReadOnlyList<string> Become)
{
    /// <summary>What stands in each planted secret, and must never be seen in a box.</summary>
    public const string Secret = "planted-secret-d41d8cd9";

    private static readonly string[] Planted = [".ssh/id_rsa", ".aws/credentials", ".netrc", ".config/private.txt", "diary.txt"];

    /// <summary>Puts the secrets into the home.</summary>
    public void Plant()
    {
        foreach (string name in Planted)
        {
            string path = Path.Combine(Home, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Secret);
        }
    }

    /// <summary>Makes a directory that is his.</summary>
    public async Task<string> MakeDirectoryAsync(string path)
    {
        Directory.CreateDirectory(path);
        await OwnAsync(path).ConfigureAwait(false);
        return path;
    }

    /// <summary>Gives him what lies there.</summary>
    public async Task OwnAsync(string path)
    {
        if (Become.Count > 0)
            await HostCommand.RunAsync("chown", "-R", "-h", $"{Name}:", path).ConfigureAwait(false);
    }
}
