using Vitrine.Runtime.Agents;

namespace Vitrine.Tests.Runtime.Agents;

/// <summary>An agent's place on the host, gone at the end of the test.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vitrine-agents-");

    public TemporaryHome() => Directory.CreateDirectory(Directories.Home);

    public AgentDirectories Directories => new(Path.Combine(_root.FullName, "agent"));

    public string Home => Directories.Home;

    /// <summary>A directory beside the agent's, where nothing may be read or written.</summary>
    public string Outside => _root.CreateSubdirectory("outside").FullName;

    public string Write(string path, string content)
    {
        string full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
