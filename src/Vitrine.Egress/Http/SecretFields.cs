using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Egress.Http;

/// <summary>
/// Keeps credentials out of the record. A value is replaced by <c>sha256:</c> and the first 16 hexadecimal digits of its HMAC-SHA-256 under a key
/// that exists only in this process: within a session equal values can be told, outside of it nothing can be guessed.
/// </summary>
internal sealed class SecretFields
{
    private const int KeptBytes = 8;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The digest that stands for a secret.</summary>
    public string Digest(string secret)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret), hash);
        return $"sha256:{Convert.ToHexStringLower(hash[..KeptBytes])}";
    }

    /// <summary>What the record holds of a field's value.</summary>
    public string Show(string name, string value)
    {
        string lower = name.ToLowerInvariant();
        if (IsSecretHeader(lower))
            return Digest(value);
        return lower is "referer" or "location" or "content-location" ? ShowUrl(value) : value;
    }

    /// <summary>What the record holds of a URL, or of path and query: values of parameters that are credentials are replaced, and so is a login.</summary>
    public string ShowUrl(string url)
    {
        string text = ShowLogin(url);
        int query = text.IndexOf('?');
        if (query < 0)
            return text;
        var shown = new StringBuilder(text, 0, query + 1, text.Length + 32);
        bool first = true;
        foreach (string pair in text[(query + 1)..].Split('&'))
        {
            if (!first)
                shown.Append('&');
            first = false;
            int equals = pair.IndexOf('=');
            if (equals >= 0 && IsSecretName(Decode(pair[..equals])))
                shown.Append(pair, 0, equals + 1).Append(Digest(pair[(equals + 1)..]));
            else
                shown.Append(pair);
        }

        return shown.ToString();
    }

    private string ShowLogin(string url)
    {
        int start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
            return url;
        int end = url.AsSpan(start).IndexOfAny("/?#");
        string authority = end < 0 ? url[start..] : url.Substring(start, end);
        int at = authority.LastIndexOf('@');
        return at < 0 ? url : string.Concat(url.AsSpan(0, start), Digest(authority[..at]), url.AsSpan(start + at));
    }

    public static bool IsSecretHeader(string lower) =>
        // OpenAI's realtime clients in browsers carry the key as a WebSocket subprotocol.
        lower is "cookie" or "set-cookie" or "sec-websocket-protocol" || IsSecretName(lower);

    /// <summary>
    /// Names are judged by their words, so that vendors' own (<c>x-goog-api-key</c>, <c>private-token</c>, <c>X-Amz-Signature</c>) are covered
    /// and a count (<c>x-ratelimit-remaining-tokens</c>) is not.
    /// </summary>
    public static bool IsSecretName(string name)
    {
        string before = "";
        foreach (string word in name.ToLowerInvariant().Split('-', '_', '.'))
        {
            if (word is "authorization" or "auth" or "token" or "secret" or "password" or "passwd" or "credential" or "credentials" or "apikey"
                or "signature" or "sig" or "sessionid" or "jwt" or "assertion" or "accesstoken" or "refreshtoken" or "idtoken" or "clientsecret"
                or "awsaccesskeyid")
                return true;
            if (word == "key" && before is ("" or "api" or "access" or "subscription" or "functions" or "account"))
                return true;
            before = word;
        }

        return false;
    }

    private static string Decode(string name) => name.Contains('%') ? Uri.UnescapeDataString(name) : name;
}
