using System.Text.Json;

namespace Vitrine.Runtime.Exports;

/// <summary>Machine and person as the ledger's name gives them: <c>vitrine/HOST/USER/RANDOM</c>. An other name is taken whole.</summary>
internal sealed class OcsfLedger
{
    private readonly string? _host, _user;

    public OcsfLedger(string origin)
    {
        Origin = origin;
        if (origin.Split('/') is ["vitrine", { Length: > 0 } host, { Length: > 0 } user, _])
            (_host, _user) = (host, user);
    }

    /// <summary>The name.</summary>
    public string Origin { get; }

    /// <summary>The machine. What kind of machine it is, the ledger does not say.</summary>
    public void WriteDevice(Utf8JsonWriter json)
    {
        json.WriteStartObject("device"u8);
        json.WriteNumber("type_id"u8, 0);
        json.WriteString("uid"u8, Origin);
        if (_host is not null)
            json.WriteString("hostname"u8, _host);
        json.WriteEndObject();
    }

    /// <summary>The person who owns the ledger.</summary>
    public void WriteUser(Utf8JsonWriter json)
    {
        json.WriteStartObject("user"u8);
        json.WriteString("name"u8, _user ?? Origin);
        json.WriteEndObject();
    }

    /// <summary>The machine as the source of what was sent; its address is not recorded.</summary>
    public void WriteSource(Utf8JsonWriter json)
    {
        json.WriteStartObject("src_endpoint"u8);
        json.WriteString("name"u8, _host ?? Origin);
        json.WriteEndObject();
    }
}
