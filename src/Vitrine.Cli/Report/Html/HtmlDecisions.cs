using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report.Html;

/// <summary>Every decision with its rule, and what would have allowed what was refused.</summary>
internal sealed class HtmlDecisions(HtmlWriter html, SessionReport report)
{
    public void Write()
    {
        Decided();
        Refused();
        Credentials();
        HeldBack();
    }

    private void Decided()
    {
        PolicyReport policy = report.Policy;
        if (policy.Decisions.Count == 0)
            return;
        html.Raw("<section><h2>Decisions</h2><div class=\"scroll\"><table><thead><tr><th>what</th><th>decision</th><th>rule</th><th>would allow it</th></tr></thead><tbody>");
        foreach (DecisionReport decision in policy.Decisions)
        {
            html.Raw(decision.Effect == Effect.Deny, "<tr class=\"bad\">", "<tr>")
                .Raw("<td><span class=\"lane\">")
                .Text(decision.Subject, 16)
                .Raw("</span> <code>")
                .Text(decision.What, 200)
                .Raw("</code> ×")
                .Number(decision.Times)
                .Raw("</td><td>").Text(decision.Effect.ToString().ToLowerInvariant());
            if (decision.Approver is { } who)
                html.Raw(", answered: ").Text(who, 16);
            html.Raw("</td><td>").Text(decision.Rule ?? "", 160);
            if (decision.Origin is { } origin)
                html.Raw(" <span class=\"where\">").Text(origin, 120).Raw("</span>");
            html.Raw("</td><td><code>").Text(decision.Hint ?? "", 160).Raw("</code></td></tr>");
        }

        html.Raw("</tbody></table></div>");
        if (policy.MoreDecisions.Count > 0)
            html.Raw("<p class=\"note\">and ").Text(Quantity.Of(policy.MoreDecisions.Count, "more decision")).Raw("</p>");
        html.Raw("</section>\n");
    }

    private void Refused()
    {
        RefusedReport refused = report.Refused;
        if (refused.Network.Count + refused.Calls.Count == 0)
            return;
        html.Raw("<section><h2>Refused</h2><div class=\"scroll\"><table><thead><tr><th>what</th><th>how often</th><th>would allow it</th></tr></thead><tbody>");
        foreach (RefusalReport refusal in refused.Network)
            html.Raw("<tr><td>")
                .Text(refusal.What, 200)
                .Raw("</td><td>")
                .Text(ShortNetwork.How(refusal))
                .Raw("</td><td><code>")
                .Text(refusal.Hint ?? "", 200)
                .Raw("</code> <span class=\"where\">")
                .Text(ShortNetwork.Rule(refusal) ?? "")
                .Raw("</span></td></tr>");
        foreach (CallReport call in refused.Calls)
            html.Raw("<tr><td>system call <code>")
                .Text(call.Call, 40)
                .Raw("</code> <span class=\"where\">")
                .Text(string.Join(", ", call.Details), 200)
                .Raw("</span></td><td>")
                .Text(Quantity.Of(call.Times, "call"))
                .Raw("</td><td>never allowed</td></tr>");
        html.Raw("</tbody></table></div></section>\n");
    }

    private void Credentials()
    {
        if (report.Policy.Credentials.Count == 0)
            return;
        html.Raw("<section><h2>Credentials</h2><p class=\"note\">Put in by the door; the agent never had them.</p><ul class=\"plain\">");
        foreach (CredentialReport credential in report.Policy.Credentials)
        {
            html.Raw("<li>").Text(credential.Name, 40).Raw(" for ").Text(credential.Host, 80).Raw(" ×").Number(credential.Injected);
            if (credential.Reflected > 0)
                html.Raw(" <span class=\"caution\">came back ×").Number(credential.Reflected).Raw(" and was taken out</span>");
            html.Raw("</li>");
        }

        html.Raw("</ul></section>\n");
    }

    private void HeldBack()
    {
        if (report.Record.HeldBack.Count == 0)
            return;
        html.Raw("<section><h2>Held back</h2><p class=\"note\">Files that your own tools would execute, taken out of the workspace until you accept them.</p><ul class=\"plain\">");
        foreach (HeldBackReport held in report.Record.HeldBack)
            html.Raw("<li><code>").Text(held.Path.ToString(), 200).Raw("</code>: ").Text(held.Why, 120).Raw("</li>");
        html.Raw("</ul></section>\n");
    }
}
