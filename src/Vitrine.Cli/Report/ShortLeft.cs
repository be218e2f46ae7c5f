using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>The lines that say what left: of the workspace, secrets, identity. A destination to which nothing of these went has no line.</summary>
internal sealed class ShortLeft(SessionReport report, Action<string, Cell> addRow)
{
    private const int MostDestinations = 5;
    private const int MostFiles = 4;
    private const int HostWidth = 48;
    private string _label = "left";

    public void AddRows()
    {
        List<DestinationReport> told = [.. report.Left.Destinations.Where(IsWorthALine)];
        foreach (DestinationReport destination in told.Take(MostDestinations))
            AddDestination(destination);
        long more = Math.Max(0, told.Count - MostDestinations) + report.Left.MoreDestinations.Count;
        if (more > 0)
            AddRow($"and to {Quantity.Of(more, "more host")}");
    }

    private static bool IsWorthALine(DestinationReport destination) =>
        destination.Files.Count + destination.Secrets.Count + destination.Identity.Count > 0 || destination.HiddenText.Any(IsToldShortly)
        || destination.UnscannedBytes > 0 || destination.TokensIn + destination.TokensOut > 0 || destination.Refused > 0;

    // Each prompt of an agent has typographic quotes and dashes by the hundred; the full report counts them.
    private static bool IsToldShortly(LeftHiddenReport hidden) => hidden.What != "unusual-punctuation";

    private void AddDestination(DestinationReport destination)
    {
        var line = new Line();
        string region = destination.Region is { } declared ? $" ({Visible.Cut(declared, 24)})" : "";
        line.Add(new Piece("to ", Tone.Faint), new Piece(Visible.Cut(destination.Host, HostWidth) + region, Tone.Strong));
        if (report.Network == "offline")
            line.Add(new Piece("played, nothing left this machine", Tone.Faint));
        AddTokens(line, destination);
        long files = destination.Files.Count + destination.MoreFiles.Count;
        line.Add(files == 0 ? "no line of the workspace" : $"{Quantity.Of(destination.Lines, "line")} of {Quantity.Of(files, "file")}");
        if (destination.Refused > 0)
            line.Add(new Piece($"{Quantity.Of(destination.Refused, "request")} stopped", Tone.Bad));
        AddRow(line.ToCell());
        if (files > 0)
            AddFiles(destination, files);
        AddSecrets(destination);
        AddOthers(destination);
    }

    private static void AddTokens(Line line, DestinationReport destination)
    {
        if (destination.TokensIn + destination.TokensOut > 0)
            line.Add($"{Quantity.Number(destination.TokensIn)} tokens in, {Quantity.Number(destination.TokensOut)} out");
    }

    private void AddFiles(DestinationReport destination, long files)
    {
        var line = new Line();
        foreach (LeftFileReport file in destination.Files.Take(MostFiles))
            line.Add(LeftText.File(file));
        AddRow(line.AddCount(files - Math.Min(MostFiles, destination.Files.Count), "more").ToCell());
    }

    private void AddSecrets(DestinationReport destination)
    {
        // One value may be found as the person's own and by its form; it is told once, by the name that says more.
        List<LeftSecretReport> told = [.. destination.Secrets.GroupBy(secret => secret.Fingerprint)
            .Select(group => group.FirstOrDefault(secret => secret.Name is not null)
                ?? group.First())];
        List<Piece> left = [.. told.Where(secret => secret.Left > 0).Take(MostFiles).Select(secret => new Piece(LeftText.Secret(secret), Tone.Bad))];
        List<Piece> stopped = [.. told.Where(secret => secret.Left == 0).Take(MostFiles).Select(secret => new Piece(LeftText.Secret(secret), Tone.Caution))];
        long more = told.Count + destination.MoreSecrets.Count - left.Count - stopped.Count;
        if (left.Count > 0)
            AddRow(new Cell([new Piece("secrets that left: ", Tone.Bad), .. new Line().AddNames(left, stopped.Count == 0 ? more : 0).ToCell().Pieces]));
        if (stopped.Count > 0)
            AddRow(new Cell(["secrets stopped: ", .. new Line().AddNames(stopped, more).ToCell().Pieces]));
    }

    private void AddOthers(DestinationReport destination)
    {
        var line = new Line();
        if (destination.Identity.Count > 0)
            line.AddNames([.. destination.Identity.Take(6).Select(identity => new Piece(LeftText.Identity(identity), Tone.Caution))],
                Math.Max(0, destination.Identity.Count - 6));
        foreach (LeftHiddenReport hidden in destination.HiddenText.Where(IsToldShortly).Take(4))
            line.Add(new Piece($"{Visible.Cut(hidden.What, 32)} ×{Quantity.Number(hidden.Count)}", Tone.Caution));
        if (destination.UnscannedBytes > 0)
            line.Add(new Piece($"{Quantity.Bytes(destination.UnscannedBytes)} not searched", Tone.Caution),
                $" ({string.Join(", ", destination.Unscanned.Keys.Take(3))})");
        if (!line.IsEmpty)
            AddRow(line.ToCell());
    }

    private void AddRow(Cell cell)
    {
        addRow(_label, cell);
        _label = "";
    }
}
