using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Hashes of some lines of what a request says in clear: of a summary of the workspace that stands in the prompt, say. Looked for only where nothing else
/// explains a value, as there are many.
/// </summary>
internal sealed class PassageHashes(CapturedExchange? exchange)
{
    // Of a shorter one, some lines' hash would begin so by accident.
    private const int ShortestDigest = 12;
    private const int MostLines = 160;
    private const int MostTexts = 4;

    // Bytes, for all values of a session: a request may be full of what looks like hashes.
    private const long MostHashed = 96 << 20;
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private string[]? _texts;
    private long _hashed;

    /// <summary>
    /// What consecutive lines of the first request's texts a value is the beginning of a hexadecimal digest of (SHA-256, SHA-1 or MD5): named by the lines
    /// around them, as which lines are hashed could be a message. Null where it is of none, or where too much was hashed for this session already.
    /// </summary>
    public string? Explain(string value)
    {
        string digest = value.ToLowerInvariant();
        if (exchange is null || digest.Length < ShortestDigest || digest.Length > 64 || !digest.All(char.IsAsciiHexDigitLower))
            return null;
        lock (_lock)
        {
            if (!_known.TryGetValue(digest, out string? of) && _hashed < MostHashed)
                _known[digest] = of = Find(digest);
            return of;
        }
    }

    private string? Find(string digest)
    {
        _texts ??= JsonTree.Read(BodyText.Decode(exchange!)) is JsonTree tree
            ? [.. Texts(tree, tree.Root).OrderByDescending(text => text.Length).Take(MostTexts)]
            : [];
        foreach (string text in _texts)
        {
            if (Within(text.Split('\n'), digest) is string of)
                return of;
        }

        return null;
    }

    private string? Within(string[] lines, string digest)
    {
        int count = Math.Min(lines.Length, MostLines);
        for (int from = 0; from < count; from++)
        {
            var passage = new StringBuilder();
            for (int to = from; to < count; to++)
            {
                passage.Append(lines[to]);
                byte[] bytes = Encoding.UTF8.GetBytes(passage.Append('\n').ToString());
                _hashed += 2 * bytes.Length;
                if (_hashed >= MostHashed)
                    return null;
                string? name = bytes.Length == 1
                    ? null
                    : Algorithm(bytes.AsSpan(..^1), digest) ?? (Algorithm(bytes, digest) is string ended ? ended + " with the line's end" : null);
                if (name is not null)
                    return $"lines that the first request says in clear, between “{Around(lines, from - 1)}” and “{Around(lines, to + 1)}” ({name}, {digest.Length} digits)";
            }
        }

        return null;
    }

    private static string Around(string[] lines, int at) => at >= 0 && at < lines.Length ? lines[at] : "";

#pragma warning disable CA5350, CA5351 // Recomputed to be recognised, not to protect anything.
    private static string? Algorithm(ReadOnlySpan<byte> bytes, string digest) =>
        Begins(SHA256.HashData(bytes), digest)
            ? "SHA-256"
            : digest.Length <= 40 && Begins(SHA1.HashData(bytes), digest)
                ? "SHA-1"
                : digest.Length <= 32 && Begins(MD5.HashData(bytes), digest)
                    ? "MD5"
                    : null;
#pragma warning restore CA5350, CA5351

    private static bool Begins(byte[] hash, string digest) => Convert.ToHexStringLower(hash).StartsWith(digest, StringComparison.Ordinal);

    private static IEnumerable<string> Texts(JsonTree tree, JsonPart part)
    {
        if (part.Kind == JsonTokenType.String)
            return [tree.String(part)];
        return part.Items.Take(64).SelectMany(item => Texts(tree, item));
    }
}
