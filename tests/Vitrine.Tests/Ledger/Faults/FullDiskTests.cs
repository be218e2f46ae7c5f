using System.Diagnostics;
using System.Globalization;
using Vitrine.Tests.Egress;
using Xunit;

namespace Vitrine.Tests.Ledger.Faults;

/// <summary>Writes that are cut short: file systems that fill up at each page or have too few names, and a limit on the length of files.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task File_system_may_be_full_at_any_page()
    {
        int[] pages = [.. Enumerable.Range(1, 48), .. Enumerable.Range(4, 12).Select(count => 16 * count)];
        string[][] said = await InMemoryAsync([.. pages.Select(count => string.Create(CultureInfo.InvariantCulture, $"size={4 * count}k"))]);
        Assert.Contains(said, lines => lines.Contains("journal broken"));
        Assert.Contains(said, lines => lines.Contains("sealing failed"));
        Assert.Contains(said, lines => lines.Contains("sealed 267"));
    }

    [Fact]
    public async Task File_system_may_have_no_more_names_at_any_point()
    {
        string[][] said = await InMemoryAsync([.. Enumerable.Range(2, 30).Select(count => string.Create(CultureInfo.InvariantCulture, $"nr_inodes={count}"))]);
        Assert.Contains(said, lines => lines.Contains("not begun"));
        Assert.Contains(said, lines => lines.Contains("sealing failed") && lines.Contains("durable 267"));
        Assert.Contains(said, lines => lines.Contains("sealed 267"));
    }

    [Fact]
    public async Task File_may_end_anywhere_in_a_frame()
    {
        string[][] said = await EachAsync([.. Enumerable.Range(1, 60).Select(number => number * number * 11)], async limit =>
        {
            string directory = Directory.CreateDirectory(_scratch[$"limit {limit}"]).FullName;
            return (directory,
                await RunAsync(Path.Combine(AppContext.BaseDirectory, "Vitrine.Tests"),
                    [FaultChild.Argument, directory, limit.ToString(CultureInfo.InvariantCulture)]));
        });
        Assert.Contains(said, lines => lines.Contains("journal broken") && lines.Contains("sealed 7"));
    }

    // A small file system needs no root in namespaces of one's own; what is on it is copied out before it is gone.
    private async Task<string[][]> InMemoryAsync(string[] options)
    {
        const string Script = """
            set -e
            mount -t tmpfs -o "$1" tmpfs "$2"
            mkdir "$2/work"
            "$3" "$4" "$2/work"
            cp -a "$2/work" "$5"
            """;
        Assert.SkipUnless(Tool.Exists("unshare"), "unshare is not here.");
        string place = Directory.CreateDirectory(_scratch["place"]).FullName;
        (int status, string why) = await Tool.RunAsync("unshare", ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", place]);
        Assert.SkipUnless(status == 0, $"no file system can be mounted here: {why.Trim()}");
        return await EachAsync(options, async option =>
        {
            string copy = _scratch[option];
            string[] said = await RunAsync("unshare",
                ["--user", "--map-root-user", "--mount", "sh", "-c", Script, "sh", option, place, Path.Combine(AppContext.BaseDirectory, "Vitrine.Tests"),
                FaultChild.Argument, copy]);
            return (copy, said);
        });
    }

    private static async Task<string[][]> EachAsync<T>(T[] cases, Func<T, Task<(string Directory, string[] Said)>> run)
    {
        string[][] all = new string[cases.Length][];
        await Parallel.ForAsync(0, cases.Length, TestContext.Current.CancellationToken, async (number, _) =>
        {
            (string directory, all[number]) = await run(cases[number]);
            try
            {
                await FaultRecovery.CheckAsync(new FaultFiles(directory), all[number]);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{cases[number]}: after \"{string.Join("; ", all[number])}\": {error.Message}", error);
            }
        });
        return all;
    }

    private static async Task<string[]> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        CancellationToken stop = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(stop), errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        string said = await errors;
        Assert.True(process.ExitCode == 0, said);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
