using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>
/// How an agent is started in an audit. The built-in ones start it as an ordinary developer does, with nothing switched off and nothing that names Vitrine; for
/// an agent without one of these, those of <c>vitrine run</c> are taken.
/// </summary>
/// <param name="Agent">The profile.</param>
/// <param name="Text">Its YAML, which the report keeps, so that its findings can be made again.</param>
public sealed record TargetProfile(AgentProfile Agent, string Text)
{
    private const string Prefix = "targets/", Extension = ".yaml";

    // As long as a profile of the run's may be.
    private const int Longest = 64 * 1024;

    /// <summary>The variable that holds the key; empty for none.</summary>
    internal string KeyVariable => Agent.Endpoint?.Environment.FirstOrDefault(one => one.Value == "{key}").Key ?? "";

    /// <summary>The built-in one of an npm package; null for none.</summary>
    public static TargetProfile? ForPackage(string package)
    {
        ArgumentException.ThrowIfNullOrEmpty(package);
        return Names().Select(Load).FirstOrDefault(one => one.Agent.Install is NpmInstall install && install.Package.Name == package);
    }

    /// <summary>What a person named: a file, or a built-in one.</summary>
    /// <exception cref="TargetException">There is none.</exception>
    public static TargetProfile Find(string reference, string workingDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference);
        if (Names().Contains(reference, StringComparer.Ordinal))
            return Load(reference);
        string path = Path.GetFullPath(reference, workingDirectory);
        if (!File.Exists(path))
            throw new TargetException($"There is no profile '{new string([.. reference.Take(80).Where(one => !char.IsControl(one))])}'.",
                $"a file, or one of {string.Join(", ", Names().Order(StringComparer.Ordinal))}");
        using StreamReader file = File.OpenText(path);
        char[] text = new char[Longest + 1];
        return Read(new string(text, 0, file.ReadBlock(text)), Path.GetFileName(path));
    }

    /// <summary>Reads one from its text.</summary>
    /// <exception cref="TargetException">It is none.</exception>
    public static TargetProfile Read(string text, string file) =>
        AgentCatalog.TryRead(text, file, out AgentProfile? profile, out AgentProblem problem)
            ? new TargetProfile(profile, text)
            : throw new TargetException(problem.What, problem.Hint);

    private static TargetProfile Load(string name)
    {
        using Stream resource = typeof(TargetProfile).Assembly.GetManifestResourceStream(Prefix + name + Extension)
            ?? throw new InvalidOperationException($"The profile {name} is missing from the program.");
        using var reader = new StreamReader(resource);
        return Read(reader.ReadToEnd(), name + Extension);
    }

    private static IEnumerable<string> Names() => typeof(TargetProfile).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..^Extension.Length]);
}
