using System.Text;
using System.Text.Json;
using Vitrine.Egress.Http;

namespace Vitrine.Egress.Credentials;

/// <summary>Where requests carry credentials, by the names that APIs give to these places.</summary>
internal static class CredentialFields
{
    /// <summary>
    /// Whether a header field is one: by the words of its name, or because it ends in <c>key</c> and is none of the keys that unlock nothing.
    /// </summary>
    public static bool IsHeader(string name)
    {
        string lower = name.ToLowerInvariant();
        return SecretFields.IsSecretHeader(lower) || (lower.EndsWith("key", StringComparison.Ordinal) && lower is not
            ("sec-websocket-key" or "idempotency-key" or "x-idempotency-key" or "x-cache-key" or "surrogate-key" or "x-partition-key"));
    }

    /// <summary>Whether a parameter of the query is one.</summary>
    public static bool IsParameter(string name) => SecretFields.IsSecretName(name);

    /// <summary>Whether a list of WebSocket subprotocols holds a key, as browsers' clients must do it (<c>openai-insecure-api-key.KEY</c>).</summary>
    public static bool HoldsKey(string protocols) => SecretFields.IsSecretName(protocols.Replace(',', '-').Replace(" ", "", StringComparison.Ordinal));

    /// <summary>Undoes percent-encoding, where there is any.</summary>
    public static string Decode(string text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;

    /// <summary>A value as it stands in a body of this type.</summary>
    public static byte[] Escape(string value, string? contentType)
    {
        if (contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true)
            return JsonEncodedText.Encode(value).EncodedUtf8Bytes.ToArray();
        return Encoding.UTF8.GetBytes(contentType?.Contains("urlencoded", StringComparison.OrdinalIgnoreCase) == true ? Uri.EscapeDataString(value) : value);
    }
}
