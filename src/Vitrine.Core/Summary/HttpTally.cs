using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>Requests at the door, by host.</summary>
internal sealed class HttpTally(SummaryLimits limits, TextBudget budget, RefusalTally refusals)
{
    private readonly BoundedTable<HostRow> _hosts = new(limits.Names, limits, budget, static () => new HostRow());
    private readonly PendingRequests _pending = new();
    private readonly List<RequestReport> _list = [];
    private readonly HostRow _total = new();

    public void Add(RequestStarted started)
    {
        ReadOnlySpan<char> host = HostOf(started.Url);
        HostRow row = _hosts[host];
        row.Requests++;
        _total.Requests++;
        if (!started.Decision.IsAllowed)
        {
            row.Refused++;
            _total.Refused++;
            refusals.AddRequest(host, started.Decision);
        }

        bool isListed = _list.Count < limits.Requests && budget.TryTake(started.Url.Length + started.Method.Length);
        if (isListed)
            _list.Add(new RequestReport(started.Request, started.Method, started.Url, started.Decision.IsAllowed, started.Body is not null));
        _pending.Add(new PendingRequest(started.Request, row, isListed ? _list.Count - 1 : -1));
    }

    public void Add(RequestEnded ended)
    {
        Count(_total, ended);
        if (!_pending.TryTake(ended.Request, out PendingRequest pending))
            return;
        Count(pending.Host, ended);
        if (pending.Listed < 0)
            return;
        RequestReport started = _list[pending.Listed];
        _list[pending.Listed] = started with
        {
            Status = ended.Status,
            AnsweredBy = ended.AnsweredBy,
            HasRequestBody = started.HasRequestBody || ended.RequestBody is not null,
            HasResponseBody = ended.ResponseBody is not null,
            BytesOut = ended.BytesOut,
            BytesIn = ended.BytesIn,
            Seconds = ended.Seconds,
            Error = ended.Error is { } error && budget.TryTake(error.Length) ? error : null,
        };
    }

    public HttpReport ToReport() => new(
        _total.ToReport("*"),
        _hosts.ToSortedList().ConvertAll(row => row.ToReport(row.Name)),
        _hosts.More, [.. _list], limits.Requests == 0 ? 0 : _total.Requests - _list.Count);

    /// <summary>Host and port of a URL; without the scheme when it is https and without the port when it is the scheme's own.</summary>
    internal static ReadOnlySpan<char> HostOf(ReadOnlySpan<char> url)
    {
        int start = url.IndexOf("://", StringComparison.Ordinal);
        if (start <= 0)
            return url;
        ReadOnlySpan<char> scheme = url[..start];
        int end = url[(start + 3)..].IndexOfAny('/', '?', '#');
        ReadOnlySpan<char> whole = end < 0 ? url : url[..(start + 3 + end)];
        bool isSecure = scheme is "https" or "wss";
        string port = isSecure ? ":443" : ":80";
        if (whole.EndsWith(port, StringComparison.Ordinal))
            whole = whole[..^port.Length];
        return isSecure ? whole[(start + 3)..] : whole;
    }

    private static void Count(HostRow row, RequestEnded ended)
    {
        row.BytesOut = Saturating.Add(row.BytesOut, ended.BytesOut);
        row.BytesIn = Saturating.Add(row.BytesIn, ended.BytesIn);
        row.Statuses.Add(ended.Status);
        row.AnsweredBy.Add(ended.AnsweredBy);
        if (ended.Error is not null)
            row.Errors++;
    }
}
