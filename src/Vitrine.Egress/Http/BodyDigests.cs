using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Egress.Http;

/// <summary>
/// Header fields that hold a digest of the body: when the body is changed they are made anew (Content-MD5; Digest, RFC 3230; Content-Digest and Repr-Digest,
/// RFC 9530), and where a signature covers them, or the body itself, the request can't be changed.
/// </summary>
internal static class BodyDigests
{
    /// <summary>Whether the request is signed, so that a changed one would be refused by the server, or worse, taken for something else.</summary>
    public static bool IsSigned(IHeaderDictionary headers)
    {
        if (headers.ContainsKey("signature") || headers.ContainsKey("signature-input"))
            return true;
        foreach (string? value in headers["authorization"])
            if (value is not null
                && (value.StartsWith("AWS4-", StringComparison.OrdinalIgnoreCase) || value.StartsWith("Signature ", StringComparison.OrdinalIgnoreCase)))
                return true;
        string content = headers["x-amz-content-sha256"].ToString();
        return content.StartsWith("STREAMING-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether there is a digest, which only a whole body lets mend.</summary>
    public static bool HasAny(IHeaderDictionary headers) =>
        headers.ContainsKey("content-md5") || headers.ContainsKey("digest") || headers.ContainsKey("content-digest")
        || headers.ContainsKey("repr-digest") || headers.ContainsKey("x-amz-content-sha256");

    /// <summary>Makes the fields fit the new body.</summary>
    public static void Mend(IHeaderDictionary headers, Outgoing outgoing, ReadOnlySpan<byte> body)
    {
        string sha256 = Convert.ToBase64String(SHA256.HashData(body));
        if (headers.ContainsKey("content-md5"))
#pragma warning disable CA5351 // It is what the field holds (RFC 1864); nothing rests on it here.
            outgoing.Set("content-md5", [Convert.ToBase64String(MD5.HashData(body))]);
#pragma warning restore CA5351
        if (headers.ContainsKey("digest"))
            outgoing.Set("digest", [$"SHA-256={sha256}"]);
        foreach (string name in (ReadOnlySpan<string>)["content-digest", "repr-digest"])
            if (headers.ContainsKey(name))
                outgoing.Set(name, [$"sha-256=:{sha256}:"]);
        if (headers.TryGetValue("x-amz-content-sha256", out var hash) && hash.ToString() != "UNSIGNED-PAYLOAD")
            outgoing.Set("x-amz-content-sha256", [Convert.ToHexStringLower(SHA256.HashData(body))]);
    }
}
