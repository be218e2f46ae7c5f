using System.Globalization;
using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>Requests at the door: HTTP Activity (4002). Bodies are never here.</summary>
internal static class OcsfHttp
{
    public static void Write(OcsfEvent to, Entry entry, OcsfLedger ledger)
    {
        switch (entry.Data)
        {
            case RequestStarted started:
                Write(to, entry.Session, started, ledger);
                break;
            case RequestEnded ended:
                Write(to, entry.Session, ended, ledger);
                break;
            case CredentialUsed used:
                Begin(to, $"Credential {used.Use}", ledger);
                to.Message = $"Credential {used.Name} {used.Use}: {used.Host}";
                WriteRequestName(to.Json, entry.Session, used.Request);
                OcsfNetwork.WriteEndpoint(to.Json, "dst_endpoint"u8, used.Host, null);
                to.End(json => json.WriteString("credential"u8, used.Name));
                break;
        }
    }

    /// <summary>A body in which nothing was found.</summary>
    public static void WriteInspected(OcsfEvent to, string session, BodyInspected inspected, OcsfLedger ledger)
    {
        Begin(to, "Inspect", ledger);
        to.Message = $"Nothing found in a {inspected.Direction}";
        to.Decision = inspected.Decision;
        WriteRequestName(to.Json, session, inspected.Request);
        if (inspected.Destination is { } destination)
            OcsfNetwork.WriteEndpoint(to.Json, "dst_endpoint"u8, destination, null);
        to.End(json =>
        {
            json.WriteString("direction"u8, inspected.Direction);
            if (inspected.Findings.Meaning is { } meaning)
            {
                json.WriteString("protocol"u8, meaning.Protocol);
                json.WriteString("purpose"u8, meaning.Purpose);
            }
        });
    }

    /// <summary>The name by which the entries of one request are found: session and number.</summary>
    public static string RequestName(string session, long request) => string.Create(CultureInfo.InvariantCulture, $"{session}/{request}");

    private static void Write(OcsfEvent to, string session, RequestStarted started, OcsfLedger ledger)
    {
        (int activity, string name) = Activity(started.Method);
        to.Begin(OcsfClass.Http, activity, name);
        ledger.WriteSource(to.Json);
        to.Message = $"{started.Method} {started.Url}";
        to.Decision = started.Decision;
        to.Status = started.Decision.IsAllowed ? OcsfStatus.Unknown : OcsfStatus.Failure;
        to.Severity = started.Decision.IsAllowed ? OcsfSeverity.Informational : OcsfSeverity.Medium;
        Utf8JsonWriter json = to.Json;
        var url = UrlText.Parse(started.Url);
        json.WriteStartObject("http_request"u8);
        json.WriteString("uid"u8, RequestName(session, started.Request));
        json.WriteString("http_method"u8, started.Method);
        json.WriteString("version"u8, started.HttpVersion);
        if (started.Body is { } body)
            json.WriteNumber("body_length"u8, body.Size);
        WriteUrl(to, url);
        WriteHeaders(json, started.Headers);
        foreach (HeaderField header in started.Headers)
        {
            if (!header.Name.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
                continue;
            json.WriteString("user_agent"u8, header.Value);
            break;
        }

        json.WriteEndObject();
        if (url.Authority is { } authority)
            OcsfNetwork.WriteEndpoint(json, "dst_endpoint"u8, authority.Port is null && url.Port is { } port ? $"{authority.Name}:{port}" : authority.Name,
                null);
        to.End();
    }

    private static void Write(OcsfEvent to, string session, RequestEnded ended, OcsfLedger ledger)
    {
        Begin(to, "Response", ledger);
        to.Message = ended.Error is { } error ? $"Request {ended.Request} failed: {error}" : $"Request {ended.Request} answered with {ended.Status}";
        to.Status = ended.Error is null && ended.Status is > 0 and < 400 ? OcsfStatus.Success : OcsfStatus.Failure;
        WriteRequestName(to.Json, session, ended.Request);
        to.Json.WriteStartObject("http_response"u8);
        to.Json.WriteNumber("code"u8, ended.Status);
        if (ended.ResponseBody is { } body)
            to.Json.WriteNumber("body_length"u8, body.Size);
        WriteHeaders(to.Json, ended.Headers);
        to.Json.WriteEndObject();
        to.WriteText("status_detail"u8, ended.Error);
        OcsfNetwork.WriteTraffic(to.Json, ended.BytesOut, ended.BytesIn);
        to.End(json =>
        {
            json.WriteString("answered_by"u8, ended.AnsweredBy);
            OcsfNetwork.WriteSeconds(json, ended.Seconds);
        });
    }

    private static void Begin(OcsfEvent to, string name, OcsfLedger ledger)
    {
        to.Begin(OcsfClass.Http, OcsfEvent.OtherActivity, name);
        ledger.WriteSource(to.Json);
    }

    private static void WriteRequestName(Utf8JsonWriter json, string session, long request)
    {
        json.WriteStartObject("http_request"u8);
        json.WriteString("uid"u8, RequestName(session, request));
        json.WriteEndObject();
    }

    private static void WriteUrl(OcsfEvent to, UrlText url)
    {
        Utf8JsonWriter json = to.Json;
        json.WriteStartObject("url"u8);
        json.WriteString("url_string"u8, url.Whole);
        to.WriteText("scheme"u8, url.Scheme);
        to.WriteText("hostname"u8, url.Authority?.Host?.Name);
        if (url.Port is { } port)
            json.WriteNumber("port"u8, port);
        to.WriteText("path"u8, url.Path);
        to.WriteText("query_string"u8, url.Query);
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, IReadOnlyList<HeaderField> headers)
    {
        json.WriteStartArray("http_headers"u8);
        foreach (HeaderField header in headers)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, header.Name);
            json.WriteString("value"u8, header.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static (int Activity, string Name) Activity(string method) => method switch
    {
        "CONNECT" => (1, "Connect"),
        "DELETE" => (2, "Delete"),
        "GET" => (3, "Get"),
        "HEAD" => (4, "Head"),
        "OPTIONS" => (5, "Options"),
        "POST" => (6, "Post"),
        "PUT" => (7, "Put"),
        "TRACE" => (8, "Trace"),
        "PATCH" => (9, "Patch"),
        _ => (OcsfEvent.OtherActivity, method),
    };
}
