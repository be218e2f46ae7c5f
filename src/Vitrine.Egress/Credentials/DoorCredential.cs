using System.Security.Cryptography;
using Vitrine.Core.Policy;

namespace Vitrine.Egress;

/// <summary>Where a placeholder may stand in a request.</summary>
public enum CredentialPlace
{
    /// <summary>A header field: all of it, behind a scheme such as Bearer, or as a login's password or user (RFC 7617).</summary>
    Header,

    /// <summary>A parameter of the query.</summary>
    Query,

    /// <summary>Anywhere in the body, such as in a request for a token.</summary>
    Body,
}

/// <summary>A secret of the person that the agent uses without having it: it holds the placeholder, and the door puts the value in.</summary>
public sealed record DoorCredential
{
    /// <summary>What every placeholder begins with.</summary>
    public const string Prefix = "vitrine-credential-";

    /// <summary>The name in the policy, for the record.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its hosts accept no other credential.</summary>
    public bool IsOnly { get; init; } = true;

    /// <summary>The only hosts that may get it, over TLS only.</summary>
    public required IReadOnlyList<HostRule> Hosts { get; init; }

    /// <summary>Reads the value from memory; null where there is none, and then the request is refused.</summary>
    public required Func<string?> Value { get; init; }

    /// <summary>What the agent holds: random, made for the session.</summary>
    public string Placeholder { get; init; } = CreatePlaceholder();

    /// <summary>Where it may stand.</summary>
    public IReadOnlyList<CredentialPlace> Places { get; init; } = [CredentialPlace.Header, CredentialPlace.Query];

    /// <summary>A new placeholder: <see cref="Prefix"/> and 128 random bits.</summary>
    public static string CreatePlaceholder() => Prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <inheritdoc/>
    public override string ToString() => $"credential {Name}";
}
