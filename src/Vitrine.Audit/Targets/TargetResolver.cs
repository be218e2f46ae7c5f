using System.Security.Cryptography;
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
    public TargetProfile? Profile { get; init; }

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

    /// <summary>What was asked for, with the version that it led to: <c>npm:NAME@1.2.3</c>, or an absolute path.</summary>
    public string Source { get; init; } = "";

    /// <summary>Digests of the tarball or of the program's file, in lower-case hexadecimal, by their names; empty for a directory.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; init; } = new Dictionary<string, string>();

    /// <summary>A directory that it needs besides, at its own place; null for none.</summary>
    public string? Beside { get; init; }

    /// <summary>Whether the directory is a copy of ours, which may be written to.</summary>
    public bool IsOurs { get; init; }
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
    /// <param name="scratch">A directory for what is fetched or unpacked; made when missing.</param>
    /// <param name="cancellationToken">Ends npm too.</param>
    /// <exception cref="TargetException">It can't be had.</exception>
    public async Task<TargetFiles> FetchAsync(TargetRequest request, string workingDirectory, string scratch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string reference = request.Reference;
        if (reference.Contains('\0'))
            throw new TargetException("A target has no NUL character in its name.", "");
        Directory.CreateDirectory(scratch);
        if (reference.StartsWith("npm:", StringComparison.Ordinal))
            return await PackageAsync(reference["npm:".Length..], scratch, cancellationToken).ConfigureAwait(false);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(reference, workingDirectory));
        if (Directory.Exists(full))
            return await FromDirectoryAsync(full, scratch, cancellationToken).ConfigureAwait(false);
        if (File.Exists(full)
            && (full.EndsWith(".tgz", StringComparison.Ordinal)
                || full.EndsWith(".tar.gz", StringComparison.Ordinal)
                || full.EndsWith(".tar", StringComparison.Ordinal)))
            return await UnpackAsync(full, scratch, full, cancellationToken).ConfigureAwait(false);
        if (Program(reference, full) is { } program)
            return await InstalledAsync(program, scratch, cancellationToken).ConfigureAwait(false);
        throw new TargetException($"There is no target '{Printable(reference)}'.", "write npm:NAME, a directory, a tarball, or a program");
    }

    /// <summary>
    /// Tells how a target is started. Where the reading does not show what it speaks, its protocol is unknown: <see cref="ProtocolProbe"/> finds that out.
    /// </summary>
    /// <exception cref="TargetException">It has no program.</exception>
    public static TargetStart ToStart(TargetRequest request, TargetFiles files, StaticReading reading)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(reading);
        PackageFile? package = PackageFile.Read(files.Directory);
        TargetProfile? profile = request.Profile ?? (package is { Name.Length: > 0 } ? TargetProfile.ForPackage(package.Name) : null);
        string program = files.Program
            ?? package?.Program((profile?.Agent.Install as NpmInstall)?.Program)
            ?? throw new TargetException($"{files.Directory} does not say which program to start.",
                "give its package.json a \"bin\", or name the program itself");
        AgentProtocol protocol = request.Protocol ?? profile?.Agent.Protocol ?? ProtocolSigns.Tell(reading.Harvest) ?? AgentProtocol.Unknown;
        string box = files.Program is null || files.IsOurs ? BoxRoot : files.Directory;
        var start = new TargetStart
        {
            Name = package is { Name.Length: > 0 } ? package.Name : Path.GetFileName(program),
            Version = package?.Version ?? "",
            Directory = files.Directory,
            BoxDirectory = box,
            Beside = files.Beside,
            // With a profile the rest of the command is the profile's.
            Command = [.. Interpreter(Path.Combine(files.Directory, program), $"{box}/{program}"), .. profile is null ? (string[])["-p", "{prompt}"] : []],
            Protocol = protocol,
            Profile = profile,
            Scripts = files.Program is null ? PackageFile.InstallScripts(files.Directory) : [],
            Node = package?.Node ?? "",
            Remarks = files.Remarks,
        };
        return Speaking(start, protocol, reading.Harvest);
    }

    /// <summary>The start of a target that speaks a protocol, by the variables that are usual for it.</summary>
    internal static TargetStart Speaking(TargetStart start, AgentProtocol protocol, Harvest harvest)
    {
        EndpointConvention? convention = protocol == AgentProtocol.Unknown || start.Profile is not null ? null : EndpointConvention.Of(protocol);
        return start with
        {
            Protocol = protocol,
            EndpointVariable = convention?.Endpoint ?? "",
            KeyVariable = convention?.Key ?? start.Profile?.KeyVariable ?? "",
            EndpointSuffix = convention?.Suffix ?? "",
            DefaultEndpointHost = protocol == AgentProtocol.Unknown ? null : ProtocolSigns.DefaultHost(harvest, protocol),
        };
    }

    private async Task<TargetFiles> PackageAsync(string text, string scratch, CancellationToken cancellationToken)
    {
        if (!NpmPackage.TryParse(text, out NpmPackage? asked))
            throw new TargetException($"'{Printable(text)}' is no npm package.", "write npm:NAME, npm:@SCOPE/NAME or npm:NAME@1.2.3");
        NpmClient npm = NpmClient.Find(path) ?? throw new TargetException("A package is fetched with npm, which is not on PATH.", "install Node.js with npm");
        (string file, NpmPackage package) = await new NpmFetch(npm).PackAsync(asked, scratch, cancellationToken).ConfigureAwait(false);
        return await UnpackAsync(file, scratch, $"npm:{package.Spec}", cancellationToken).ConfigureAwait(false);
    }

    private async Task<TargetFiles> UnpackAsync(string tarball, string scratch, string source, CancellationToken cancellationToken)
    {
        TargetFiles files = Unpack(tarball, Path.Combine(scratch, "package"), cancellationToken);
        return await CompleteAsync(files with { Source = source, Digests = await DigestsAsync(tarball, cancellationToken).ConfigureAwait(false) }, scratch,
            cancellationToken).ConfigureAwait(false);
    }

    // A directory of the person's is only read. What is missing is added to a copy.
    private async Task<TargetFiles> FromDirectoryAsync(string directory, string scratch, CancellationToken cancellationToken)
    {
        var files = new TargetFiles(directory, []) { Source = directory };
        if (PackageFile.Read(directory) is not { } package
            || package.Dependencies.Keys.All(name => Directory.Exists(Path.Combine(directory, "node_modules", name))))
            return files;
        string copy = Path.Combine(scratch, "package");
        PackageCopy.Remove(copy);
        PackageCopy.Copy(directory, copy, new UnpackLimits(), cancellationToken);
        return await CompleteAsync(files with { Directory = copy, IsOurs = true }, scratch, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TargetFiles> CompleteAsync(TargetFiles files, string scratch, CancellationToken cancellationToken)
    {
        if (PackageFile.Read(files.Directory) is not { } package || package.Dependencies.Count + package.Optional.Count == 0)
            return files;
        if (NpmClient.Find(path) is not { } npm)
            return files with { Remarks = [.. files.Remarks, "npm is not on PATH: its dependencies are not installed"] };
        return files with
        {
            Remarks = [.. files.Remarks,
            .. await new NpmDependencies(npm, new UnpackLimits()).InstallAsync(package, files.Directory, scratch, cancellationToken).ConfigureAwait(false)]
        };
    }

    private static TargetFiles Unpack(string tarball, string directory, CancellationToken cancellationToken)
    {
        // What an interrupted audit left is not trusted to be whole.
        PackageCopy.Remove(directory);
        Directory.CreateDirectory(directory);
        var unpacker = new TarUnpacker(new UnpackLimits());
        try
        {
            using FileStream file = File.OpenRead(tarball);
            int files = unpacker.Unpack(file, directory, cancellationToken);
            return files > 0
                ? new TargetFiles(directory, unpacker.Remarks) { IsOurs = true }
                : throw new TargetException($"{Path.GetFileName(tarball)} holds no file that could be unpacked.", "");
        }
        catch (InvalidDataException error)
        {
            throw new TargetException($"{Path.GetFileName(tarball)}: {error.Message}", "");
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> DigestsAsync(string path, CancellationToken cancellationToken)
    {
        using FileStream file = File.OpenRead(path);
        byte[] sha256 = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        byte[] sha512 = await SHA512.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
        return new Dictionary<string, string> { ["sha256"] = Convert.ToHexStringLower(sha256), ["sha512"] = Convert.ToHexStringLower(sha512) };
    }

    private string? Program(string reference, string full)
    {
        if (reference.Contains('/'))
            return File.Exists(full) ? full : null;
        return path.Split(':').Where(Path.IsPathFullyQualified).Select(directory => Path.Combine(directory, reference)).FirstOrDefault(File.Exists);
    }

    // The program of a package is a link into it: the whole package is the target then, where it lies, with what npm put beside it. Of a program alone a copy
    // is: its directory may hold anything.
    private static async Task<TargetFiles> InstalledAsync(string program, string scratch, CancellationToken cancellationToken)
    {
        string real = new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program;
        for (string? directory = Path.GetDirectoryName(real); directory is not null && directory != "/"; directory = Path.GetDirectoryName(directory))
            if (PackageFile.Read(directory) is { Name.Length: > 0 })
                return new TargetFiles(directory, []) { Program = Path.GetRelativePath(directory, real), Source = program, Beside = Modules(directory) };
        string copy = Path.Combine(scratch, "package");
        PackageCopy.Remove(copy);
        Directory.CreateDirectory(copy);
        string name = Path.GetFileName(real);
        File.Copy(real, Path.Combine(copy, name));
        return new TargetFiles(copy, [])
        {
            Program = name,
            Source = program,
            IsOurs = true,
            Beside = Virtual(real),
            Digests = await DigestsAsync(real, cancellationToken).ConfigureAwait(false)
        };
    }

    private static string? Modules(string package)
    {
        int at = package.IndexOf("/node_modules/", StringComparison.Ordinal);
        return at < 0 ? null : package[..(at + "/node_modules".Length)];
    }

    // A script of a Python environment needs that environment, which is not where programs of the system are.
    private static string? Virtual(string script)
    {
        using var reader = new StreamReader(script);
        char[] head = new char[256];
        string line = new string(head, 0, reader.ReadBlock(head)).Split('\n')[0];
        if (!line.StartsWith("#!/", StringComparison.Ordinal))
            return null;
        string interpreter = line[2..].Split(' ')[0].Trim();
        string? environment = Path.GetDirectoryName(Path.GetDirectoryName(interpreter));
        return environment is not null && File.Exists(Path.Combine(environment, "pyvenv.cfg")) ? environment : null;
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
