using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Review;

namespace Vitrine.Cli.Report;

/// <summary>
/// Pending changes as a unified diff, for reading: names and lines are the agent's, so what a terminal would act on is written as its number.
/// </summary>
internal sealed class DiffText(TextWriter writer, bool isColoured)
{
    /// <summary>Longest file of which lines are shown.</summary>
    public const int Longest = 1 << 20;

    private const int Context = 3, LongestLine = 4096;

    /// <summary>Writes one change.</summary>
    /// <param name="before">What the workspace has; null where that is nothing, or is not shown.</param>
    /// <param name="after">What the agent left; null likewise.</param>
    public void Write(WorkspaceChange change, byte[]? before, byte[]? after)
    {
        string name = Visible.Text(change.Path.ToString());
        Line("\x1b[1m", $"{Word(change)} {name}{Kind(change)}{Mode(change)}");
        if (change.HasMovedOn)
            Line("\x1b[33m", "! the workspace's own file changed since the session began: this is not applied");
        if (change.Hold == ChangeHold.HostObeys)
            Line("\x1b[33m", "! your own tools would execute or obey this file: it is applied only when it is named, or with --executable");
        else if (change.Hold == ChangeHold.LeadsOut)
            Line("\x1b[33m", "! this link leads, or may lead, out of the workspace: it is applied only when it is named, or with --executable");
        else if (change.Hold == ChangeHold.NotAFile)
            Line("\x1b[33m", "! this is no file, directory or link, or lies too deep: it is never applied");
        if (change.Type is ChangeType.File or ChangeType.Link)
            WriteContent(change, before, after, name);
    }

    private void WriteContent(WorkspaceChange change, byte[]? before, byte[]? after, string name)
    {
        bool needsBefore = change.Kind != ChangeKind.Added, needsAfter = change.Kind != ChangeKind.Removed;
        if ((needsBefore && before is null) || (needsAfter && after is null) || IsBinary(before) || IsBinary(after))
        {
            string old = needsBefore ? Quantity.Bytes(change.OldSize) : "nothing", now = needsAfter ? Quantity.Bytes(change.NewSize) : "nothing";
            Line("", $"  binary, long or unreadable: {old} → {now}");
            return;
        }

        List<string> left = Lines(before), right = Lines(after);
        IReadOnlyList<LineDiff.Edit> edits = LineDiff.Between(left, right);
        if (!edits.Any(edit => edit.Kind != ' '))
            return;
        Line("\x1b[1m", needsBefore ? $"--- a/{name}" : "--- /dev/null");
        Line("\x1b[1m", needsAfter ? $"+++ b/{name}" : "+++ /dev/null");
        for (int i = 0; i < edits.Count;)
            i = WriteHunk(edits, i, left, right);
        if (EndsOpen(before) != EndsOpen(after) && needsBefore && needsAfter)
            Line("\x1b[2m", EndsOpen(after) ? "\\ the last line has no newline any more" : "\\ the last line has a newline now");
    }

    /// <summary>Writes the next group of edits from a position on, and gives the position behind it.</summary>
    private int WriteHunk(IReadOnlyList<LineDiff.Edit> edits, int from, List<string> left, List<string> right)
    {
        while (from < edits.Count && edits[from].Kind == ' ')
            from++;
        if (from == edits.Count)
            return from;
        int end = from, quiet = 0;
        for (int i = from; i < edits.Count && quiet <= 2 * Context; i++)
        {
            quiet = edits[i].Kind == ' ' ? quiet + 1 : 0;
            end = quiet == 0 ? i + 1 : end;
        }

        int start = Math.Max(0, from - Context), stop = Math.Min(edits.Count, end + Context);
        int olds = 0, news = 0;
        for (int i = start; i < stop; i++)
        {
            olds += edits[i].Kind == '+' ? 0 : 1;
            news += edits[i].Kind == '-' ? 0 : 1;
        }

        Line("\x1b[36m",
            string.Create(CultureInfo.InvariantCulture,
                $"@@ -{edits[start].Old + (olds > 0 ? 1 : 0)},{olds} +{edits[start].New + (news > 0 ? 1 : 0)},{news} @@"));
        for (int i = start; i < stop; i++)
        {
            LineDiff.Edit edit = edits[i];
            Line(edit.Kind == '+' ? "\x1b[32m" : edit.Kind == '-' ? "\x1b[31m" : "", edit.Kind + Shown(edit.Kind == '+' ? right[edit.New] : left[edit.Old]));
        }

        return stop;
    }

    private void Line(string colour, string text)
    {
        if (isColoured && colour.Length > 0)
            writer.Write(colour);
        writer.Write(text);
        if (isColoured && colour.Length > 0)
            writer.Write("\x1b[0m");
        writer.Write('\n');
    }

    /// <summary>Tabs stay: a diff of a Makefile is none without them.</summary>
    private static string Shown(string line)
    {
        string cut = line.Length > LongestLine
            ? string.Concat(line.AsSpan(0, LongestLine), $"… ({Quantity.Number(line.Length - LongestLine)} more characters)")
            : line;
        return cut.Contains('\t', StringComparison.Ordinal) ? string.Join('\t', cut.Split('\t').Select(Visible.Text)) : Visible.Text(cut);
    }

    private static string Word(WorkspaceChange change) => change.Kind switch
    {
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "changed",
    };

    private static string Kind(WorkspaceChange change) => change.Type switch
    {
        ChangeType.Directory => "/",
        ChangeType.Link => " (link)",
        ChangeType.Other => " (special)",
        _ => "",
    };

    private static string Mode(WorkspaceChange change)
    {
        if (change.Type is ChangeType.Link or ChangeType.Other)
            return "";
        if (change.Kind == ChangeKind.Modified)
            return change.OldMode == change.NewMode ? "" : $" (mode {Octal(change.OldMode)} → {Octal(change.NewMode)})";
        return change.Kind == ChangeKind.Added && change.Type == ChangeType.File && (change.NewMode & 0b001_001_001) != 0
            ? $" (mode {Octal(change.NewMode)})"
            : "";
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static bool IsBinary(byte[]? bytes) => bytes is not null && bytes.AsSpan(0, Math.Min(bytes.Length, 8192)).Contains((byte)0);

    private static bool EndsOpen(byte[]? bytes) => bytes is { Length: > 0 } && bytes[^1] != (byte)'\n';

    private static List<string> Lines(byte[]? bytes)
    {
        var lines = new List<string>();
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            int end = rest.IndexOf((byte)'\n');
            lines.Add(UnixPath.FromBytes(end < 0 ? rest : rest[..end]).ToString());
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return lines;
    }
}
