using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Audit.Running;

/// <summary>
/// One copy of what captures say again and again, above all the arguments of programs: hundreds of sessions run the same ones. A table of fixed size that
/// forgets; safe for several threads, as what is lost to a race only costs memory.
/// </summary>
internal static class SharedStrings
{
    private const int Slots = 1 << 13;

    // Characters: with as many slots no more than 64 MB.
    private const int Longest = 1 << 12;
    private static readonly string?[] s_said = new string?[Slots];

    /// <summary>The same text, as an earlier one has it.</summary>
    public static string Of(string text)
    {
        if (text.Length is 0 or > Longest)
            return text;
        uint slot = (uint)text.GetHashCode(StringComparison.Ordinal) % Slots;
        if (Volatile.Read(ref s_said[slot]) is { } said && said == text)
            return said;
        Volatile.Write(ref s_said[slot], text);
        return text;
    }
}

/// <summary>Strings as ever, each once.</summary>
internal sealed class SharedStringsJson : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => SharedStrings.Of(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
