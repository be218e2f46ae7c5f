using System.Globalization;
using System.Text.Json;

namespace Vitrine.Runtime.Exports;

/// <summary>An <c>ExportLogsServiceResponse</c>: empty when all was taken, else with what the server says of a partial success.</summary>
/// <param name="Rejected">How many log records it dropped.</param>
/// <param name="Message">What it says; null if nothing.</param>
internal readonly record struct OtlpAnswer(long Rejected, string? Message)
{
    private const int LongestMessage = 400;

    /// <summary>
    /// Reads an answer. Names are taken in both spellings that protobuf's JSON mapping allows, unknown members passed over, nothing at all taken for <c>{}</c>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out OtlpAnswer answer)
    {
        answer = default;
        if (body.IsEmpty)
            return true;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 32 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isPartial = reader.ValueTextEquals("partialSuccess"u8) || reader.ValueTextEquals("partial_success"u8);
                if (!reader.Read())
                    return false;
                if (!isPartial || reader.TokenType == JsonTokenType.Null)
                    reader.Skip();
                else if (!TryReadPartial(ref reader, ref answer))
                    return false;
            }

            return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadPartial(ref Utf8JsonReader reader, ref OtlpAnswer answer)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isCount = reader.ValueTextEquals("rejectedLogRecords"u8) || reader.ValueTextEquals("rejected_log_records"u8);
            bool isMessage = reader.ValueTextEquals("errorMessage"u8) || reader.ValueTextEquals("error_message"u8);
            if (!reader.Read())
                return false;
            if (isCount && TryReadCount(ref reader, out long rejected))
                answer = answer with { Rejected = rejected };
            else if (isCount)
                return false;
            else if (isMessage && reader.TokenType == JsonTokenType.String)
                answer = answer with { Message = Cut(reader.GetString()!) };
            else
                reader.Skip();
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    // A 64-bit integer is a string in protobuf's JSON; a number is taken too.
    private static bool TryReadCount(ref Utf8JsonReader reader, out long count)
    {
        count = 0;
        return reader.TokenType switch
        {
            JsonTokenType.String => long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out count),
            JsonTokenType.Number => reader.TryGetInt64(out count) && count >= 0,
            JsonTokenType.Null => true,
            _ => false,
        };
    }

    private static string? Cut(string text) => text.Length == 0 ? null : text.Length <= LongestMessage ? text : text[..LongestMessage];
}
