using Vitrine.Cli.Commands;
using Vitrine.Core.Model;
using Vitrine.Runtime.Queries;

namespace Vitrine.Cli.Report;

/// <summary>An entry as one line: when, which session, which agent, and what in words.</summary>
internal static class EntryLine
{
    private const int AgentWidth = 12, NarrowestText = 20, WidestText = 1000;

    /// <summary>The line, with nothing in it that a terminal would act on.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="found">The same, and its session.</param>
    /// <param name="clock">Whose zone times are shown in.</param>
    /// <param name="width">Columns, or 0 for no terminal.</param>
    public static string Of(Entry entry, FoundEntry found, TimeProvider clock, int width)
    {
        string start =
            $"{LogTime.Show(entry.Time, clock)}  {found.Session.Ending}  {Visible.Cut(found.Context.Agent.Length > 0 ? found.Context.Agent : "?", AgentWidth),-AgentWidth}  ";
        string words = ObservationText.Of(entry.Data,
            new PathText(found.Context.Workspace, found.Context.Home.ToString().Length > 0 ? found.Context.Home : null, WidestText));
        return start + CutEnd(words, width > 0 ? Math.Max(NarrowestText, width - start.Length) : WidestText);
    }

    // The beginning of a line says most, unlike that of a path.
    private static string CutEnd(string visible, int maximum)
    {
        if (visible.Length <= maximum)
            return visible;
        int end = maximum - 1;
        return string.Concat(visible.AsSpan(0, char.IsHighSurrogate(visible[end - 1]) ? end - 1 : end), "…");
    }
}
