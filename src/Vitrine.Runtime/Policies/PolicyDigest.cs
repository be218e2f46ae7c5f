using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Runtime.Policies;

/// <summary>Names of policies by their content.</summary>
public static class PolicyDigest
{
    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>One digest of several files, in order: each by rank, length and content, so that no two different sets are the same text.</summary>
    public static string Of(IEnumerable<PolicyFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (PolicyFile file in files)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{file.Rank}{(file.Counts ? "" : ", narrowing")} {file.Content.Length}\n")));
            hash.AppendData(file.Content.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
