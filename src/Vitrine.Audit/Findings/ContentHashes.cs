using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading.Harvesting;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Hashes that anybody can recompute from what the same session sends in clear: of whole bodies, of their parts, of system text and tools together. A value
/// that is one of these says nothing that is not said anyway.
/// </summary>
internal sealed class ContentHashes
{
    private const int ShortestDigest = 7;

    // With a digit in it: a word beside a digest that may be one more of something.
    private const int LeastOfOther = 3;
    private static readonly string[] s_algorithms = ["md5", "sha1", "sha256", "sha384", "sha512", "crc32", "fnv1a"];
    private const int MostDigests = 7000;

    // Bytes: a shorter length is any number.
    private const int LeastLength = 99;
    // RFC 4648, sections 4 and 5.
    private const string OfUrls = "base64url", OfBoth = "base64 of either alphabet";
    private const string Hex = "0123456789abcdef";
    private const string Base64Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    // Characters: an id of a few words, no text.
    private const int LongestValue = 2000;

    // Bytes: the sum of a few is no sum but these.
    private const int LeastSummed = 32;

    // Decimal digits of a sum.
    private const int LeastOfSum = 7;
    private const int LongestWithModel = 1 << 20;
    // As bytes: a session has some thousands of them, and an audit some hundreds of sessions.
    private readonly List<(byte[] Digest, string Algorithm, string Of)> _digests = [];
    private readonly List<(string Id, string Of)> _commits = [];
    private readonly HashSet<UInt128> _hashed = [];
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withModel = new(StringComparer.Ordinal);
    private readonly PassageHashes _passages;

    private static readonly SessionMemory<ContentHashes> Memory = new(static session => new ContentHashes(session));

    /// <summary>Those of a session; made once.</summary>
    public static ContentHashes Of(AuditSession session) => Memory.Of(session);

    private ContentHashes(AuditSession session)
    {
        _passages = new PassageHashes(session.Capture.Exchanges.FirstOrDefault(exchange => exchange.IsModel));
        foreach (CapturedExchange exchange in session.Capture.Exchanges.Take(40))
        {
            byte[] body = BodyText.Decode(exchange);
            if (Add(body, "the body") || IsFull)
                AddSums(body, "the body");
            if (JsonTree.Read(body) is JsonTree tree && tree.Root.Kind == JsonTokenType.StartObject)
                AddParts(tree);
        }
        if (session.Machine.Prompt.Length > 0)
            Add(session.Machine.Prompt, "the prompt");
        _commits.AddRange(session.Machine.Commits.Select((id, at) => (id, $"the repository's content: the id of commit {at + 1}")));
    }

    /// <summary>
    /// What a value is the hash of, and by which algorithm and in which form, as which of many it is could be a message; null where it is none that was found,
    /// or where something else that was made stands beside it. A part of at least seven characters of a digest counts, from either end.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="besides">Words that do not matter, as they are the same elsewhere.</param>
    public string? Explain(string value, string besides = "")
    {
        if (value.Length > LongestValue)
            return null;
        if (_numbers.TryGetValue(value.ToLowerInvariant(), out string? sum))
            return sum;
        // First as one: the alphabet of base64 has signs that part words, and the pieces of two digests are seldom of one length.
        if (OfToken(value) is { } whole)
            return whole.Of;
        string? found = null;
        var forms = new List<string>();
        var others = new List<string>();
        foreach (string token in value.Split([' ', '"', '\'', ',', ';', '=', ':', '/', '-', '_', '.', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (OfToken(token) is ({ } of, string[] written))
            {
                found ??= of;
                forms.AddRange(written);
            }
            else if ((token.Length >= ShortestDigest || (token.Length >= LeastOfOther && token.Any(char.IsAsciiDigit)))
                && !s_algorithms.Contains(token.ToLowerInvariant())
                && !besides.Contains(token, StringComparison.Ordinal))
            {
                others.Add(token);
            }
        }

        // A digest beside other words may be in pieces, too: of the same one.
        if (found is not null && !others.TrueForAll(other => forms.Exists(form => form.Contains(other, StringComparison.Ordinal))))
            found = null;
        return found ?? (_passages.Explain(value) is string lines ? $"a hash of {lines}" : null);
    }

    // What it is of, and the digest in each form.
    private (string Of, string[] Written)? OfToken(string token)
    {
        if (token.Length < ShortestDigest)
            return null;
        foreach ((byte[] digest, string algorithm, string of) in _digests)
        {
            if (!MayBeginOrEnd(digest, token))
                continue;
            (string Text, string Of)[] forms = [.. Forms(digest, algorithm, of)];
            foreach ((string text, string named) in forms)
            {
                if (Part(text, token) is string part)
                    return ($"a hash of {named}, {part}", [.. forms.Select(form => form.Text)]);
            }
        }

        foreach ((string id, string of) in _commits)
        {
            if (Part(id, token) is string part)
                return ($"a hash of {of}, {part}", [id]);
        }

        return null;
    }

    private static string? Part(string digest, string token) =>
        digest.StartsWith(token, StringComparison.OrdinalIgnoreCase)
            ? $"{token.Length} characters"
            : digest.EndsWith(token, StringComparison.OrdinalIgnoreCase)
                ? $"the last {token.Length} characters"
                : null;

    // Whether one of its forms may begin or end so, told by two signs at each end: to write all of them down for each word of a text takes too long.
    private static bool MayBeginOrEnd(byte[] digest, string token)
    {
        (int first, int second, int before, int last) = (digest[0], digest[1], digest[^2], digest[^1]);
        if (token[^1] == '='
            || (Is(token[0], Hex[first >> 4]) && Is(token[1], Hex[first & 15]))
            || (Is(token[^2], Hex[last >> 4]) && Is(token[^1], Hex[last & 15])))
            return true;
        // Of base64 without padding, what the last bytes come to depends on how many there are.
        (int ofSecondLast, int ofLast) = (digest.Length % 3) switch
        {
            0 => (((before & 15) << 2) | (last >> 6), last & 63),
            1 => (last >> 2, (last & 3) << 4),
            _ => (((before & 3) << 4) | (last >> 4), (last & 15) << 2),
        };
        return (IsBase64(token[0], first >> 2) && IsBase64(token[1], ((first & 3) << 4) | (second >> 4)))
            || (IsBase64(token[^2], ofSecondLast) && IsBase64(token[^1], ofLast));
    }

    private static bool Is(char one, char other) => char.ToLowerInvariant(one) == other;

    private static bool IsBase64(char one, int value) =>
        char.ToLowerInvariant(one) == char.ToLowerInvariant(Base64Signs[value]) || (value == 62 && one == '-') || (value == 63 && one == '_');

    private static IEnumerable<(string Text, string Of)> Forms(byte[] digest, string algorithm, string of) =>
    [
        (Convert.ToHexStringLower(digest), $"{of} ({algorithm})"),
        (Base64Url.EncodeToString(digest),
        Base64Url.EncodeToString(digest).AsSpan().ContainsAny('-', '_') ? $"{of} ({algorithm}, {OfUrls})" : $"{of} ({algorithm}, {OfBoth})"),
        (Convert.ToBase64String(digest), $"{of} ({algorithm}, base64)"),
    ];

    /// <summary>Whether two explanations are one: a digest without a sign in which the alphabets of base64 differ is of whichever the other is.</summary>
    public static bool AreOne(string of, string other) =>
        of == other || InOne(of, "base64") == InOne(other, "base64") || InOne(of, OfUrls) == InOne(other, OfUrls);

    private static string InOne(string of, string alphabet) => of.Replace(OfBoth, alphabet, StringComparison.Ordinal);

    /// <summary>Whether the value is a hash, without salt, of this text.</summary>
    public static bool IsHashOf(string value, string text)
    {
        if (text.Length == 0 || value.Length < ShortestDigest)
            return false;
        return Digests(Encoding.UTF8.GetBytes(text))
            .SelectMany(hash => Forms(hash.Digest, hash.Algorithm, ""))
            .Any(hash => hash.Text.StartsWith(value, StringComparison.OrdinalIgnoreCase) || hash.Text.EndsWith(value, StringComparison.OrdinalIgnoreCase));
    }

    private void AddParts(JsonTree tree)
    {
        var parts = new List<(string Name, string Raw, string Text)>();
        for (int i = 0; i < Math.Min(tree.Root.Names.Count, 40); i++)
        {
            JsonPart item = tree.Root.Items[i];
            parts.Add((tree.Root.Names[i], tree.Raw(item), TextOf(tree, item)));
        }
        // The system text is the first message in some protocols.
        if (tree.Root.Member("messages") is { Items.Count: > 0 } messages)
        {
            parts.Add(("the first message", tree.Raw(messages.Items[0]), TextOf(tree, messages.Items[0])));
            parts.Add(("the last message", tree.Raw(messages.Items[^1]), TextOf(tree, messages.Items[^1])));
        }
        foreach ((string name, string raw, string text) in parts)
        {
            if (Add(raw, name))
                AddSums(Encoding.UTF8.GetBytes(raw), name);
            if (text != raw && Add(text, name))
                AddSums(Encoding.UTF8.GetBytes(text), name);
        }
        AddWithModel(parts);
        AddTogether(tree);
        foreach ((string Name, string Raw, string Text) first in parts.Where(part => part.Raw.Length > 40))
        {
            foreach ((string Name, string Raw, string Text) second in parts.Where(part => part.Raw.Length > 40
                && part.Name != first.Name
                && part.Raw.Length + first.Raw.Length <= LongestWithModel
                && !IsFull))
            {
                Add(first.Text + second.Raw, $"{first.Name} and {second.Name}");
                Add(first.Raw + second.Raw, $"{first.Name} and {second.Name}");
                Add(first.Text + "\n" + second.Raw, $"{first.Name} and {second.Name}");
                Add($"[{first.Raw},{second.Raw}]", $"a list of {first.Name} and {second.Name}");
                Add($"{{\"{first.Name}\":{first.Raw},\"{second.Name}\":{second.Raw}}}", $"an object of {first.Name} and {second.Name}");
            }
        }
    }

    // A key for a cache is one for each model, and what it is for does not change with what is asked.
    private void AddWithModel(List<(string Name, string Raw, string Text)> parts)
    {
        if (parts.Find(part => part.Name == "model").Text is not { Length: > 0 } model)
            return;
        foreach ((string name, string raw, string text) in parts.Where(part => part.Name is "system" or "instructions" or "tools" or "the first message"
            && part.Raw.Length is > 40 and < LongestWithModel
            && _withModel.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(model + "\0" + part.Raw))))))
        {
            foreach ((string between, string called) in ((string, string)[])[("", "nothing"), ("\n", "a line's end"), (":", "a colon"), ("|", "a bar"),
                ("\0", "a zero"), (" ", "a blank"), ("-", "a hyphen"), ("/", "a slash")])
            {
                Add(model + between + text, $"the model and {name} with {called} between");
                Add(text + between + model, $"{name} and the model with {called} between");
                if (raw != text)
                    Add(model + between + raw, $"the model and {name} as it is sent with {called} between");
            }
        }
    }

    // What a provider's cache goes by: model, system text and tools, as lists and objects of them are written, or one after the other.
    private void AddTogether(JsonTree tree)
    {
        JsonPart? system = tree.Root.Member("system")
            ?? tree.Root.Member("instructions")
            ?? (tree.Root.Member("messages") is { Items.Count: > 0 } messages ? messages.Items[0].Member("content") : null);
        if (tree.Root.Member("model") is not JsonPart model || system is not JsonPart said || tree.Root.Member("tools") is not JsonPart tools)
            return;
        (string Name, string Raw, string Text)[] all = [("model", tree.Raw(model), TextOf(tree, model)), ("system", tree.Raw(said), TextOf(tree, said)),
            ("tools", tree.Raw(tools), "")];
        if (all.Sum(each => each.Raw.Length) > LongestWithModel
            || !_withModel.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', all.Select(each => each.Raw)))))))
            return;
        foreach (int[] order in (int[][])[[0, 1, 2], [0, 1], [1, 2], [1, 2, 0], [0, 2, 1]])
        {
            (string Name, string Raw, string Text)[] parts = [.. order.Select(at => all[at])];
            string of = string.Join(", ", parts.Select(part => part.Name));
            Add($"[{string.Join(',', parts.Select(part => part.Raw))}]", $"a list of {of}");
            Add($"{{{string.Join(',', parts.Select(part => $"\"{part.Name}\":{part.Raw}"))}}}", $"an object of {of}");
            foreach ((string between, string called) in ((string, string)[])[("", "nothing"), ("\n", "a line's end"), ("|", "a bar"), ("\0", "a zero")])
                Add(string.Join(between, parts.Select(part => part.Name == "tools" ? part.Raw : part.Text)), $"{of} with {called} between");
        }
    }

    /// <summary>All strings of a value, joined, except names and types.</summary>
    private static string TextOf(JsonTree tree, JsonPart part)
    {
        if (part.Kind == JsonTokenType.String)
            return tree.String(part);
        if (part.Kind == JsonTokenType.StartArray)
            return string.Concat(part.Items.Select(item => TextOf(tree, item)));
        return part.Member("text") is JsonPart text ? TextOf(tree, text) : part.Member("content") is JsonPart content ? TextOf(tree, content) : "";
    }

    // A session that sends ever more is not hashed for ever.
    private bool IsFull => _digests.Count > MostDigests;

    private bool Add(string text, string of) => Add(Encoding.UTF8.GetBytes(text), of);

    // Whether it is new: the same stands in each request of a session.
    private bool Add(byte[] bytes, string of)
    {
        if (bytes.Length > LeastLength)
            _numbers.TryAdd(bytes.Length.ToString(CultureInfo.InvariantCulture), $"the length of {of}");
        if (bytes.Length == 0 || IsFull || !_hashed.Add(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(bytes))))
            return false;
        _digests.AddRange(Digests(bytes).Select(hash => (hash.Digest, hash.Algorithm, of)));
        return true;
    }

    private void AddSums(byte[] bytes, string of)
    {
        if (bytes.Length < LeastSummed)
            return;
        foreach ((string name, uint sum) in WordHashes.All(bytes))
        {
            _numbers.TryAdd(sum.ToString("x8", CultureInfo.InvariantCulture), $"{name} of {of}");
            if (sum.ToString(CultureInfo.InvariantCulture) is { Length: >= LeastOfSum } number)
                _numbers.TryAdd(number, $"{name} of {of}");
        }
    }

#pragma warning disable CA5350, CA5351 // Recomputed to be recognised, not to protect anything.
    private static (string Algorithm, byte[] Digest)[] Digests(byte[] bytes) =>
        [("SHA-256", SHA256.HashData(bytes)), ("SHA-1", SHA1.HashData(bytes)), ("MD5", MD5.HashData(bytes)), ("SHA-512", SHA512.HashData(bytes)),
            ("SHA-384", SHA384.HashData(bytes))];
#pragma warning restore CA5350, CA5351
}
