using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Vitrine.Tests.Layout;

/// <summary>What a program left: its exit status and what it wrote.</summary>
internal sealed record Outcome(int Status, string Output, string Errors);

/// <summary>
/// A copy of the launcher in a checkout of its own, with a dotnet that counts how often it publishes and takes no time. Its "vitrine" prints its
/// arguments and exits with 7.
/// </summary>
internal sealed class LauncherCheckout : IDisposable
{
    private readonly string _top = Path.Combine(Path.GetTempPath(), $"vitrine launcher {Guid.NewGuid():N}");

    public LauncherCheckout()
    {
        Write("dotnet/dotnet", """
            #!/bin/sh
            case $1 in
            --list-sdks) echo "10.0.100 [/sdk]"; exit ;;
            publish) ;;
            *) exit 64 ;;
            esac
            echo "chatter of the build"
            echo published >>"$PUBLISHED"
            [ -n "${BROKEN:-}" ] && exit 1
            out=
            while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
            [ -n "${SLOW:-}" ] && until [ -e "$SLOW" ]; do sleep 0.02; done
            printf '#!/bin/sh\nprintf "<%%s>" "$@"\nexit 7\n' >"$out/vitrine"
            chmod +x "$out/vitrine"
            """,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        foreach (string file in (string[])["vitrine", "scripts/machine.sh", "scripts/first-run.sh", "src/Vitrine.Cli/Vitrine.Cli.csproj",
            "Directory.Build.props", "Directory.Packages.props", "global.json"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            File.Copy(Path.Combine(Repository.Root, file), At(file));
        }

        Directory.CreateDirectory(Path.Combine(_top, "home"));
        Directory.CreateDirectory(Path.Combine(_top, "counter"));

        // An ordinary user that a test becomes must be able to leave its build and its count.
        foreach (string open in (string[])["home", "counter"])
            File.SetUnixFileMode(Path.Combine(_top, open), (UnixFileMode)0b111_111_111);
        Environment = new()
        {
            ["PATH"] = $"{Path.Combine(_top, "dotnet")}:/usr/bin:/bin",
            ["HOME"] = Path.Combine(_top, "home"),
            ["PUBLISHED"] = Path.Combine(_top, "counter", "published"),
        };
    }

    /// <summary>The environment of what runs, and nothing else.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>How often dotnet published.</summary>
    public int Builds => File.Exists(Environment["PUBLISHED"]) ? File.ReadAllLines(Environment["PUBLISHED"]).Length : 0;

    /// <summary>A path in the checkout.</summary>
    public string At(string path) => Path.Combine(_top, "check out", path);

    /// <summary>A path beside the checkout.</summary>
    public string Beside(string path) => Path.Combine(_top, path);

    /// <summary>Runs the launcher.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => StartAsync([At("vitrine"), .. arguments], "/");

    /// <summary>Runs the launcher as a user who owns nothing here; as ourselves, with the checkout read-only, when we are not root.</summary>
    public async Task<Outcome> RunAsStrangerAsync(params string[] arguments)
    {
        string[] drop = System.Environment.IsPrivilegedProcess ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        SetCheckoutWritable(false);
        try
        {
            return await StartAsync([.. drop, At("vitrine"), .. arguments], "/");
        }
        finally
        {
            SetCheckoutWritable(true);
        }
    }

    /// <summary>Runs any program in the environment.</summary>
    public async Task<Outcome> StartAsync(string[] command, string directory)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory
        };
        start.Environment.Clear();
        foreach ((string name, string value) in Environment)
            start.Environment[name] = value;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation), errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
            return new Outcome(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Gives a file a date after every build so far.</summary>
    public void Touch(string path) => File.SetLastWriteTimeUtc(At(path), File.GetLastWriteTimeUtc(At("artifacts/vitrine/.stamp")).AddSeconds(1));

    public void Dispose()
    {
        SetCheckoutWritable(true);
        Directory.Delete(_top, recursive: true);
    }

    private void SetCheckoutWritable(bool writable)
    {
        string mode = writable ? "755" : "555";
        foreach (string directory in (string[])[At(""), At("artifacts"), At("src")])
            if (Directory.Exists(directory))
                File.SetUnixFileMode(directory, (UnixFileMode)Convert.ToInt32(mode, 8));
    }

    private void Write(string path, string text, UnixFileMode mode)
    {
        string full = Path.Combine(_top, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, string.Create(CultureInfo.InvariantCulture, $"{text}\n"));
        File.SetUnixFileMode(full, mode);
    }
}
