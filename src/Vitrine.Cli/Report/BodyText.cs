using System.Text;
using System.Text.Unicode;

namespace Vitrine.Cli.Report;

/// <summary>A body of a request or an answer for a terminal: its lines, with all else that is not visible made so.</summary>
internal static class BodyText
{
    /// <summary>Writes the body; false, and nothing written, when it is no text.</summary>
    public static bool TryWrite(TextWriter writer, ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return false;
        foreach (ReadOnlySpan<char> line in Encoding.UTF8.GetString(body).AsSpan().EnumerateLines())
        {
            writer.Write(Visible.Text(line.ToString().Replace("\t", "    ", StringComparison.Ordinal)));
            writer.Write('\n');
        }

        return true;
    }
}
