using System.ComponentModel;
using System.Diagnostics;

namespace Vitrine.Audit.Targets;

/// <summary>The person's own npm, with the registry and the credentials that it is configured for.</summary>
internal sealed class NpmClient(string npm)
{
    private const int LongestAnswer = 16 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10), Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>npm on PATH; null where there is none.</summary>
    public static NpmClient? Find(string path)
    {
        string? npm = path.Split(':').Where(Path.IsPathFullyQualified).Select(directory => Path.Combine(directory, "npm")).FirstOrDefault(File.Exists);
        return npm is null ? null : new NpmClient(npm);
    }

    /// <summary>Runs it and gives what it printed.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Where it starts: never a project's, whose .npmrc would choose where programs come from.</param>
    /// <param name="tooMuch">Asked now and then; why it must be ended, or null.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    /// <exception cref="TargetException">It can't be started, failed, or was ended.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string directory, Func<string?>? tooMuch, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(npm, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory
        };
        // Only what registries serve: a dependency that names a path, a repository or an address would reach what no package should. Older versions don't know
        // these.
        foreach (string kind in (ReadOnlySpan<string>)["git", "file", "directory"])
            start.Environment["npm_config_allow_" + kind] = "none";
        // A pack takes the tarball's own address for "remote".
        if (tooMuch is not null)
            start.Environment["npm_config_allow_remote"] = "none";
        start.Environment["npm_config_ignore_scripts"] = "true";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        using Process process = Start(start);
        string? ended = null;
        try
        {
            process.StandardInput.Close();
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            char[] answer = new char[LongestAnswer];
            Task<int> reading = process.StandardOutput.ReadBlockAsync(answer, limit.Token).AsTask();
            Task exit = process.WaitForExitAsync(limit.Token);
            while (tooMuch is not null && await Task.WhenAny(exit, Task.Delay(Pause, limit.Token)).ConfigureAwait(false) != exit)
                if ((ended = tooMuch()) is not null)
                    throw new TargetException($"npm was ended: {ended}.", "");
            int length = await reading.ConfigureAwait(false);
            await exit.ConfigureAwait(false);
            string said = await error.ConfigureAwait(false);
            return process.ExitCode == 0 ? new string(answer, 0, length) : throw new TargetException($"npm failed: {Reason(said)}", "npm config get registry");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TargetException("npm did not answer within ten minutes.", "npm ping");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    // npm says the code first, then the reason, then where its log is.
    private static string Reason(string text)
    {
        string[] lines = [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("npm error", StringComparison.Ordinal))
            .Select(line => line["npm error".Length..].Trim())];
        string said = lines.FirstOrDefault(line => line.Length > 0 && !line.StartsWith("code ", StringComparison.Ordinal))
            ?? lines.FirstOrDefault()
            ?? "it gave no reason";
        return new string([.. said.Take(200).Select(one => char.IsControl(one) ? '\uFFFD' : one)]);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new TargetException($"npm can't be started: {error.Message}", "install Node.js with npm");
        }
    }
}
