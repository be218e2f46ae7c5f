using System.Text;
using System.Text.Json;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>A value of a JSON text as it was written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first byte.</param>
internal sealed record JsonPart(JsonTokenType Kind, int Start)
{
    /// <summary>The byte after its last.</summary>
    public int End { get; set; }

    /// <summary>White space and punctuation between its items, in order: what a parser drops.</summary>
    public StringBuilder Spaces { get; } = new();

    /// <summary>Names of its members, in order, duplicates kept; empty for an array.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Its members or items.</summary>
    public List<JsonPart> Items { get; } = [];

    /// <summary>The member of that name; the last where there are several, as parsers take it.</summary>
    public JsonPart? Member(string name)
    {
        int at = Names.LastIndexOf(name);
        return at < 0 ? null : Items[at];
    }
}

/// <summary>
/// Reads a JSON text into parts that know where they stood. Refuses what is no JSON, is nested deeper than 64, or has more than 200,000 values.
/// </summary>
internal sealed class JsonTree
{
    private const int MostParts = 200_000;

    private JsonTree(byte[] text, JsonPart root)
    {
        Text = text;
        Root = root;
    }

    /// <summary>The text.</summary>
    public byte[] Text { get; }

    /// <summary>The outermost value.</summary>
    public JsonPart Root { get; }

    /// <summary>Null where it is no JSON.</summary>
    public static JsonTree? Read(byte[] text)
    {
        int mark = text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        try
        {
            JsonPart? root = Build(text, mark);
            return root is null ? null : new JsonTree(text, root);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A name or string that is no UTF-8 or holds half a surrogate pair.
            return null;
        }
    }

    /// <summary>The text of a string value.</summary>
    public string String(JsonPart part)
    {
        var reader = new Utf8JsonReader(Text.AsSpan(part.Start, part.End - part.Start));
        reader.Read();
        return reader.GetString() ?? "";
    }

    /// <summary>A value as it was written.</summary>
    public string Raw(JsonPart part) => Encoding.UTF8.GetString(Text, part.Start, part.End - part.Start);

    private static JsonPart? Build(byte[] text, int mark)
    {
        var reader = new Utf8JsonReader(text.AsSpan(mark), new JsonReaderOptions { MaxDepth = 64 });
        var open = new Stack<JsonPart>();
        JsonPart? root = null;
        int before = mark;
        int count = 0;
        while (reader.Read())
        {
            int start = mark + (int)reader.TokenStartIndex;
            int end = mark + (int)reader.BytesConsumed;
            if (open.TryPeek(out JsonPart? parent) && start > before && parent.Spaces.Length < 4096)
                parent.Spaces.Append(Encoding.ASCII.GetString(text, before, start - before));
            before = end;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    // The reader takes the colon with the name; what stood before it counts as well.
                    parent!.Names.Add(reader.GetString()!);
                    parent.Spaces.Append(NameGap(text, start, end));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop().End = end;
                    break;
                default:
                    if (++count > MostParts)
                        return null;
                    if (reader.TokenType == JsonTokenType.String)
                        reader.GetString();
                    var part = new JsonPart(reader.TokenType, start) { End = end };
                    parent?.Items.Add(part);
                    root ??= part;
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        open.Push(part);
                    break;
            }
        }
        return root;
    }

    private static string NameGap(byte[] text, int start, int end)
    {
        ReadOnlySpan<byte> token = text.AsSpan(start, end - start);
        int quote = token.LastIndexOf((byte)'"');
        return Encoding.ASCII.GetString(token[(quote + 1)..]);
    }
}
