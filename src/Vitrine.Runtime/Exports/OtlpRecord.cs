using System.Globalization;
using System.Text.Json;

namespace Vitrine.Runtime.Exports;

/// <summary>Attributes of one log record in OTLP's JSON encoding: 64-bit integers are strings, as protobuf's JSON mapping has it.</summary>
internal readonly struct OtlpRecord(Utf8JsonWriter json)
{
    public void Text(ReadOnlySpan<byte> key, string? value)
    {
        if (value is null)
            return;
        Begin(key);
        json.WriteString("stringValue"u8, value);
        End();
    }

    public void Number(ReadOnlySpan<byte> key, long? value)
    {
        if (value is not { } number)
            return;
        Begin(key);
        json.WriteString("intValue"u8, number.ToString(CultureInfo.InvariantCulture));
        End();
    }

    public void Real(ReadOnlySpan<byte> key, double value)
    {
        if (!double.IsFinite(value))
            return;
        Begin(key);
        json.WriteNumber("doubleValue"u8, value);
        End();
    }

    public void Truth(ReadOnlySpan<byte> key, bool value)
    {
        Begin(key);
        json.WriteBoolean("boolValue"u8, value);
        End();
    }

    public void List(ReadOnlySpan<byte> key, IEnumerable<string> values)
    {
        Begin(key);
        json.WriteStartObject("arrayValue"u8);
        json.WriteStartArray("values"u8);
        foreach (string value in values)
        {
            json.WriteStartObject();
            json.WriteString("stringValue"u8, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        End();
    }

    private void Begin(ReadOnlySpan<byte> key)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        json.WriteStartObject("value"u8);
    }

    private void End()
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
