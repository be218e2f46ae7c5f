using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Tests.Egress;
using Xunit;

namespace Vitrine.Tests.Ledger.Faults;

/// <summary>One system call of the child: the <paramref name="Number"/>th of its name that touches a path.</summary>
/// <param name="Name">As strace calls it.</param>
/// <param name="Path">Relative to the child's directory.</param>
/// <param name="Number">From 1.</param>
/// <param name="IsChange">Whether it changes a file, or makes a change durable.</param>
internal sealed record SystemCall(string Name, string Path, int Number, bool IsChange);

/// <summary>The child under strace, which sees its system calls and can let any one of them fail.</summary>
internal static partial class SystemCalls
{
    private static readonly string[] Names =
        ["openat", "pwrite64", "write", "fdatasync", "fsync", "rename", "link", "mkdir", "unlink", "rmdir", "ftruncate", "flock", "fallocate",
            "sync_file_range", "pread64", "getdents64", "stat", "lstat", "newfstatat", "chmod"];

    private static readonly string[] Changes = ["pwrite64", "write", "fdatasync", "fsync", "rename", "link", "mkdir", "unlink", "rmdir", "ftruncate",
        "fallocate", "sync_file_range"];

    [GeneratedRegex("""^(?<thread>\d+) +(?<name>\w+)\((?:AT_FDCWD(?:<[^>]*>)?, )?(?:\d+<(?<open>[^>]*)>|"(?<named>[^"]*)")(?<rest>.*)$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Line { get; }

    public static async Task SkipUnlessTraceableAsync()
    {
        Assert.SkipUnless(Tool.Exists("strace"), "strace is not here.");
        (int status, string said) = await Tool.RunAsync("strace", ["-f", "-qq", "-o", "/dev/null", "true"]);
        Assert.SkipUnless(status == 0, $"strace may not trace here, so no system call can be made to fail: {said.Trim()}");
    }

    /// <summary>Runs the child undisturbed and lists its calls that touch its directory, in their order.</summary>
    public static async Task<IReadOnlyList<SystemCall>> ListAsync(string directory)
    {
        string log = directory + ".calls";
        string[] said = await RunAsync(directory, ["-y", "-e", "trace=" + string.Join(',', Names), "-o", log]);
        Assert.Equal("closed", said[^1]);
        var counts = new Dictionary<(string, string, string), int>();
        var calls = new List<SystemCall>();
        foreach (string line in await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken))
        {
            Match match = Line.Match(line);
            string path = match.Groups["open"].Success ? match.Groups["open"].Value : match.Groups["named"].Value;
            if (!match.Success || !(path + "/").StartsWith(directory + "/", StringComparison.Ordinal))
                continue;
            string name = match.Groups["name"].Value;
            bool isChange = Changes.Contains(name) || (name == "openat" && match.Groups["rest"].Value.Contains("O_CREAT", StringComparison.Ordinal));
            int number = counts[(match.Groups["thread"].Value, name, path)] = counts.GetValueOrDefault((match.Groups["thread"].Value, name, path)) + 1;
            var call = new SystemCall(name, Path.GetRelativePath(directory, path), number, isChange);
            // strace counts for each thread by itself.
            if (!calls.Any(other => other.Name == call.Name && other.Path == call.Path && other.Number == call.Number))
                calls.Add(call);
        }

        return calls;
    }

    /// <summary>Runs the child in a directory and lets one of its calls fail, or has it killed there; gives the lines that it wrote.</summary>
    public static Task<string[]> DisturbAsync(string directory, SystemCall call, string fault)
    {
        string path = Path.GetFullPath(Path.Combine(directory, call.Path));
        // strace 6.1 loses injected signals where the kernel filters for it.
        string[] filter = fault.StartsWith("signal", StringComparison.Ordinal) ? [] : ["--seccomp-bpf"];
        return RunAsync(directory,
            [.. filter, "-P", path, "-e", $"trace={call.Name}", "-e",
            string.Create(CultureInfo.InvariantCulture, $"inject={call.Name}:{fault}:when={call.Number}"), "-o", "/dev/null"]);
    }

    private static async Task<string[]> RunAsync(string directory, string[] options)
    {
        Directory.CreateDirectory(directory);
        var start = new ProcessStartInfo("strace",
            ["-f", "-qq", .. options, Path.Combine(AppContext.BaseDirectory, "Vitrine.Tests"), FaultChild.Argument, directory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process process = Process.Start(start)!;
        CancellationToken stop = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(stop), errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        string said = await errors;
        Assert.True(process.ExitCode is 0 or 137, $"{string.Join(' ', options)}: {process.ExitCode} {said}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
