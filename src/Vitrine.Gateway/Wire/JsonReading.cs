using System.Text.Json;

namespace Vitrine.Gateway.Wire;

/// <summary>Reading JSON that others wrote: a property that is missing or of another kind is absent, and never throws.</summary>
internal static class JsonReading
{
    extension(JsonElement element)
    {
        /// <summary>Whether it is an object.</summary>
        public bool IsObject => element.ValueKind == JsonValueKind.Object;

        /// <summary>Whether it is an array.</summary>
        public bool IsArray => element.ValueKind == JsonValueKind.Array;

        /// <summary>Whether it is a string.</summary>
        public bool IsString => element.ValueKind == JsonValueKind.String;

        /// <summary>Whether there is nothing: a missing property, or null.</summary>
        public bool IsMissing => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

        /// <summary>The property, or an undefined element; also for what is no object.</summary>
        public JsonElement Get(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

        /// <summary>The first of two spellings that is there (Gemini takes camelCase and snake_case).</summary>
        public JsonElement Get(string name, string other)
        {
            JsonElement value = element.Get(name);
            return value.ValueKind == JsonValueKind.Undefined ? element.Get(other) : value;
        }

        /// <summary>The property's text, or null when it is no string.</summary>
        public string? GetText(string name) => element.Get(name).AsText();

        /// <summary>The text, or null when it is no string.</summary>
        public string? AsText() => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

        /// <summary>Whether the property is the literal true.</summary>
        public bool IsTrue(string name) => element.Get(name).ValueKind == JsonValueKind.True;

        /// <summary>The property as a whole number, or null.</summary>
        public long? GetCount(string name) =>
            element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long count) ? count : null;

        /// <summary>The array's items; nothing for what is no array.</summary>
        public JsonElement.ArrayEnumerator Items() => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default;

        /// <summary>
        /// The text of what may be a string or an array of parts: the <c>text</c> of each part, joined by line feeds. Parts without text are left out.
        /// </summary>
        public string JoinText()
        {
            if (element.ValueKind == JsonValueKind.String)
                return element.GetString()!;
            List<string> texts = [];
            foreach (JsonElement part in element.Items())
            {
                if ((part.AsText() ?? part.GetText("text")) is { } text)
                    texts.Add(text);
            }

            return string.Join('\n', texts);
        }
    }
}
