using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>The sections about what left, and about what the policy decided.</summary>
internal sealed class FullLeft(SessionReport report)
{
    private const int TextWidth = 240;
    private const int MostRanges = 64;

    public IEnumerable<Block> ToBlocks() => [.. report.Left.Destinations.Select(Destination), .. new[] { Decisions(), Credentials() }.OfType<Block>()];

    private Block Destination(DestinationReport destination)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        void Add(string label, Cell cell) => rows.Add([new Piece(label, Tone.Faint), cell]);
        Add("bodies",
            new Line().Add($"{Quantity.Of(destination.Bodies, "body", "bodies")} searched and let go")
                .AddCount(destination.Refused, "stopped for what was in them")
                .ToCell());
        Add("region", destination.Region is { } region ? new Piece(Visible.Cut(region, 40)) : new Piece("not declared", Tone.Faint));
        AddCounts(Add, "purpose", destination.Purposes, "request");
        AddCounts(Add, "model", destination.Models, "request");
        if (destination.TokensIn + destination.TokensOut > 0)
            Add("tokens", $"{Quantity.Number(destination.TokensIn)} in, {Quantity.Number(destination.TokensOut)} out");
        if (destination.Parts.Count > 0)
            Add("text", string.Join(", ", destination.Parts.Select(part => $"{Visible.Cut(part.Key, 24)} {Quantity.Bytes(part.Value)}")));
        foreach (LeftFileReport file in destination.Files)
            Add("file",
                new Cell([LeftText.File(file, MostRanges),
                    new Piece($" in {Quantity.Of(file.Bodies, "body", "bodies")}{(file.IsExact ? "" : ", by fingerprints")}", Tone.Faint)]));
        if (destination.MoreFiles.Count > 0)
            Add("file", $"and {Quantity.Of(destination.MoreFiles.Count, "more file")}");
        foreach (LeftSecretReport secret in destination.Secrets)
            Add("secret", Secret(secret));
        foreach (LeftIdentityReport identity in destination.Identity)
            Add("identity",
                new Cell([new Piece(LeftText.Identity(identity), Tone.Caution),
                    new Piece($" in {Quantity.Of(identity.Bodies, "body", "bodies")}, first at {Visible.Cut(identity.Place, 120)}", Tone.Faint)]));
        foreach (LeftHiddenReport hidden in destination.HiddenText)
            Add("hidden",
                new Cell([new Piece($"{Visible.Cut(hidden.What, 32)} ×{Quantity.Number(hidden.Count)}", Tone.Caution),
                    new Piece($", first at {Visible.Cut(hidden.Place, 120)}", Tone.Faint)]));
        foreach ((string why, long bytes) in destination.Unscanned)
            Add("unscanned", new Piece($"{Quantity.Bytes(bytes)}: {Visible.Cut(why, 40).Replace('-', ' ')}", Tone.Caution));
        return new Block(FullReport.Heading($"What went to {Visible.Cut(destination.Host, TextWidth)}",
            report.Network == "offline" ? "played, nothing left this machine" : null),
            rows);
    }

    private static void AddCounts(Action<string, Cell> add, string label, IReadOnlyDictionary<string, long> counts, string what)
    {
        if (counts.Count > 0)
            add(label, string.Join(", ", counts.Select(count => $"{Visible.Cut(count.Key, 64)} ({Quantity.Of(count.Value, what)})")));
    }

    private static Cell Secret(LeftSecretReport secret)
    {
        string times = secret.Left == 0
            ? $" stopped ×{Quantity.Number(secret.Stopped)}"
            : $" left ×{Quantity.Number(secret.Left)}{(secret.Stopped == 0 ? "" : $", stopped ×{Quantity.Number(secret.Stopped)}")}";
        return new Cell([new Piece(LeftText.Secret(secret) + times, secret.Left > 0 ? Tone.Bad : Tone.Caution),
            new Piece($", first at {Visible.Cut(secret.Place, 120)}, fingerprint {Visible.Cut(secret.Fingerprint, 24)}", Tone.Faint)]);
    }

    private Block? Decisions()
    {
        PolicyReport policy = report.Policy;
        if (policy.Decisions.Count == 0)
            return null;
        List<IReadOnlyList<Cell>> rows = [.. policy.Decisions.Select(decision => FullReport.Row(
            new Piece(decision.Subject, Tone.Faint),
                new Piece(decision.Effect.ToString().ToLowerInvariant(), decision.Effect == Effect.Deny ? Tone.Bad : Tone.Normal),
            $"×{Quantity.Number(decision.Times)}", new Cell([Visible.Cut(decision.What, TextWidth), new Piece(Why(decision), Tone.Faint)])))];
        FullReport.AddMore(rows, policy.MoreDecisions, "decision");
        return new Block(FullReport.Heading("Decided", "commands, files and questions, with the rule"), rows);
    }

    private static string Why(DecisionReport decision)
    {
        string rule = decision.Rule is { Length: > 0 } text ? $" by {Visible.Cut(text, 120)}" : "";
        string origin = decision.Origin is { Length: > 0 } place ? $" ({Visible.Cut(place, 80)})" : "";
        string approver = decision.Approver is { } who ? $", answered: {Visible.Cut(who, 16)}" : "";
        return rule + origin + approver;
    }

    private Block? Credentials()
    {
        if (report.Policy.Credentials.Count == 0)
            return null;
        List<IReadOnlyList<Cell>> rows = [.. report.Policy.Credentials.Select(credential => FullReport.Row(
            new Piece(Visible.Cut(credential.Name, 40), Tone.Strong), Visible.Cut(credential.Host, TextWidth),
                $"put in ×{Quantity.Number(credential.Injected)}",
            credential.Reflected > 0 ? new Piece($"came back ×{Quantity.Number(credential.Reflected)}, taken out", Tone.Caution) : ""))];
        return new Block(FullReport.Heading("Credentials", "put in by the door; the agent never had them"), rows);
    }
}
