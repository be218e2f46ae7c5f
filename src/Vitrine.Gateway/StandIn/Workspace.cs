using System.Text.RegularExpressions;
using Vitrine.Gateway.Model;

namespace Vitrine.Gateway.StandIn;

/// <summary>
/// What a request tells of the workspace: agents name their working directory in the prompt, and the history holds the listing that an earlier step asked for.
/// </summary>
internal sealed partial class Workspace
{
    private const int MaximumText = 1 << 18;
    private const int MaximumPath = 4096;

    private Workspace(string? directory, WorkspaceListing listing)
    {
        Directory = directory;
        Listing = listing;
    }

    /// <summary>The working directory, absolute; null when the request does not say.</summary>
    public string? Directory { get; }

    /// <summary>What the listing of this turn showed.</summary>
    public WorkspaceListing Listing { get; }

    /// <summary>Reads a request. Only the agent's and the person's own words count for the directory, not what tools read from files.</summary>
    public static Workspace Of(ModelRequest request, ScriptContent script)
    {
        string? directory = FindDirectory(request.System);
        WorkspaceListing listing = new();
        foreach (ModelMessage message in request.Messages)
        {
            foreach (ModelPart part in message.Parts)
            {
                if (part is ModelPart.Text text && message.Role != ModelRole.Assistant)
                    directory ??= FindDirectory(text.Value);
                if (part is ModelPart.ToolResult result
                    && CallId.TryRead(result.CallId, out CallId id)
                    && id.Step < script.Steps.Count
                    && script.Steps[id.Step] is ScriptStep.ListDirectory
                    && !result.IsError)
                    listing = WorkspaceListing.Read(result.Value);
            }
        }

        return new Workspace(directory, listing);
    }

    /// <summary>The absolute form of <paramref name="path"/> where the directory is known; else the path as it is.</summary>
    public string Absolute(string path) => Directory is null || path.StartsWith('/') ? path : path == "." ? Directory : $"{Directory.TrimEnd('/')}/{path}";

    private static string? FindDirectory(string text)
    {
        Match match = Words.Match(text, 0, Math.Min(text.Length, MaximumText));
        if (!match.Success)
            return null;
        string path = match.Groups[1].Value;
        foreach (string end in (ReadOnlySpan<string>)[". ", ", ", " (", "\\n"])
        {
            int at = path.IndexOf(end, StringComparison.Ordinal);
            path = at < 0 ? path : path[..at];
        }

        path = path.TrimEnd(' ', '\t', '\r', '.', ',', ')', '*');
        return path.Length is 0 or > MaximumPath ? null : path;
    }

    [GeneratedRegex(
        """(?:working directory|in the directory|workspace director(?:y|ies)|workspace root|project root|<cwd)(?:\*\*)?[:>](?:\*\*)?[\s*-]{0,16}(/[^\n<>"'`]*)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words { get; }
}
