using System.Globalization;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>The sections about the network.</summary>
internal sealed class FullNetwork(SessionReport report)
{
    private const int TextWidth = 240;

    public IEnumerable<Block> ToBlocks() =>
        new[] { Hosts(), Requests(), Opaque(), Names(), Sockets("Connected to", report.Sockets.Connected, report.Sockets.MoreConnected),
        Sockets("Listened on", report.Sockets.Bound, report.Sockets.MoreBound) }.OfType<Block>();

    private Block? Hosts()
    {
        HttpReport http = report.Http;
        if (http.Hosts.Count == 0)
            return null;
        List<IReadOnlyList<Cell>> rows = [.. http.Hosts.Select(host => FullReport.Row(
            new Piece(Visible.Cut(host.Host, TextWidth), Tone.Strong), Quantity.Of(host.Requests, "request"), $"{Quantity.Bytes(host.BytesOut)} out",
                $"{Quantity.Bytes(host.BytesIn)} in",
            host.Refused > 0 ? new Piece($"{Quantity.Number(host.Refused)} refused", Tone.Bad) : "", Answers(host)))];
        FullReport.AddMore(rows, http.MoreHosts, "host");
        return new Block(FullReport.Heading("Hosts",
            $"{Quantity.Of(http.Total.Requests, "request")}, {Quantity.Bytes(http.Total.BytesOut)} out, {Quantity.Bytes(http.Total.BytesIn)} in"),
            rows);
    }

    private static string Answers(HostReport host)
    {
        IEnumerable<string> statuses =
            host.Statuses.Select(status => $"{(status.Key < 0 ? "others" : status.Key == 0 ? "no answer" : status.Key.ToString(CultureInfo.InvariantCulture))} ×{Quantity.Number(status.Value)}");
        IEnumerable<string> who = host.AnsweredBy.Select(by => $"by {by.Key} ×{Quantity.Number(by.Value)}");
        return string.Join(", ", statuses.Concat(who).Concat(host.Errors > 0 ? [$"{Quantity.Number(host.Errors)} failed"] : []));
    }

    private Block? Requests()
    {
        HttpReport http = report.Http;
        if (http.Requests.Count == 0)
            return null;
        List<IReadOnlyList<Cell>> rows = [.. http.Requests.Select(request => FullReport.Row(
            new Piece(request.Request.ToString(CultureInfo.InvariantCulture), Tone.Faint), Visible.Cut(request.Method, 16), Answer(request), Bodies(request),
                Visible.Cut(request.Url, TextWidth)))];
        if (http.MoreRequests > 0)
            rows.Add(["", new Piece($"and {Quantity.Of(http.MoreRequests, "more request")}", Tone.Faint)]);
        return new Block(FullReport.Heading("Requests", "number for --body, answer, bodies kept"), rows) { NumberColumn = 0 };
    }

    private static Piece Answer(RequestReport request) => request switch
    {
        { IsAllowed: false } => new Piece("refused", Tone.Bad),
        { Error: { } error } => new Piece(Visible.Cut(error, 40), Tone.Bad),
        { Status: null } => new Piece("under way", Tone.Faint),
        { Status: 0 } => new Piece("no answer", Tone.Caution),
        { Status: { } status } => new Piece(status.ToString(CultureInfo.InvariantCulture), status >= 400 ? Tone.Caution : Tone.Good),
    };

    private static string Bodies(RequestReport request) =>
        (request.HasRequestBody, request.HasResponseBody) switch { (true, true) => "both", (true, false) => "out", (false, true) => "in", _ => "" };

    private Block? Opaque()
    {
        SocketsReport sockets = report.Sockets;
        if (sockets.Opaque.Count == 0)
            return null;
        List<IReadOnlyList<Cell>> rows = [.. sockets.Opaque.Select(flow => FullReport.Row(
            new Piece(Visible.Cut(flow.Destination, TextWidth), Tone.Caution), Quantity.Of(flow.Flows, "flow"), $"{Quantity.Bytes(flow.BytesOut)} out",
                $"{Quantity.Bytes(flow.BytesIn)} in"))];
        FullReport.AddMore(rows, sockets.MoreOpaque, "destination");
        return new Block(FullReport.Heading("Flows let through unread"), rows);
    }

    private Block? Names()
    {
        SocketsReport sockets = report.Sockets;
        if (sockets.Names.Count == 0)
            return null;
        List<IReadOnlyList<Cell>> rows = [.. sockets.Names.Select(name => FullReport.Row(
            Visible.Cut(name.Name, TextWidth), $"×{Quantity.Number(name.Times)}",
                name.Refused > 0 ? new Piece($"{Quantity.Number(name.Refused)} refused", Tone.Bad) : ""))];
        FullReport.AddMore(rows, sockets.MoreNames, "name");
        return new Block(FullReport.Heading("Names looked up"), rows);
    }

    private static Block? Sockets(string heading, IReadOnlyList<SocketReport> sockets, More more)
    {
        if (sockets.Count == 0)
            return null;
        List<IReadOnlyList<Cell>> rows = [.. sockets.Select(socket => FullReport.Row(
            Visible.Cut(socket.Address, TextWidth), socket.Family, $"×{Quantity.Number(socket.Times)}",
                socket.Host is { } host ? Visible.Cut(host, TextWidth) : ""))];
        FullReport.AddMore(rows, more, "address");
        return new Block(FullReport.Heading(heading), rows);
    }
}
