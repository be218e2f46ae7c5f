using System.Reflection;

namespace Vitrine.FunctionalTests.Running;

/// <summary>
/// What all tests share: the program as a person would install it, the scripts and compiled programs that run in boxes, and the people who run it. All of it
/// lies in one temporary directory that everyone may read.
/// </summary>
public sealed class Machine : IAsyncLifetime
{
    private readonly Dictionary<string, Person> _people = [];
    private int _desks;

    /// <summary>The temporary directory.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("vitrine-functional-").FullName;

    /// <summary>The published program.</summary>
    public string Program { get; private set; } = "";

    /// <summary>Plain-text scripts and compiled programs, to be shown to a box with <c>--ro</c>.</summary>
    public string Scripts => Path.Combine(Root, "scripts");

    /// <summary>The registry that this machine's npm is configured for.</summary>
    public string Registry { get; private set; } = "";

    /// <summary>"root" and "ordinary user", or, when the tests run as an ordinary user, him alone.</summary>
    public static TheoryData<string> People => Environment.UserName == "root" ? ["root", "ordinary user"] : ["ordinary user"];

    /// <summary>A place of its own to run Vitrine from: an empty workspace, no state.</summary>
    public async Task<Desk> DeskAsync(string who)
    {
        Person person = _people[who];
        string directory = await person.MakeDirectoryAsync(Path.Combine(Root, $"desk-{Interlocked.Increment(ref _desks)}")).ConfigureAwait(false);
        string workspace = await person.MakeDirectoryAsync(Path.Combine(directory, "workspace")).ConfigureAwait(false);
        return new Desk(this, person, workspace, Path.Combine(directory, "state"));
    }

    /// <summary>A desk whose state directory it shares with others: real agents are installed there once.</summary>
    public async Task<Desk> AgentDeskAsync()
    {
        Desk own = await DeskAsync().ConfigureAwait(false);
        return new Desk(this, own.Person, own.Workspace, Path.Combine(Root, "agents-state"));
    }

    /// <summary>A desk of whoever runs the tests.</summary>
    public Task<Desk> DeskAsync() => DeskAsync(People.First().Data);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        await HostCommand.RunAsync("cp", "-r", Path.Combine(AppContext.BaseDirectory, "scripts"), Scripts).ConfigureAwait(false);
        Program = Path.Combine(Root, "vitrine");
        await HostCommand.RunAsync("cp", "--reflink=auto", FindProgram(), Program).ConfigureAwait(false);
        await HostCommand.RunAsync("chmod", "-R", "a+rX", Root).ConfigureAwait(false);
        foreach (string source in Directory.GetFiles(Scripts, "*.c"))
            await HostCommand.RunAsync("gcc", "-static", "-O1", "-Wall", "-Werror", "-pthread", "-o", Path.ChangeExtension(source, null),
                source).ConfigureAwait(false);
        Registry = (await HostCommand.RunAsync("npm", "config", "get", "registry").ConfigureAwait(false)).Trim();

        // A home of the tests' own for whoever runs them: nothing of the real one is touched.
        var self = new Person(Environment.UserName, Path.Combine(Root, "home"), []);
        self.Plant();
        _people[Environment.UserName == "root" ? "root" : "ordinary user"] = self;
        if (Environment.UserName == "root")
            _people["ordinary user"] = await OrdinaryUser.CreateAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Person person in _people.Values.Where(person => person.Become.Count > 0))
            await OrdinaryUser.DeleteAsync(person.Name).ConfigureAwait(false);
        await HostCommand.RunAsync("rm", "-rf", "--one-file-system", Root).ConfigureAwait(false);
    }

    private static string FindProgram()
    {
        if (Environment.GetEnvironmentVariable("VITRINE_BIN") is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new InvalidOperationException($"VITRINE_BIN is {named}, which is not there.");
        for (string? directory =
            Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location); directory is not null; directory =
            Path.GetDirectoryName(directory))
            if (File.Exists(Path.Combine(directory, "Vitrine.slnx")))
            {
                string built = Path.Combine(directory, "artifacts", "vitrine", "vitrine");
                return File.Exists(built)
                    ? built
                    : throw new InvalidOperationException($"{built} is not there. Build it with ./vitrine --version, or name a published program in VITRINE_BIN.");
            }

        throw new InvalidOperationException("The tests lie outside the repository: name the published program in VITRINE_BIN.");
    }
}
