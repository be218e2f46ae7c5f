using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Cli.Commands;

/// <summary>The versions of a package, asked of the person's npm: it knows where the registry is and how to speak to it.</summary>
internal static class AuditVersions
{
    private const int LongestAnswer = 8 << 20;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    /// <summary>Asks.</summary>
    /// <param name="package">A package's name that was checked.</param>
    /// <param name="cancellationToken">Ends npm too.</param>
    /// <exception cref="IOException">npm cannot be started, or does not say.</exception>
    public static async Task<IReadOnlyList<string>> AskAsync(string package, CancellationToken cancellationToken)
    {
        // Not in the working directory: a project's .npmrc must not choose where programs come from.
        var start = new ProcessStartInfo("npm", ["view", package, "versions", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/"
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_longestWait);
        using Process process = Start(start);
        try
        {
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            char[] answer = new char[LongestAnswer];
            int length = await process.StandardOutput.ReadBlockAsync(answer, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? Parse(answer.AsSpan(0, length))
                : throw new IOException($"npm knows no versions of {package}.\nhint: npm view {package} versions");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("npm didn't say within 60 seconds which versions there are.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Reads npm's answer: a list, or of a package with a single version that version alone.</summary>
    /// <exception cref="IOException">It is neither.</exception>
    public static IReadOnlyList<string> Parse(ReadOnlySpan<char> answer)
    {
        try
        {
            ReadOnlySpan<char> text = answer.Trim();
            if (text is ['"', ..])
                return [JsonSerializer.Deserialize(text, VersionsJson.Default.String)!];
            return [.. (JsonSerializer.Deserialize(text, VersionsJson.Default.StringArray) ?? []).OfType<string>()];
        }
        catch (JsonException wrong)
        {
            throw new IOException($"npm's answer is no list of versions: {wrong.Message}", wrong);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"npm can't be started: {error.Message}\nhint: install Node.js with npm.", error);
        }
    }
}

/// <summary>Source-generated JSON of npm's answer.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class VersionsJson : JsonSerializerContext;
