using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>Members of leaves in other formats.</summary>
internal static class LeafText
{
    /// <summary>The word of an effect, as the leaf has it.</summary>
    public static string Of(Effect effect) => effect switch
    {
        Effect.Allow => "allow",
        Effect.Record => "record",
        Effect.Redact => "redact",
        Effect.Ask => "ask",
        _ => "deny",
    };

    /// <summary>How an entry that is not whole is called.</summary>
    public static string? Of(EntryAvailability availability) => availability switch
    {
        EntryAvailability.Purged => "purged",
        EntryAvailability.Damaged => "damaged",
        _ => null,
    };

    /// <summary>What the ledger's keeper says, as a JSON object.</summary>
    public static void WriteData(Utf8JsonWriter json, IReadOnlyList<LeafMember> data)
    {
        json.WriteStartObject("data"u8);
        foreach (LeafMember member in data)
        {
            if (member.Number is { } number)
                json.WriteNumber(member.Name, number);
            else if (member.List is { } list)
                WriteList(json, member.Name, list);
            else
                json.WriteString(member.Name, member.Text);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> list)
    {
        json.WriteStartArray(name);
        foreach (string text in list)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
