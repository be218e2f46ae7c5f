namespace Vitrine.Core.Inspect.Identity;

/// <summary>What a value tells of the person or the machine.</summary>
public enum IdentityKind : byte
{
    /// <summary>The machine's name.</summary>
    HostName,

    /// <summary>The log-in name.</summary>
    UserName,

    /// <summary>The person's name.</summary>
    FullName,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>The machine's id (machine-id(5)), or the id of this boot.</summary>
    MachineId,

    /// <summary>A hardware address.</summary>
    MacAddress,

    /// <summary>The time zone's name.</summary>
    TimeZone,

    /// <summary>Language and region.</summary>
    Locale,

    /// <summary>The home directory, or the workspace.</summary>
    HomePath,

    /// <summary>Where a repository is pushed to.</summary>
    GitRemote,

    /// <summary>An address of the machine.</summary>
    IpAddress,
}

/// <summary>One value of this person or machine.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Value">The value in clear; it stays in memory and is never recorded.</param>
public readonly record struct IdentityValue(IdentityKind Kind, string Value)
{
    /// <summary>The kind only: a value must not get into a log by accident.</summary>
    public override string ToString() => IdentityKinds.Name(Kind);
}

/// <summary>The names of kinds in the record.</summary>
public static class IdentityKinds
{
    /// <summary>The name of <paramref name="kind"/>, such as <c>host-name</c>.</summary>
    public static string Name(IdentityKind kind) => kind switch
    {
        IdentityKind.HostName => "host-name",
        IdentityKind.UserName => "user-name",
        IdentityKind.FullName => "full-name",
        IdentityKind.Email => "email",
        IdentityKind.MachineId => "machine-id",
        IdentityKind.MacAddress => "mac-address",
        IdentityKind.TimeZone => "time-zone",
        IdentityKind.Locale => "locale",
        IdentityKind.HomePath => "home-path",
        IdentityKind.GitRemote => "git-remote",
        _ => "ip-address",
    };
}

/// <summary>A value found.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Form"><c>clear</c>, <c>base64</c>, <c>hex</c>, <c>url</c>, <c>reversed</c>, <c>md5</c>, <c>sha1</c>, <c>sha256</c> or <c>sha512</c>.</param>
/// <param name="Range">Where in the text.</param>
public readonly record struct IdentityHit(IdentityKind Kind, string Form, TextRange Range);
