using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// The agents that are known by name: the profiles in the program, and the person's own, which go first. Only what is asked for is parsed.
/// </summary>
/// <param name="userDirectory">Directory of the person's profiles (<c>$XDG_CONFIG_HOME/vitrine/agents</c>), which need not exist; null for none.</param>
public sealed class AgentCatalog(string? userDirectory)
{
    private const string ResourcePrefix = "agents/";
    private const string Extension = ".yaml";
    private const string NpmPrefix = "npm:";

    /// <summary>All profiles that can be read, by name, and the problems of those that can't.</summary>
    public IReadOnlyList<AgentProfile> List(out IReadOnlyList<AgentProblem> problems)
    {
        var profiles = new SortedDictionary<string, AgentProfile>(StringComparer.Ordinal);
        var found = new List<AgentProblem>();
        foreach (string name in Names())
            if (TryLoad(name, out AgentProfile? profile, out AgentProblem problem))
                profiles.TryAdd(profile.Name, profile);
            else
                found.Add(problem);
        problems = found;
        return [.. profiles.Values];
    }

    /// <summary>
    /// Finds what a person wrote after <c>--agent</c>: a name or an alias, <c>npm:NAME[@VERSION]</c>, or a directory, which has a slash in it. An npm package
    /// that a profile is about gets that profile, in the version that was named.
    /// </summary>
    /// <param name="reference">What the person wrote.</param>
    /// <param name="workingDirectory">Where a relative directory starts.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="problem">Why there is none, and the nearest name.</param>
    public bool TryFind(string reference, string workingDirectory, [NotNullWhen(true)] out AgentProfile? profile, out AgentProblem problem)
    {
        ArgumentNullException.ThrowIfNull(reference);
        profile = null;
        if (reference.StartsWith(NpmPrefix, StringComparison.Ordinal))
            return TryFindPackage(reference[NpmPrefix.Length..], out profile, out problem);
        if (reference.Contains('/') || reference is "." or "..")
        {
            if (reference.Contains('\0'))
                return Fail(new AgentProblem("A path has no NUL character.", ""), out problem);
            string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(reference, workingDirectory));
            profile = AdHoc(DirectoryAgent.NameFor(path), path, new DirectoryInstall(path, null));
            problem = default;
            return true;
        }

        return TryFindName(reference, out profile, out problem);
    }

    /// <summary>Reads a profile that comes from elsewhere.</summary>
    /// <param name="text">Its YAML.</param>
    /// <param name="file">The file's name, for errors; its stem is the name that the profile must have.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryRead(string text, string file, [NotNullWhen(true)] out AgentProfile? profile, out AgentProblem problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        return ProfileReader.TryRead(text, file, out profile, out problem);
    }

    private bool TryFindName(string name, [NotNullWhen(true)] out AgentProfile? profile, out AgentProblem problem)
    {
        List<string> names = [.. Names()];
        if (names.Contains(name))
            return TryLoad(name, out profile, out problem);
        AgentProblem? broken = null;
        foreach (string candidate in names)
        {
            // An alias stands in the file as it is written, so a file without the word needs no parsing.
            if (name.Length == 0 || !ReadText(candidate, out _).Contains(name, StringComparison.Ordinal))
                continue;
            if (!TryLoad(candidate, out profile, out problem))
                broken ??= problem;
            else if (profile.Aliases.Contains(name))
                return true;
        }

        profile = null;
        if (broken is { } reason)
            return Fail(reason, out problem);
        string? nearest = NearestWord.Find(name, names.Concat(List(out _).SelectMany(one => one.Aliases)));
        string hint = nearest is null
            ? $"one of {string.Join(", ", names.Order(StringComparer.Ordinal).Distinct())}; npm:NAME or ./DIRECTORY for another"
            : $"did you mean '{nearest}'?";
        return Fail(new AgentProblem($"There is no agent '{Printable(name)}'.", hint), out problem);
    }

    private bool TryFindPackage(string text, [NotNullWhen(true)] out AgentProfile? profile, out AgentProblem problem)
    {
        profile = null;
        if (!NpmPackage.TryParse(text, out NpmPackage? package))
            return Fail(new AgentProblem($"'{Printable(text)}' is no npm package.",
                "write npm:NAME, npm:@SCOPE/NAME or npm:NAME@1.2.3; ranges, paths and URLs aren't taken"),
                out problem);
        problem = default;
        foreach (string name in Names())
        {
            if (!ReadText(name, out _).Contains(package.Name, StringComparison.Ordinal) || !TryLoad(name, out AgentProfile? known, out _))
                continue;
            if (known.Install is not NpmInstall install || install.Package.Name != package.Name)
                continue;
            profile = package.Version is null ? known : known with { Install = install with { Package = package } };
            return true;
        }

        profile = AdHoc($"npm+{package.Name.Replace('/', '+')}", package.Name, new NpmInstall(package, null, 18));
        return true;
    }

    /// <summary>
    /// A profile for what nobody wrote one for. The prompt is its last argument, and it gets the variables of every protocol, for nobody knows which one it
    /// reads.
    /// </summary>
    private AgentProfile AdHoc(string name, string title, AgentInstall install)
    {
        AgentProfile[] generic = [.. Names().Where(one => one.StartsWith("generic-", StringComparison.Ordinal)).Distinct()
            .Select(one => TryLoad(one, out AgentProfile? profile, out _) ? profile : null).OfType<AgentProfile>()];
        Dictionary<string, string> endpoint = new(StringComparer.Ordinal), offline = new(StringComparer.Ordinal);
        foreach (AgentEndpoint one in generic.Select(profile => profile.Endpoint).OfType<AgentEndpoint>())
            foreach ((string variable, string value) in one.Environment)
                if (endpoint.TryAdd(variable, value) && one.OfflineEndpoint is { } url)
                    offline.Add(variable,
                        value.Replace("{endpoint}", EndpointUrl.ToText(url), StringComparison.Ordinal).Replace("{model}", one.Model, StringComparison.Ordinal));
        return new AgentProfile
        {
            Name = name,
            Title = title,
            Protocol = AgentProtocol.Unknown,
            Install = install,
            Headless = [AgentTemplate.ArgumentsElement, "{prompt}"],
            Endpoint = new AgentEndpoint
            {
                Environment = endpoint,
                OfflineEnvironment = offline,
                Model = "default",
                OfflineEndpoint = generic.FirstOrDefault()?.Endpoint?.OfflineEndpoint
            },
            Credentials = generic.SelectMany(profile => profile.Credentials).DistinctBy(one => one.Key).ToDictionary(one => one.Key, one => one.Value),
        };
    }

    private bool TryLoad(string name, [NotNullWhen(true)] out AgentProfile? profile, out AgentProblem problem)
    {
        string text = ReadText(name, out string file);
        return ProfileReader.TryRead(text, file, out profile, out problem);
    }

    /// <summary>Names of the files, the person's first; a name may come twice.</summary>
    private IEnumerable<string> Names()
    {
        if (userDirectory is not null && Directory.Exists(userDirectory))
            foreach (string file in Directory.EnumerateFiles(userDirectory, "*" + Extension).Order(StringComparer.Ordinal))
                yield return Path.GetFileNameWithoutExtension(file);
        foreach (string resource in typeof(AgentCatalog).Assembly.GetManifestResourceNames())
            if (resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
                yield return resource[ResourcePrefix.Length..^Extension.Length];
    }

    private string ReadText(string name, out string file)
    {
        file = userDirectory is null ? "" : Path.Combine(userDirectory, name + Extension);
        if (File.Exists(file))
        {
            // One character more than may be, so that the reader sees that it is too long.
            using StreamReader own = File.OpenText(file);
            char[] text = new char[ProfileYaml.LongestText + 1];
            return new string(text, 0, own.ReadBlock(text));
        }

        file = name + Extension;
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name + Extension)
            ?? throw new IOException($"The profile {file} went away while it was read.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static bool Fail(AgentProblem reason, out AgentProblem problem)
    {
        problem = reason;
        return false;
    }

    private static string Printable(string text) => new([.. text.Take(80).Select(c => char.IsControl(c) ? '\uFFFD' : c)]);
}
