using System.Text;
using Vitrine.Core.Model;
using Vitrine.Egress;

namespace Vitrine.Runtime.Inspection;

/// <summary>The header fields of a request as text to search: those that hold a credential by their nature apart from the rest.</summary>
internal static class RequestText
{
    private static readonly string[] CredentialFields = ["authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"];

    /// <summary>One line for each field that is no credential's, and a zero byte behind each.</summary>
    public static byte[] Fields(ContentFacts facts) => Text(facts, static name => !IsCredential(name));

    /// <summary>The values of fields that hold credentials.</summary>
    public static byte[] Credentials(ContentFacts facts) => Text(facts, IsCredential);

    /// <summary>Whether a place of the target, such as <c>query/key</c>, is one where APIs take keys.</summary>
    public static bool IsCredentialParameter(string place) =>
        place.StartsWith("query/", StringComparison.Ordinal) && place["query/".Length..].ToLowerInvariant() is "key" or "api_key" or "apikey" or "api-key" or "access_token" or "token";

    private static bool IsCredential(string name) => Array.Exists(CredentialFields, one => one.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static byte[] Text(ContentFacts facts, Func<string, bool> isWanted)
    {
        var text = new StringBuilder();
        foreach (HeaderField field in facts.Headers)
            if (isWanted(field.Name))
                text.Append(field.Name).Append(": ").Append(field.Value).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
