using System.Globalization;

namespace Vitrine.Cli.Report.Html;

/// <summary>The timeline: a picture of five lanes, and below it the same as a list.</summary>
internal sealed class HtmlTimeline(HtmlWriter html, Timeline timeline, double seconds)
{
    private const int Width = 1000, LaneHeight = 26, Left = 90;
    private static readonly string[] Names = ["programs", "files", "network", "findings", "refused"];

    public void Write()
    {
        if (timeline.Marks.Count == 0)
            return;
        double length = Math.Max(Math.Max(double.IsFinite(seconds) ? seconds : 0, timeline.Marks.Max(mark => mark.At + mark.Seconds)), 0.001);
        html.Raw("<section><h2>Timeline</h2>");
        Picture(length);
        html.Raw("<details><summary>")
            .Text(Quantity.Of(timeline.Marks.Count + timeline.More, "event"))
            .Raw(" in order</summary><div class=\"scroll\"><table class=\"events\"><thead><tr><th>at</th><th>what</th><th>rule</th></tr></thead><tbody>");
        foreach (TimelineMark mark in timeline.Marks)
        {
            html.Raw("<tr class=\"")
                .Word(Class(mark.Tone))
                .Raw("\"><td>")
                .Text(At(mark.At))
                .Raw("</td><td><span class=\"lane\">")
                .Text(Names[(int)mark.Lane])
                .Raw("</span> ")
                .Text(mark.Text);
            if (mark.Request >= 0 && mark.Lane == TimelineLane.Network)
                html.Raw(" <span class=\"where\">request ").Number(mark.Request).Raw("</span>");
            html.Raw("</td><td>").Text(mark.Rule ?? "").Raw("</td></tr>");
        }

        html.Raw("</tbody></table></div>");
        if (timeline.More > 0)
            html.Raw("<p class=\"note\">and ").Text(Quantity.Of(timeline.More, "more event")).Raw("</p>");
        html.Raw("</details></section>\n");
    }

    private void Picture(double length)
    {
        int height = (LaneHeight * Names.Length) + 22;
        html.Raw("<div class=\"scroll\"><svg class=\"timeline\" role=\"img\" aria-label=\"Timeline of the session\" viewBox=\"0 0 ")
            .Number(Width)
            .Raw(" ")
            .Number(height)
            .Raw("\">");
        for (int lane = 0; lane < Names.Length; lane++)
        {
            html.Raw("<line class=\"rule\" x1=\"")
                .Number(Left)
                .Raw("\" x2=\"")
                .Number(Width)
                .Raw("\" y1=\"")
                .Number(Middle(lane))
                .Raw("\" y2=\"")
                .Number(Middle(lane))
                .Raw("\"/><text x=\"0\" y=\"")
                .Number(Middle(lane) + 4).Raw("\">").Text(Names[lane]).Raw("</text>");
        }

        for (int i = 0; i <= 4; i++)
            html.Raw("<text class=\"tick\" text-anchor=\"")
                .Word(i == 4 ? "end" : "middle")
                .Raw("\" x=\"")
                .Number(X(length * i / 4, length))
                .Raw("\" y=\"")
                .Number(height - 4)
                .Raw("\">")
                .Text(At(length * i / 4))
                .Raw("</text>");
        foreach (TimelineMark mark in timeline.Marks)
        {
            int from = X(mark.At, length), to = X(mark.At + mark.Seconds, length);
            html.Raw("<rect class=\"")
                .Word(Class(mark.Tone))
                .Raw("\" x=\"")
                .Number(from - 1)
                .Raw("\" width=\"")
                .Number(Math.Max(3, to - from))
                .Raw("\" y=\"")
                .Number(Middle((int)mark.Lane) - 7)
                .Raw("\" height=\"14\" rx=\"1\"><title>").Text(At(mark.At)).Raw(" ").Text(mark.Text, 200).Raw("</title></rect>");
        }

        html.Raw("</svg></div>");
    }

    private static int Middle(int lane) => (lane * LaneHeight) + (LaneHeight / 2);

    private static int X(double at, double length) => Left + (int)((Width - Left - 4) * Math.Clamp(at / length, 0, 1));

    private static string At(double at) => at < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{at:0.00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)at / 60}:{at % 60:00} min");

    private static string Class(Tone tone) => tone switch { Tone.Bad => "bad", Tone.Caution => "caution", _ => "normal" };
}
