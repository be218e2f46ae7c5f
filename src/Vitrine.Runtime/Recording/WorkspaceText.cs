using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Core.Model;
using Vitrine.Runtime.Agents;

namespace Vitrine.Runtime.Recording;

/// <summary>
/// Reads files of a workspace for a report. The agent may have put anything there since: no link is followed, what is no regular file gives nothing, and
/// neither does what is too large or no text.
/// </summary>
public sealed class WorkspaceText : IDisposable
{
    private const int Longest = 4 << 20;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly HomeTree _tree;

    private WorkspaceText(HomeTree tree) => _tree = tree;

    /// <summary>Opens a workspace; null when it is not there.</summary>
    public static WorkspaceText? Open(UnixPath workspace)
    {
        try
        {
            return new WorkspaceText(HomeTree.Open(workspace.ToString()));
        }
        catch (IOException)
        {
            // Removed or unreadable meanwhile: the report then names lines without their text, and says so.
            return null;
        }
    }

    /// <summary>Reads one file; null when it can't be shown.</summary>
    /// <param name="file">Path relative to the workspace.</param>
    /// <param name="modified">When it was last modified, UTC.</param>
    public string? Read(UnixPath file, out DateTimeOffset modified)
    {
        modified = default;
        try
        {
            using SafeFileHandle? handle = file.IsText ? _tree.OpenToRead(file.ToString()) : null;
            if (handle is null || HomeTree.Read(handle, Longest) is not { } bytes || bytes.AsSpan().Contains((byte)0))
                return null;
            modified = File.GetLastWriteTimeUtc(handle);
            return Strict.GetString(bytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();
}
