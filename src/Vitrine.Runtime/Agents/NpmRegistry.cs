using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// The registry that the person's npm is configured for: asked of npm itself, at run time, for nothing else knows all the places of its configuration.
/// Credentials for it aren't handed into the box.
/// </summary>
public sealed class NpmRegistry
{
    private const int LongestAnswer = 16 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly Uri _registry;
    private readonly (string Scope, Uri Url)? _scoped;

    private NpmRegistry(Uri registry, (string Scope, Uri Url)? scoped) => (_registry, _scoped) = (registry, scoped);

    /// <summary>The variables of the install's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["npm_config_registry"] = _registry.AbsoluteUri,
        // npm may hold back install scripts that nobody approved; these run in the box, which is the approval. Older versions don't know the variable.
        ["npm_config_dangerously_allow_all_scripts"] = "true",
    };

    /// <summary>The hosts that the install may speak to, for the install alone.</summary>
    public IReadOnlyList<HostRule> Allow =>
        _scoped is { } scoped && EndpointUrl.ToRule(scoped.Url).Text != EndpointUrl.ToRule(_registry).Text
            ? [EndpointUrl.ToRule(_registry), EndpointUrl.ToRule(scoped.Url)]
            : [EndpointUrl.ToRule(_registry)];

    internal IReadOnlyList<string> Options => _scoped is { } scoped ? [$"--{scoped.Scope}:registry={scoped.Url.AbsoluteUri}"] : [];

    /// <summary>Reads what <c>npm config get</c> printed, for the keys of <see cref="Keys"/>; false when it names no registry.</summary>
    public static bool TryParse(string output, NpmPackage package, [NotNullWhen(true)] out NpmRegistry? registry)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(package);
        registry = null;
        string key = $"{package.Scope}:registry=";
        Uri? general = null, scoped = null;
        foreach (string line in output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // With one key npm prints the value alone, with two each as KEY=VALUE.
            if (package.Scope is not null && line.StartsWith(key, StringComparison.Ordinal))
                scoped = ParseUrl(line[key.Length..]);
            else
                general = ParseUrl(line.StartsWith("registry=", StringComparison.Ordinal) ? line["registry=".Length..] : line);
        }

        if (general is null)
            return false;
        registry = new NpmRegistry(general, scoped is null ? null : (package.Scope!, scoped));
        return true;
    }

    /// <summary>Asks npm.</summary>
    /// <param name="package">The package that will be installed: its scope may have a registry of its own.</param>
    /// <param name="npm">npm, found on PATH by the caller.</param>
    /// <param name="cancellationToken">Ends npm too.</param>
    /// <returns>The registry, or null when npm names none that can be used.</returns>
    /// <exception cref="IOException">npm can't be started, or doesn't answer.</exception>
    public static async Task<NpmRegistry?> AskAsync(NpmPackage package, string npm, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(package);
        // Not in the workspace: a .npmrc there belongs to the project, and must not choose where programs come from.
        var start = new ProcessStartInfo(npm, ["config", "get", .. Keys(package)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/"
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestWait);
        using Process process = Start(start);
        try
        {
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            char[] answer = new char[LongestAnswer];
            int length = await process.StandardOutput.ReadBlockAsync(answer, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0 && TryParse(new string(answer, 0, length), package, out NpmRegistry? registry) ? registry : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("npm didn't say within 20 seconds which registry it uses.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string[] Keys(NpmPackage package) => package.Scope is null ? ["registry"] : ["registry", $"{package.Scope}:registry"];

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"npm can't be started: {error.Message}", error);
        }
    }

    private static Uri? ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0 && url.Port > 0
        && Core.Model.HostName.TryParse(url.Host, out _)
            ? url
            : null;
}
