using Vitrine.Core.Model;

namespace Vitrine.Runtime.Sessions;

/// <summary>Programs that a box is made with, by absolute path: looked for in system directories only, never on PATH.</summary>
public sealed record BoxTools(string Bubblewrap, string Nft, UnixPath FirstStage)
{
    private static readonly string[] Directories = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin"];

    /// <summary>Finds them; <paramref name="missing"/> names the first that is not there.</summary>
    public static BoxTools? Find(out string? missing)
    {
        string? bubblewrap = Look("bwrap"), nft = Look("nft");
        missing = bubblewrap is null ? "bubblewrap" : nft is null ? "nftables" : null;
        return missing is null ? new BoxTools(bubblewrap!, nft!, new UnixPath(Environment.ProcessPath!)) : null;
    }

    private static string? Look(string program) => Directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
}
