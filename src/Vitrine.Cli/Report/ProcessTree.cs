using System.Globalization;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>Program starts as an indented tree: each below the one that started it, in order.</summary>
internal static class ProcessTree
{
    private const int DeepestIndent = 20;

    public static IEnumerable<IReadOnlyList<Cell>> ToRows(IReadOnlyList<ProcessReport> tree)
    {
        var children = new Dictionary<int, List<ProcessReport>>();
        var stack = new Stack<(ProcessReport Process, int Depth)>();
        for (int i = tree.Count - 1; i >= 0; i--)
        {
            // A parent stands before its children; what says otherwise is a damaged record, and becomes a root.
            if (tree[i].Parent is { } parent && parent < tree[i].Id && parent >= 0)
                (children.TryGetValue(parent, out List<ProcessReport>? list) ? list : children[parent] = []).Add(tree[i]);
            else
                stack.Push((tree[i], 0));
        }

        while (stack.TryPop(out (ProcessReport Process, int Depth) top))
        {
            string text = top.Process.Arguments.Count > 0 ? ArgumentText.Of(top.Process.Arguments) : Visible.Cut(top.Process.Program.ToString(), 200);
            string indent = new(' ', 2 * Math.Min(top.Depth, DeepestIndent));
            yield return [new Piece(top.Process.Process.ToString(CultureInfo.InvariantCulture), Tone.Faint),
                indent + text + (top.Process.ArgumentsCut ? " …" : "")];
            if (children.TryGetValue(top.Process.Id, out List<ProcessReport>? below))
                // The list is in reverse order, and so the first child is pushed last.
                foreach (ProcessReport child in below)
                    stack.Push((child, top.Depth + 1));
        }
    }
}
