using System.Text;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Policies;

/// <summary>
/// Adds a line to a person's policy and leaves all else as it stands, comments and all. The new text is read before it replaces the old: a file that this does
/// not understand stays as it is.
/// </summary>
public static class PolicyEdit
{
    /// <summary>Adds it; false where the file's form does not let it.</summary>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    public static bool TryAdd(string file, PolicyLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (PolicyFile.ReadContent(file) is not { } content)
            return false;
        string text = Encoding.UTF8.GetString(content);
        if (Add(text, line) is not { } changed)
            return false;
        string partial = $"{file}.{Environment.ProcessId}.part";
        try
        {
            using (var stream = new FileStream(partial,
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = File.GetUnixFileMode(file) }))
            {
                stream.Write(Encoding.UTF8.GetBytes(changed));
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, file, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>The text with the line in it; null where it can't be put in, or the result would be no policy.</summary>
    internal static string? Add(string text, PolicyLine line)
    {
        List<string> lines = [.. text.Split('\n')];
        int section = lines.FindIndex(one => one.TrimEnd() == line.Section + ":" || one.StartsWith(line.Section + ": #", StringComparison.Ordinal));
        if (section < 0)
            return null;
        int allow = -1, end = section + 1;
        for (; end < lines.Count && (lines[end].Length == 0 || lines[end][0] is ' ' or '#' or '\r'); end++)
            if (allow < 0 && lines[end].TrimStart().StartsWith("allow:", StringComparison.Ordinal))
                allow = end;
        string indent = FirstIndent(lines, section, end);
        if (allow < 0)
            lines.InsertRange(section + 1, [$"{indent}allow:", $"{indent}  - {line.Item}"]);
        else if (lines[allow].Trim() == "allow:")
            lines.Insert(allow + 1, $"{ItemIndent(lines, allow, indent)}- {line.Item}");
        else if (lines[allow].TrimEnd() is [.., ']'] flow && flow.Contains('[', StringComparison.Ordinal))
            lines[allow] = $"{flow[..^1].TrimEnd()}{(flow[..^1].TrimEnd().EndsWith('[') ? "" : ", ")}{line.Item}]";
        else
            return null;
        string changed = string.Join('\n', lines);
        return PolicyReader.Read(changed, PolicyRank.User, PolicyLoader.FileName).Problems.Count == 0 ? changed : null;
    }

    private static string FirstIndent(List<string> lines, int section, int end)
    {
        for (int i = section + 1; i < end; i++)
            if (lines[i].TrimStart() is { Length: > 0 } and not ['#', ..])
                return lines[i][..(lines[i].Length - lines[i].TrimStart().Length)];
        return "  ";
    }

    private static string ItemIndent(List<string> lines, int allow, string indent)
    {
        string? first = lines.Skip(allow + 1).FirstOrDefault(one => one.Trim().Length > 0 && !one.TrimStart().StartsWith('#'));
        return first is not null && first.TrimStart().StartsWith("- ", StringComparison.Ordinal)
            ? first[..(first.Length - first.TrimStart().Length)]
            : indent + "  ";
    }
}
