using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Hashes of some lines of what a request says in clear: of a summary of the workspace that stands in the prompt, say. Looked for only where nothing else explains a value, as there are many.</summary>
internal static class PassageHashes
{
    // Of a shorter one, some lines' hash would begin so by accident.
    private const int ShortestDigest = 12;
    private const int MostLines = 160;
    private const int MostTexts = 4;
    private const long MostHashed = 24 << 20;

    /// <summary>Whether a value is the beginning of a hexadecimal digest (SHA-256, SHA-1 or MD5) of consecutive lines of the first request's texts.</summary>
    public static bool Explain(CapturedExchange? exchange, string value)
    {
        string digest = value.ToLowerInvariant();
        if (exchange is null || digest.Length < ShortestDigest || digest.Length > 64 || !digest.All(char.IsAsciiHexDigitLower) || JsonTree.Read(BodyText.Decode(exchange)) is not JsonTree tree)
            return false;
        long hashed = 0;
        foreach (string text in Texts(tree, tree.Root).OrderByDescending(text => text.Length).Take(MostTexts))
        {
            if (HoldsPassage(text, digest, ref hashed))
                return true;
        }

        return false;
    }

    private static bool HoldsPassage(string text, string digest, ref long hashed)
    {
        string[] lines = text.Split('\n');
        for (int from = 0; from < Math.Min(lines.Length, MostLines); from++)
        {
            var passage = new StringBuilder();
            for (int to = from; to < Math.Min(lines.Length, MostLines); to++)
            {
                passage.Append(lines[to]);
                byte[] bytes = Encoding.UTF8.GetBytes(passage.ToString());
                hashed += bytes.Length;
                if (hashed > MostHashed)
                    return false;
                if (bytes.Length > 0 && (IsOf(bytes, digest) || IsOf([.. bytes, (byte)'\n'], digest)))
                    return true;
                passage.Append('\n');
            }
        }

        return false;
    }

#pragma warning disable CA5350, CA5351 // Recomputed to be recognised, not to protect anything.
    private static bool IsOf(byte[] bytes, string digest) =>
        (digest.Length <= 64 && Begins(SHA256.HashData(bytes), digest)) || (digest.Length <= 40 && Begins(SHA1.HashData(bytes), digest)) || (digest.Length <= 32 && Begins(MD5.HashData(bytes), digest));
#pragma warning restore CA5350, CA5351

    private static bool Begins(byte[] hash, string digest) => Convert.ToHexStringLower(hash).StartsWith(digest, StringComparison.Ordinal);

    private static IEnumerable<string> Texts(JsonTree tree, JsonPart part)
    {
        if (part.Kind == JsonTokenType.String)
            return [tree.String(part)];
        return part.Items.Take(64).SelectMany(item => Texts(tree, item));
    }
}
