using System.Text.Json;

namespace Vitrine.Audit.Reports;

/// <summary>Looks for nulls where ours never are: the deserialiser refuses a null member that may not be one, but lets it stand as an item of a list.</summary>
internal static class JsonNulls
{
    /// <summary>Whether an array holds a null.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool AreItems(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        bool isItem = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null && isItem)
                return true;
            // Within an object a value follows a name, within an array anything else.
            isItem = reader.TokenType != JsonTokenType.PropertyName;
        }

        return false;
    }
}
