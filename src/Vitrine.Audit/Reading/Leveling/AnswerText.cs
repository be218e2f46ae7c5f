using System.Text;
using System.Text.Json;

namespace Vitrine.Audit.Reading.Leveling;

/// <summary>An answer in which everything that a target may read is switched on: at the top, and below the names that such answers have.</summary>
internal static class AnswerText
{
    public static string Of(IReadOnlyList<string> keys)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Keys(writer, keys);
            foreach (string name in (string[])["flags", "features", "config", "settings", "data"])
                if (!keys.Contains(name))
                {
                    writer.WriteStartObject(name);
                    Keys(writer, keys);
                    writer.WriteEndObject();
                }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Keys(Utf8JsonWriter writer, IReadOnlyList<string> keys)
    {
        foreach (string key in keys.Distinct(StringComparer.Ordinal))
            writer.WriteBoolean(key, true);
    }
}
