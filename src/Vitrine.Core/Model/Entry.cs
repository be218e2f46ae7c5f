using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Core.Model;

/// <summary>
/// What the record keeps: one observation with its place and time. Its UTF-8 JSON, without white space, is what is sealed; <see cref="Leaf"/> is what
/// stands in clear. Later formats may add members but never change these.
/// </summary>
/// <param name="Version">Format version: 1.</param>
/// <param name="Session">Session id.</param>
/// <param name="Index">Number within the session, from 0, without a gap.</param>
/// <param name="Time">UTC, RFC 3339 with microseconds.</param>
/// <param name="Data">What was seen.</param>
public sealed record Entry(
    [property: JsonPropertyName("v")] int Version,
    [property: JsonPropertyName("session")] string Session,
    [property: JsonPropertyName("index")] long Index,
    [property: JsonPropertyName("time")] DateTimeOffset Time,
    [property: JsonPropertyName("data")] Observation Data)
{
    /// <summary>The current format version.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The largest entry; what is larger is cut before it is recorded.</summary>
    public const int MaximumSize = 65_535;

    /// <summary>The bytes that are sealed.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, EntryJson.Default.Entry);

    /// <summary>Reads an entry.</summary>
    /// <exception cref="JsonException">The bytes are no entry.</exception>
    public static Entry Parse(ReadOnlySpan<byte> utf8)
    {
        Entry? entry;
        try
        {
            entry = JsonSerializer.Deserialize(utf8, EntryJson.Default.Entry);
        }
        catch (NotSupportedException unknown)
        {
            // How the serializer says that an observation has no kind.
            throw new JsonException("An observation names its kind.", unknown);
        }

        return entry is { Session: not null, Data: not null } ? entry : throw new JsonException("An entry is a JSON object with a session and data.");
    }
}

/// <summary>Source-generated JSON of entries: no reflection at start-up.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(Entry))]
public sealed partial class EntryJson : JsonSerializerContext;
