using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>What a person named.</summary>
public sealed record TargetRequest
{
    /// <summary><c>npm:NAME[@VERSION]</c>, a directory, a tarball, or an installed program by path or by name.</summary>
    public required string Reference { get; init; }

    /// <summary>How it is started, where the person says so; null to tell.</summary>
    public AgentProfile? Profile { get; init; }

    /// <summary>What it speaks; null to tell.</summary>
    public AgentProtocol? Protocol { get; init; }
}

/// <summary>A target that is at hand.</summary>
/// <param name="Directory">The package, unpacked; of an installed program the directory that holds it.</param>
/// <param name="Remarks">What could not be unpacked or had.</param>
public sealed record TargetFiles(string Directory, IReadOnlyList<string> Remarks)
{
    /// <summary>The program within the directory, where the person named a program and no package.</summary>
    public string? Program { get; init; }

    /// <summary>Digests of the tarball that it came in, by their in-toto names; empty where it came in none.</summary>
    public IReadOnlyDictionary<string, string> Tarball { get; init; } = new Dictionary<string, string>();

    /// <summary>Dependencies that npm would install and that are not there: name and range.</summary>
    public IReadOnlyDictionary<string, string> MissingDependencies { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// Makes of what a person named a package on disk and a way to start it: (1) <see cref="FetchAsync"/> brings it, (2) the caller reads it with
/// <see cref="PackageReader"/>, (3) <see cref="ToStart"/> tells from the reading how it is started. Nothing of the target is run.
/// </summary>
public sealed class TargetResolver(string path)
{
    private const string BoxRoot = "/opt/target";

    /// <summary>Brings a target.</summary>
    /// <param name="request">What it is.</param>
    /// <param name="workingDirectory">Where a relative path starts.</param>
    /// <param name="scratch">A fresh directory for what is fetched or unpacked.</param>
    /// <param name="cancellationToken">Ends npm too.</param>
    /// <exception cref="TargetException">It can't be had.</exception>
    public async Task<TargetFiles> FetchAsync(TargetRequest request, string workingDirectory, string scratch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string reference = request.Reference;
        if (reference.Contains('\0'))
            throw new TargetException("A target has no NUL character in its name.", "");
        if (reference.StartsWith("npm:", StringComparison.Ordinal))
            return await PackageAsync(reference["npm:".Length..], scratch, cancellationToken).ConfigureAwait(false);
        string full = Path.GetFullPath(reference, workingDirectory);
        if (Directory.Exists(full))
            return Missing(new TargetFiles(Path.TrimEndingDirectorySeparator(full), []));
        if (File.Exists(full) && (full.EndsWith(".tgz", StringComparison.Ordinal) || full.EndsWith(".tar.gz", StringComparison.Ordinal) || full.EndsWith(".tar", StringComparison.Ordinal)))
            return Missing(Unpack(full, Path.Combine(scratch, "package"), cancellationToken));
        if (Program(reference, full) is { } program)
            return Installed(program);
        throw new TargetException($"There is no target '{Printable(reference)}'.", "write npm:NAME, a directory, a tarball, or a program");
    }

    /// <summary>Tells how a target is started.</summary>
    /// <exception cref="TargetException">It has no program, or nobody can tell what it speaks.</exception>
    public static TargetStart ToStart(TargetRequest request, TargetFiles files, StaticReading reading)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(reading);
        PackageFile? package = PackageFile.Read(files.Directory);
        string program = files.Program ?? package?.Program ?? throw new TargetException($"{files.Directory} does not say which program to start.", "give its package.json a \"bin\", or name the program itself");
        AgentProtocol protocol = request.Protocol ?? request.Profile?.Protocol ?? ProtocolSigns.Tell(reading.Harvest)
            ?? throw new TargetException("The package does not show which protocol it speaks to its model.", "--protocol anthropic, openai-chat or openai-responses");
        bool isAnthropic = protocol == AgentProtocol.Anthropic;
        string box = files.Program is null ? BoxRoot : files.Directory;
        return new TargetStart
        {
            Name = package is { Name.Length: > 0 } ? package.Name : Path.GetFileName(program),
            Version = package?.Version ?? "",
            Directory = files.Directory,
            BoxDirectory = box,
            Command = [.. Interpreter(Path.Combine(files.Directory, program), $"{box}/{program}"), "-p", "{prompt}"],
            Protocol = protocol,
            EndpointVariable = request.Profile is not null ? "" : isAnthropic ? "ANTHROPIC_BASE_URL" : "OPENAI_BASE_URL",
            KeyVariable = request.Profile is not null ? "" : isAnthropic ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY",
            EndpointSuffix = isAnthropic ? "" : "/v1",
            DefaultEndpointHost = ProtocolSigns.DefaultHost(reading.Harvest, protocol),
            Profile = request.Profile,
            Scripts = package?.Scripts ?? [],
            Remarks = [.. files.Remarks, .. files.MissingDependencies.Select(one => $"the dependency {one.Key} is not installed")],
        };
    }

    private async Task<TargetFiles> PackageAsync(string text, string scratch, CancellationToken cancellationToken)
    {
        if (!NpmPackage.TryParse(text, out NpmPackage? package))
            throw new TargetException($"'{Printable(text)}' is no npm package.", "write npm:NAME, npm:@SCOPE/NAME or npm:NAME@1.2.3");
        NpmFetch npm = NpmFetch.Find(path) ?? throw new TargetException("A package is fetched with npm, which is not on PATH.", "install Node.js with npm");
        string directory = Path.Combine(scratch, "package");
        TargetFiles files = Unpack(await npm.PackAsync(package, scratch, cancellationToken).ConfigureAwait(false), directory, cancellationToken);
        var remarks = new List<string>(files.Remarks);
        foreach ((string name, string range) in PackageFile.Read(directory)?.Optional ?? new Dictionary<string, string>())
        {
            if (PlatformPackages.ForThisMachine(name, range) is not { } platform)
                continue;
            string own = Path.Combine(scratch, "platform");
            Directory.CreateDirectory(own);
            TargetFiles part = Unpack(await npm.PackAsync(platform, own, cancellationToken).ConfigureAwait(false), Path.Combine(directory, "node_modules", name), cancellationToken);
            remarks.AddRange(part.Remarks.Select(remark => $"{name}: {remark}"));
        }

        return Missing(files with { Remarks = remarks });
    }

    private static TargetFiles Unpack(string tarball, string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var unpacker = new TarUnpacker(new UnpackLimits());
        try
        {
            using FileStream file = File.OpenRead(tarball);
            int files = unpacker.Unpack(file, directory, cancellationToken);
            return files > 0 ? new TargetFiles(directory, unpacker.Remarks) { Tarball = TreeDigest.OfFile(tarball, withLong: true) } : throw new TargetException($"{Path.GetFileName(tarball)} holds no file that could be unpacked.", "");
        }
        catch (InvalidDataException error)
        {
            throw new TargetException($"{Path.GetFileName(tarball)}: {error.Message}", "");
        }
    }

    private static TargetFiles Missing(TargetFiles files)
    {
        IEnumerable<KeyValuePair<string, string>> wanted = PackageFile.Read(files.Directory)?.Dependencies ?? new Dictionary<string, string>();
        return files with
        {
            MissingDependencies = wanted.Where(one => !Directory.Exists(Path.Combine(files.Directory, "node_modules", one.Key)) && !Directory.Exists(Path.Combine(files.Directory, "..", one.Key)))
                .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
        };
    }

    private string? Program(string reference, string full)
    {
        if (reference.Contains('/'))
            return File.Exists(full) ? full : null;
        return path.Split(':').Where(Path.IsPathFullyQualified).Select(directory => Path.Combine(directory, reference)).FirstOrDefault(File.Exists);
    }

    // The program of a package is a link into it: the whole package is the target then.
    private static TargetFiles Installed(string program)
    {
        string real = new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program;
        for (string? directory = Path.GetDirectoryName(real); directory is not null && directory != "/"; directory = Path.GetDirectoryName(directory))
            if (PackageFile.Read(directory) is { Name.Length: > 0 })
                return Missing(new TargetFiles(directory, [])) with { Program = Path.GetRelativePath(directory, real) };
        return new TargetFiles(Path.GetDirectoryName(real)!, []) { Program = Path.GetFileName(real) };
    }

    private static IEnumerable<string> Interpreter(string host, string box)
    {
        string extension = Path.GetExtension(host);
        if (extension is ".js" or ".mjs" or ".cjs")
            return ["node", box];
        Span<byte> head = stackalloc byte[64];
        using FileStream file = File.OpenRead(host);
        int read = file.Read(head);
        bool isScript = read > 2 && head[0] == '#' && head[1] == '!' && head[..read].IndexOf("node"u8) >= 0;
        return isScript ? ["node", box] : [box];
    }

    private static string Printable(string text) => new([.. text.Take(80).Select(one => char.IsControl(one) ? '\uFFFD' : one)]);
}
