using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>The lines about the network and about what was refused, which share their columns.</summary>
internal sealed class ShortNetwork(SessionReport report, List<IReadOnlyList<Cell>> rows)
{
    private const int MostRows = 6;
    private const int HostWidth = 48;
    private bool _isFirst;

    public void AddRows()
    {
        AddHosts();
        AddOpaque();
        AddListening();
        AddRefused();
    }

    private void AddHosts()
    {
        _isFirst = true;
        if (report.Http.Hosts.Count == 0)
            return;
        List<HostReport> hosts = [.. report.Http.Hosts.Where(host => host.Requests > host.Refused)];
        int shown = hosts.Count == MostRows + 1 ? MostRows + 1 : Math.Min(MostRows, hosts.Count);
        foreach (HostReport host in hosts.Take(shown))
            AddRow("network", new Piece(Visible.Cut(host.Host, HostWidth), Tone.Strong), Quantity.Of(host.Requests - host.Refused, "request"),
                $"{Quantity.Bytes(host.BytesOut)} out", $"{Quantity.Bytes(host.BytesIn)} in", Notes(host));
        long more = hosts.Count - shown + report.Http.MoreHosts.Count;
        if (more > 0)
            AddRow("network", $"and {Quantity.Of(more, "more host")}");
    }

    private static Cell Notes(HostReport host)
    {
        var line = new Line();
        foreach ((string who, long count) in host.AnsweredBy)
            if (who is not ("upstream" or "door"))
                line.Add(count == host.Requests ? $"by the {who}" : $"{Quantity.Number(count)} by the {who}");
        foreach ((int status, long count) in host.Statuses)
            if (status >= 400)
                line.Add(new Piece($"{status} ×{Quantity.Number(count)}", Tone.Caution));
        if (host.Errors > 0)
            line.Add(new Piece($"{Quantity.Number(host.Errors)} failed", Tone.Caution));
        return line.ToCell();
    }

    private void AddOpaque()
    {
        if (report.Sockets.Opaque.Count == 0)
            return;
        foreach (FlowReport flow in report.Sockets.Opaque.Take(4))
            AddRow("network", Visible.Cut(flow.Destination, HostWidth), Quantity.Of(flow.Flows, "flow"),
                $"{Quantity.Bytes(flow.BytesOut)} out", $"{Quantity.Bytes(flow.BytesIn)} in", new Piece("not read", Tone.Caution));
        long more = Math.Max(0, report.Sockets.Opaque.Count - 4) + report.Sockets.MoreOpaque.Count;
        if (more > 0)
            AddRow("network", $"and {Quantity.Of(more, "more flow")}, not read");
    }

    private void AddListening()
    {
        _isFirst = true;
        if (report.Sockets.Bound.Count == 0)
            return;
        List<SocketReport> bound = [.. report.Sockets.Bound.Where(socket => socket.Family != "unix")];
        if (bound.Count > 0)
            AddRow("listened", new Line().AddNames(
                [.. bound.Take(4).Select(socket => new Piece(Visible.Cut(socket.Address, HostWidth)))],
                    bound.Count - Math.Min(4, bound.Count) + report.Sockets.MoreBound.Count).ToCell());
    }

    private void AddRefused()
    {
        _isFirst = true;
        RefusedReport refused = report.Refused;
        if (refused.Count == 0)
            return;
        int shown = refused.Network.Count == MostRows + 1 ? MostRows + 1 : Math.Min(MostRows, refused.Network.Count);
        foreach (RefusalReport refusal in refused.Network.Take(shown))
            AddRow("refused", new Cell([new Piece(Visible.Cut(refusal.What, HostWidth), Tone.Bad), $" ({How(refusal)})"]),
                Hint(refusal) ?? new Piece(Rule(refusal) ?? "no option allows it", Tone.Faint));
        long more = refused.Network.Count - shown + refused.MoreNetwork.Count;
        if (more > 0)
            AddRow("refused", $"and {Quantity.Number(more)} more");
        if (refused.Calls.Count == 0)
            return;
        var calls = new Line().AddNames(
            [.. refused.Calls.Take(5).Select(call => new Piece($"{Visible.Cut(call.Call, 32)} ×{Quantity.Number(call.Times)}"))],
            Math.Max(0, refused.Calls.Count - 5) + refused.MoreCalls.Count);
        AddRow("refused",
            new Cell([.. calls.ToCell().Pieces,
                new Piece(refused.Calls.Count == 1 ? " (this call is always refused)" : " (these calls are always refused)", Tone.Faint)]));
    }

    /// <summary>The option to type, or null. What a person is asked to paste into a shell holds nothing that a shell acts on.</summary>
    internal static Piece? Hint(RefusalReport refusal)
    {
        if (refusal.Hint is not { Length: > 0 and <= 300 } hint)
            return null;
        if (!hint.StartsWith("--", StringComparison.Ordinal))
            return null;
        foreach (char c in hint)
            if (!char.IsAsciiLetterOrDigit(c) && !"-_.:[]/= ".Contains(c, StringComparison.Ordinal))
                return null;
        return new Piece(hint, Tone.Command);
    }

    /// <summary>The rule that refused it, with its place; null where none did.</summary>
    internal static string? Rule(RefusalReport refusal) =>
        refusal.Rule is { Length: > 0 } rule ? Visible.Cut(refusal.Origin is { Length: > 0 } origin ? $"{rule} in {origin}" : rule, 80) : null;

    internal static string How(RefusalReport refusal)
    {
        var parts = new List<string>(4);
        if (refusal.LookUps > 0)
            parts.Add(Quantity.Of(refusal.LookUps, "look-up"));
        if (refusal.Flows > 0)
            parts.Add(Quantity.Of(refusal.Flows, "connection"));
        if (refusal.Requests > 0)
            parts.Add(Quantity.Of(refusal.Requests, "request"));
        if (refusal.Why is { } why && why != "not-allowed")
            parts.Add(Visible.Cut(why, 32).Replace('-', ' '));
        return string.Join(", ", parts);
    }

    private void AddRow(string label, params ReadOnlySpan<Cell> cells)
    {
        rows.Add([ShortReport.Label(_isFirst ? label : ""), .. cells]);
        _isFirst = false;
    }
}
