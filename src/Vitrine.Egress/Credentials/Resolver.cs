using System.Diagnostics.CodeAnalysis;
using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Credentials;

/// <summary>
/// Turns what stands in one field or parameter of a request into the value, where it is exactly a placeholder in a form that credentials have.
/// </summary>
internal sealed class Resolver(IReadOnlyList<DoorCredential> credentials, Destination destination, bool isEncrypted, List<DoorCredential> used)
{
    private const string Basic = "Basic ";

    /// <summary><c>PLACEHOLDER</c>, <c>Scheme PLACEHOLDER</c> or <c>Basic base64(user:PLACEHOLDER)</c>.</summary>
    public bool TryHeader(string value, [NotNullWhen(true)] out string? resolved)
    {
        if (value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return TryBasic(value, out resolved);
        int start = value.IndexOf(' ') + 1;
        bool found = TryValue(value[start..], CredentialPlace.Header, out string? secret);
        resolved = found ? value[..start] + secret : null;
        return found;
    }

    /// <summary>A list of WebSocket subprotocols, in which each that holds a key ends in <c>.PLACEHOLDER</c>.</summary>
    public bool TryProtocols(string value, [NotNullWhen(true)] out string? resolved)
    {
        resolved = null;
        string[] protocols = value.Split(',', StringSplitOptions.TrimEntries);
        for (int i = 0; i < protocols.Length; i++)
        {
            if (!CredentialFields.HoldsKey(protocols[i]))
                continue;
            int start = protocols[i].LastIndexOf('.') + 1;
            if (!TryValue(protocols[i][start..], CredentialPlace.Header, out string? secret))
                return false;
            protocols[i] = protocols[i][..start] + secret;
        }

        resolved = string.Join(", ", protocols);
        return true;
    }

    /// <summary>The value of a parameter, decoded.</summary>
    public bool TryQuery(string value, [NotNullWhen(true)] out string? resolved) => TryValue(value, CredentialPlace.Query, out resolved);

    private bool TryBasic(string value, [NotNullWhen(true)] out string? resolved)
    {
        resolved = null;
        Span<byte> bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value[Basic.Length..].Trim(), bytes, out int length))
            return false;
        string login = Encoding.Latin1.GetString(bytes[..length]);
        int colon = login.IndexOf(':');
        if (colon < 0)
            return false;
        string user = login[..colon], password = login[(colon + 1)..];
        // The token is the password (npm, git, most APIs), or the user of an empty password (Stripe's way).
        string? plain = TryValue(password, CredentialPlace.Header, out string? secret) ? $"{user}:{secret}"
            : password.Length == 0 && TryValue(user, CredentialPlace.Header, out secret) ? $"{secret}:"
                : null;
        resolved = plain is null ? null : Basic + Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));
        return resolved is not null;
    }

    private bool TryValue(string text, CredentialPlace place, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (!isEncrypted || !text.StartsWith(DoorCredential.Prefix, StringComparison.Ordinal))
            return false;
        foreach (DoorCredential each in credentials)
        {
            if (text != each.Placeholder
                || !each.Places.Contains(place)
                || !CredentialGate.Covers(each, destination)
                || each.Value() is not { Length: > 0 } found)
                continue;
            // A line break in a value would be another field.
            if (!Http.FieldSyntax.IsValue(found))
                return false;
            value = found;
            if (!used.Contains(each))
                used.Add(each);
            return true;
        }

        return false;
    }
}
