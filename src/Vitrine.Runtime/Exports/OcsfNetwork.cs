using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>Connections and look-ups: Network Activity (4001) and DNS Activity (4003).</summary>
internal static class OcsfNetwork
{
    private const int Outbound = 2, Local = 4;

    public static void Write(OcsfEvent to, Observation data, OcsfLedger ledger)
    {
        switch (data)
        {
            case SocketConnected connected:
                Begin(to, 1, "Open", $"Connect to {connected.Address}", OcsfStatus.Unknown, ledger);
                to.Process = connected.Process;
                WriteConnection(to.Json, connected.Family);
                WriteEndpoint(to.Json, "dst_endpoint"u8, connected.Address, connected.Host);
                to.End(json => json.WriteString("family"u8, connected.Family));
                break;
            case SocketBound bound:
                to.Begin(OcsfClass.Network, 7, "Listen");
                to.Message = $"Listen on {bound.Address}";
                to.Status = OcsfStatus.Unknown;
                to.Process = bound.Process;
                WriteEndpoint(to.Json, "src_endpoint"u8, bound.Address, null);
                to.End(json => json.WriteString("family"u8, bound.Family));
                break;
            case FlowRefused refused:
                Begin(to, 5, "Refuse", $"Refused {refused.Destination}: {refused.Reason}", OcsfStatus.Failure, ledger);
                to.Decision = refused.Decision with { IsAllowed = false, Effect = null };
                to.Severity = OcsfSeverity.Medium;
                to.Json.WriteString("status_detail"u8, refused.Reason);
                WriteEndpoint(to.Json, "dst_endpoint"u8, refused.Destination, null);
                to.End();
                break;
            case FlowStarted started:
                Begin(to, 1, "Open", $"Opaque flow to {started.Destination}", OcsfStatus.Success, ledger);
                to.Decision = started.Decision;
                WriteEndpoint(to.Json, "dst_endpoint"u8, started.Destination, null);
                to.End();
                break;
            case FlowEnded ended:
                Begin(to, 2, "Close", $"Opaque flow to {ended.Destination} ended", OcsfStatus.Success, ledger);
                to.Decision = ended.Decision;
                WriteEndpoint(to.Json, "dst_endpoint"u8, ended.Destination, null);
                WriteTraffic(to.Json, ended.BytesOut, ended.BytesIn);
                to.End(json => WriteSeconds(json, ended.Seconds));
                break;
            case NameLookedUp lookedUp:
                Write(to, lookedUp, ledger);
                break;
        }
    }

    /// <summary>A place in the network: name, address and port, as far as the text gives them.</summary>
    public static void WriteEndpoint(Utf8JsonWriter json, ReadOnlySpan<byte> member, string text, string? name)
    {
        var place = EndpointText.Parse(text);
        json.WriteStartObject(member);
        if (place.Host is not { } host)
            json.WriteString("name"u8, place.Name);
        else if (host.IsAddress)
            json.WriteString("ip"u8, host.Name);
        else
            json.WriteString("hostname"u8, host.Name);
        if (name is not null && place.Host is not { IsAddress: false })
            json.WriteString("hostname"u8, name);
        if (place.Port is { } port)
            json.WriteNumber("port"u8, port);
        json.WriteEndObject();
    }

    /// <summary>How many bytes went out and came in.</summary>
    public static void WriteTraffic(Utf8JsonWriter json, long bytesOut, long bytesIn)
    {
        json.WriteStartObject("traffic"u8);
        json.WriteNumber("bytes_out"u8, bytesOut);
        json.WriteNumber("bytes_in"u8, bytesIn);
        json.WriteEndObject();
    }

    /// <summary>How long it took; the schema's own <c>duration</c> is for aggregates.</summary>
    public static void WriteSeconds(Utf8JsonWriter json, double seconds)
    {
        if (double.IsFinite(seconds))
            json.WriteNumber("seconds"u8, seconds);
    }

    private static void Begin(OcsfEvent to, int activity, string name, string message, OcsfStatus status, OcsfLedger ledger)
    {
        to.Begin(OcsfClass.Network, activity, name);
        to.Message = message;
        to.Status = status;
        ledger.WriteSource(to.Json);
    }

    private static void WriteConnection(Utf8JsonWriter json, string family)
    {
        json.WriteStartObject("connection_info"u8);
        json.WriteNumber("direction_id"u8, family == "unix" ? Local : Outbound);
        json.WriteNumber("protocol_ver_id"u8, family switch
        {
            "ipv4" => 4,
            "ipv6" => 6,
            _ => 0,
        });
        json.WriteEndObject();
    }

    private static void Write(OcsfEvent to, NameLookedUp lookedUp, OcsfLedger ledger)
    {
        to.Begin(OcsfClass.Dns, 6, "Traffic");
        to.Message = $"{lookedUp.Type} of {lookedUp.Name}: {lookedUp.Answer}";
        to.Decision = lookedUp.Decision;
        to.Status = lookedUp.Decision.IsAllowed ? OcsfStatus.Success : OcsfStatus.Failure;
        to.Severity = lookedUp.Decision.IsAllowed ? OcsfSeverity.Informational : OcsfSeverity.Low;
        ledger.WriteSource(to.Json);
        to.Json.WriteStartObject("query"u8);
        to.Json.WriteString("hostname"u8, lookedUp.Name);
        to.Json.WriteString("type"u8, lookedUp.Type);
        to.Json.WriteString("class"u8, "IN"u8);
        to.Json.WriteEndObject();
        // RFC 1035 section 4.1.1: no error (an answer, or none of this type), no such name, refused.
        (int code, string name) = lookedUp.Answer switch
        {
            "nxdomain" => (3, "NXDomain"),
            "refused" => (5, "Refused"),
            _ => (0, "NoError"),
        };
        to.Json.WriteNumber("rcode_id"u8, code);
        to.Json.WriteString("rcode"u8, name);
        if (HostName.TryParse(lookedUp.Answer, out HostName answer) && answer.IsAddress)
        {
            to.Json.WriteStartArray("answers"u8);
            to.Json.WriteStartObject();
            to.Json.WriteString("rdata"u8, answer.Name);
            to.Json.WriteString("type"u8, lookedUp.Type);
            to.Json.WriteEndObject();
            to.Json.WriteEndArray();
        }

        to.End();
    }
}
