namespace Vitrine.Tests.Egress;

/// <summary>A folder that goes when the test goes.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("vitrine-test-").FullName;

    public string Write(string name, string text)
    {
        string file = Path.Combine(_path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public string Write(string name, byte[] bytes)
    {
        string file = Path.Combine(_path, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
