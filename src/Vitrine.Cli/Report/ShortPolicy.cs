using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>The lines about commands and files that the policy refused or a person was asked about, credentials, and changes that wait.</summary>
internal sealed class ShortPolicy(SessionReport report, Action<string, Cell> addRow)
{
    private const int MostDecisions = 5;
    private const int TextWidth = 60;

    public void AddRows()
    {
        AddDecisions();
        AddCredentials();
        if (report.Policy.Review is { } review)
            AddReview(review);
    }

    private void AddDecisions()
    {
        string label = "decided";
        List<DecisionReport> told = [.. report.Policy.Decisions.Where(decision => decision.Effect != Effect.Allow || decision.Approver is not null)];
        foreach (DecisionReport decision in told.Take(MostDecisions))
        {
            bool isDenied = decision.Effect == Effect.Deny;
            var line = new Line();
            line.Add(new Piece(Visible.Cut(decision.What, TextWidth), isDenied ? Tone.Bad : Tone.Normal), $" ({Outcome(decision, isDenied)})");
            if (decision.Rule is { Length: > 0 } rule)
                line.Add(new Piece(Visible.Cut(decision.Origin is { } origin ? $"{rule} in {origin}" : rule, TextWidth), Tone.Faint));
            addRow(label, line.ToCell());
            label = "";
        }

        long more = told.Count - Math.Min(told.Count, MostDecisions) + report.Policy.MoreDecisions.Count;
        if (more > 0)
            addRow(label, $"and {Quantity.Of(more, "more decision")}");
    }

    private static string Outcome(DecisionReport decision, bool isDenied)
    {
        string what = $"{Visible.Cut(decision.Subject, 16)} {(isDenied ? "refused" : "allowed")}";
        string who = decision.Approver switch
        {
            "once" => " by you, once",
            "session" => " by you, for the session",
            "always" => " by you, for ever",
            "refused" => " by you",
            "nobody" => ": nobody answered",
            _ => "",
        };
        return decision.Times == 1 ? what + who : $"{what}{who} ×{Quantity.Number(decision.Times)}";
    }

    private void AddCredentials()
    {
        foreach (CredentialReport credential in report.Policy.Credentials.Take(MostDecisions))
        {
            Line line = new Line().Add(new Piece(Visible.Cut(credential.Name, 32), Tone.Strong),
                $" put in for {Visible.Cut(credential.Host, TextWidth)} ×{Quantity.Number(credential.Injected)}");
            if (credential.Reflected > 0)
                line.Add(new Piece($"came back in {Quantity.Of(credential.Reflected, "answer")} and was taken out", Tone.Caution));
            addRow("key", line.ToCell());
        }
    }

    private void AddReview(ReviewReport review)
    {
        if (review.Changed + review.Added + review.Removed == 0)
        {
            addRow("review", "no file of the workspace was changed");
            return;
        }

        Line line = new Line().AddCount(review.Added, "added").AddCount(review.Changed, "changed").AddCount(review.Removed, "removed");
        addRow("review",
            line.Add(new Piece($"vitrine diff {report.Session}", Tone.Command)).Add(new Piece($"vitrine apply {report.Session}", Tone.Command)).ToCell());
    }
}
