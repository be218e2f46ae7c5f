namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A known format of secrets.</summary>
public sealed class SecretRule
{
    private readonly string[] _names;

    internal SecretRule(string id, string vendor, string? source, IReadOnlyList<Form> forms, IReadOnlyList<string> names, SecretChecksum checksum) =>
        (Id, Vendor, Source, Forms, _names, Checksum) = (id, vendor, source, [.. forms], [.. names], checksum);

    /// <summary>Its id, such as <c>github-pat</c>.</summary>
    public string Id { get; }

    /// <summary>Whose it is and what, such as <c>Stripe secret key</c>.</summary>
    public string Vendor { get; }

    /// <summary>The public page that tells the format; null for a person's own rule.</summary>
    public string? Source { get; }

    /// <summary>Words of which one must be in the name that the value is assigned to; empty where the form alone says enough.</summary>
    public IReadOnlyList<string> Names => _names;

    internal Form[] Forms { get; }

    internal SecretChecksum Checksum { get; }

    /// <summary>Whether the name, in lower case, has one of the words.</summary>
    internal bool IsNamed(ReadOnlySpan<char> name)
    {
        foreach (string word in _names)
            if (name.Contains(word, StringComparison.Ordinal))
                return true;
        return false;
    }
}

/// <summary>What can be checked within a secret.</summary>
internal enum SecretChecksum
{
    None,

    /// <summary>CRC-32 of the body in the last six characters, base 62.</summary>
    GitHub,

    /// <summary>CRC-32 of all before it in the last seven characters, base 36.</summary>
    GitLab,

    /// <summary>Twelve decimal digits of the account within the key id.</summary>
    Aws,

    /// <summary>A header that is a JSON object with <c>alg</c>.</summary>
    Jwt,

    /// <summary>The first four bytes of a double SHA-256 at the end, base 58.</summary>
    Wif,
}
