using System.Security.Cryptography;
using System.Text;
using Vitrine.Audit.Reading;

namespace Vitrine.Audit.Targets;

/// <summary>What names a target's bytes.</summary>
internal static class TargetDigests
{
    /// <summary>
    /// Digests by their in-toto names: of the tarball; of a directory, <c>sha256</c> over a line <c>DIGEST  PATH</c> for each file, as sha256sum writes them, in the order of the paths' bytes.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(TargetFiles files, StaticReading reading)
    {
        if (files.Digests.Count > 0)
            return files.Digests;
        var lines = new StringBuilder();
        foreach (ReadFile file in reading.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
            lines.Append(file.Sha256).Append("  ").Append(file.Path).Append('\n');
        return new Dictionary<string, string> { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString()))) };
    }
}
