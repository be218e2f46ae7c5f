using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Runtime.Ledger;

/// <summary>
/// How much of a ledger each witness has cosigned, remembered between processes so that the first request has the right proof. A cache: what is wrong in it
/// costs one more request, and nothing is decided by it.
/// </summary>
/// <param name="directory">Where; made when something is to be remembered.</param>
internal sealed class WitnessSizes(string directory)
{
    private const int LongestFile = 32;

    /// <summary>The size; 0 where nobody knows.</summary>
    public long Read(WitnessPeer peer, string origin)
    {
        try
        {
            string path = PathOf(peer, origin);
            if (!File.Exists(path) || new FileInfo(path).Length > LongestFile)
                return 0;
            return AddCheckpointRequest.TryReadSize(File.ReadAllBytes(path), out long size) ? size : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The witness tells.
            return 0;
        }
    }

    /// <summary>Remembers a size.</summary>
    public void Write(WitnessPeer peer, string origin, long size)
    {
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string path = PathOf(peer, origin), unfinished = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllText(unfinished, FormattableString.Invariant($"{size}"));
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next process asks once more than it had to.
            return;
        }
    }

    private string PathOf(WitnessPeer peer, string origin) =>
        Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{peer.Key}\n{origin}")))[..32]);
}
