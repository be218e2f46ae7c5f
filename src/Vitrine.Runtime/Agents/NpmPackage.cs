using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// A package of an npm registry, written <c>NAME</c> or <c>NAME@VERSION</c>. Only what a registry can hold is taken: the name as new packages may have it
/// (lower case; at most 214 characters), the version exact (semver 2.0) or a tag. Paths, URLs, git addresses, aliases, ranges and options aren't packages.
/// </summary>
public sealed partial record NpmPackage
{
    private const int LongestName = 214;
    private const int LongestVersion = 64;

    private NpmPackage(string name, string? version) => (Name, Version) = (name, version);

    /// <summary>The name, with its scope.</summary>
    public string Name { get; }

    /// <summary>Exact version or tag; null takes what the registry calls the latest at the time of the first install.</summary>
    public string? Version { get; }

    /// <summary>The scope with its <c>@</c>; null without one.</summary>
    public string? Scope => Name[0] == '@' ? Name[..Name.IndexOf('/')] : null;

    /// <summary>The name without its scope.</summary>
    public string BareName => Name[(Name.IndexOf('/') + 1)..];

    /// <summary>Whether <see cref="Version"/> names one version for ever, so that an install can be checked against it.</summary>
    public bool IsExact => Version is not null && char.IsAsciiDigit(Version[0]);

    /// <summary>What npm is told to install.</summary>
    public string Spec => Version is null ? Name : $"{Name}@{Version}";

    /// <summary>Parses <c>NAME[@VERSION]</c>; false for everything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NpmPackage? package)
    {
        package = null;
        if (string.IsNullOrEmpty(text))
            return false;
        int at = text.IndexOf('@', 1);
        return TryCreate(at < 0 ? text : text[..at], at < 0 ? null : text[(at + 1)..], out package);
    }

    /// <summary>Makes one of a name and a version; false when one of them isn't.</summary>
    public static bool TryCreate(string name, string? version, [NotNullWhen(true)] out NpmPackage? package)
    {
        ArgumentNullException.ThrowIfNull(name);
        package = null;
        if (name.Length > LongestName || !NameForm.IsMatch(name))
            return false;
        if (version is not null && (version.Length > LongestVersion || !(ExactForm.IsMatch(version) || TagForm.IsMatch(version))))
            return false;
        package = new NpmPackage(name, version);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Spec;

    [GeneratedRegex(@"\A(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm { get; }

    [GeneratedRegex(@"\A(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExactForm { get; }

    // A tag of one letter, or a "v" before digits, reads as a range to npm ("x", "v1").
    [GeneratedRegex(@"\A(?!v[0-9])[a-z][a-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagForm { get; }
}
