using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report.Html;

/// <summary>The first question: what left, and to whom?</summary>
internal sealed class HtmlLeft(HtmlWriter html, SessionReport report)
{
    private const int Most = 200;

    public void Write()
    {
        html.Raw("<section><h2>What left</h2>");
        if (report.Network == "offline")
            html.Raw("<p class=\"note\">The session ran offline: a stand-in answered, and nothing of this left the machine.</p>");
        if (report.Http.Hosts.Count == 0 && report.Sockets.Opaque.Count == 0)
            html.Raw("<p class=\"good\">Nothing. No request was made.</p>");
        html.Raw("<div class=\"cards\">");
        var found = report.Left.Destinations.ToDictionary(destination => destination.Host, StringComparer.Ordinal);
        foreach (HostReport host in report.Http.Hosts.Take(Most))
            Card(host, found.GetValueOrDefault(host.Host));
        foreach (FlowReport flow in report.Sockets.Opaque.Take(Most))
            html.Raw("<article class=\"card caution\"><h3>")
                .Text(flow.Destination, 80)
                .Raw("</h3><p>")
                .Text(Quantity.Of(flow.Flows, "flow"))
                .Raw(", ")
                .Text(Quantity.Bytes(flow.BytesOut))
                .Raw(" out, ")
                .Text(Quantity.Bytes(flow.BytesIn)).Raw(" in, <strong>not read</strong></p></article>");
        html.Raw("</div></section>\n");
    }

    private void Card(HostReport host, DestinationReport? found)
    {
        bool isBad = found is not null && found.Secrets.Any(secret => secret.Left > 0);
        bool isRefused = host.Refused == host.Requests;
        html.Raw("<article class=\"card")
            .Raw(isBad, " bad")
            .Raw(isRefused, " refused")
            .Raw("\">")
            .Raw("<h3>")
            .Text(host.Host, 80)
            .Raw("</h3><p class=\"sizes\">");
        if (found?.Region is { } region)
            html.Raw("<span class=\"tag\">").Text(region, 40).Raw("</span> ");
        if (isRefused)
            html.Raw("<span class=\"tag bad\">refused</span> ");
        html.Text(Quantity.Of(host.Requests, "request"))
            .Raw(", ")
            .Text(Quantity.Bytes(host.BytesOut))
            .Raw(" out, ")
            .Text(Quantity.Bytes(host.BytesIn))
            .Raw(" in");
        if (found is { } && found.TokensIn + found.TokensOut > 0)
            html.Raw(", ").Text(Quantity.Number(found.TokensIn)).Raw(" tokens in, ").Text(Quantity.Number(found.TokensOut)).Raw(" out");
        html.Raw("</p>");
        if (found is { })
            Findings(found);
        html.Raw("</article>");
    }

    private void Findings(DestinationReport found)
    {
        html.Raw("<ul>");
        long files = found.Files.Count + found.MoreFiles.Count;
        html.Raw("<li>")
            .Text(files == 0 ? "no line of the workspace" : $"{Quantity.Of(found.Lines, "line")} of {Quantity.Of(files, "file")} of the workspace")
            .Raw("</li>");
        if (found.Refused > 0)
            html.Raw("<li class=\"bad\">").Text(Quantity.Of(found.Refused, "request")).Raw(" stopped for what was in it</li>");
        foreach (LeftSecretReport secret in found.Secrets.Take(Most))
            html.Raw(secret.Left > 0, "<li class=\"bad\">secret left: ", "<li class=\"caution\">secret stopped: ")
                .Text(LeftText.Secret(secret))
                .Raw(" ×")
                .Number(secret.Left > 0 ? secret.Left : secret.Stopped)
                .Raw(" <span class=\"where\">").Text(secret.Place, 120).Raw("</span></li>");
        foreach (LeftIdentityReport identity in found.Identity.Take(Most))
            html.Raw("<li class=\"caution\">").Text(LeftText.Identity(identity)).Raw(" <span class=\"where\">").Text(identity.Place, 120).Raw("</span></li>");
        foreach (LeftHiddenReport hidden in found.HiddenText.Take(Most))
            html.Raw("<li class=\"caution\">")
                .Text(hidden.What, 40)
                .Raw(" ×")
                .Number(hidden.Count)
                .Raw(" <span class=\"where\">")
                .Text(hidden.Place, 120)
                .Raw("</span></li>");
        foreach ((string why, long bytes) in found.Unscanned)
            html.Raw("<li class=\"caution\">").Text(Quantity.Bytes(bytes)).Raw(" not searched: ").Text(why.Replace('-', ' '), 40).Raw("</li>");
        if (found.Purposes.Count > 0)
            html.Raw("<li>for: ").Text(string.Join(", ", found.Purposes.Keys.Select(purpose => Visible.Cut(purpose, 32)))).Raw("</li>");
        if (found.Models.Count > 0)
            html.Raw("<li>model: ").Text(string.Join(", ", found.Models.Keys.Take(4).Select(model => Visible.Cut(model, 64)))).Raw("</li>");
        html.Raw("</ul>");
    }
}
