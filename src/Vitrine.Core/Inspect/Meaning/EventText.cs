using System.Text.Json;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>Telemetry as JSON or lines of JSON: each string is a piece, named by the event or the attribute that it belongs to.</summary>
internal static class EventText
{
    /// <summary>Reads <paramref name="json"/>; what is no JSON is one piece.</summary>
    public static void Read(ReadOnlySpan<byte> json, PartList parts)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = ModelText.MaximumDepth, AllowMultipleValues = true });
        Span<int> first = stackalloc int[ModelText.MaximumDepth + 1];
        string?[] names = new string?[ModelText.MaximumDepth + 1];
        string? key = null;
        JsonKey known = JsonKey.None;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        known = JsonKeys.Of(reader.ValueSpan);
                        key = null;
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        first[reader.CurrentDepth] = parts.Count;
                        names[reader.CurrentDepth] = null;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        if (names[reader.CurrentDepth] is { } name)
                            parts.Resolve(first[reader.CurrentDepth], PartKind.Event, name);
                        break;
                    case JsonTokenType.String:
                        if (known is JsonKey.Name or JsonKey.Event && reader.CurrentDepth > 0)
                            names[reader.CurrentDepth - 1] = key = PartList.Text(reader.ValueSpan);
                        parts.Add(PartKind.Event, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, key);
                        (known, key) = (JsonKey.None, null);
                        break;
                    default:
                        known = JsonKey.None;
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // Not all of it is JSON (a form, an envelope with an attachment): the rest is one piece, so that none of it is passed over.
            int rest = (int)reader.BytesConsumed;
            parts.Add(PartKind.Event, rest, json.Length - rest);
            parts.IsCut = true;
        }
    }
}
