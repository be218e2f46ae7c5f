using System.Text.Json;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>
/// Walks the JSON of all model protocols and MCP in one pass. What a string is follows from the property that holds it, from the objects around it and
/// from their <c>type</c> and <c>role</c>, which may stand behind it: so a piece gets its kind when the object around it ends, the innermost that knows
/// first. The protocols use different names for the same things and no name for different ones, so one walk serves all.
/// </summary>
internal ref struct ModelText(ReadOnlySpan<byte> json, int offset, bool isAnswer, PartList parts)
{
    /// <summary>Deeper than any real body, and what bounds the work of naming pieces.</summary>
    public const int MaximumDepth = 64;

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Frame[] _frames = new Frame[MaximumDepth + 1];
    private int _depth;
    private long _cached;

    /// <summary>Whether the root has <c>jsonrpc</c>-like members (method, params, result), which make it MCP.</summary>
    public bool IsRpc { get; private set; }

    private enum Zone : byte { Root, System, Talk, Tools, Usage, Params, Result }

    private struct Frame
    {
        public Zone Zone;
        public bool IsArray, IsDefinition;
        public PartKind Kind, FromType, FromRole;
        public int First, Start;
        public string? Name;
    }

    /// <summary>Reads all of it; false where it is no JSON or too deep, with what was found until then.</summary>
    public bool Read()
    {
        Utf8JsonReader reader = new(_json, new JsonReaderOptions { MaxDepth = MaximumDepth, AllowMultipleValues = true });
        try
        {
            JsonKey key = JsonKey.None;
            while (reader.Read())
                Take(ref reader, ref key);
        }
        catch (JsonException)
        {
            parts.IsCut = true;
        }

        parts.Resolve(0, isAnswer ? PartKind.Assistant : PartKind.User, null);
        return !parts.IsCut;
    }

    private void Take(ref Utf8JsonReader reader, ref JsonKey key)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                key = KeyOf(ref reader);
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Enter(ref reader, key);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Leave(ref reader);
                break;
            case JsonTokenType.String:
                Text(ref reader, key);
                break;
            case JsonTokenType.Number:
                Number(ref reader, key);
                break;
        }

        key = JsonKey.None;
    }

    private static JsonKey KeyOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return JsonKeys.Of(reader.ValueSpan);
        if (reader.ValueSpan.Length > 256)
            return JsonKey.None;
        Span<byte> plain = stackalloc byte[256];
        try
        {
            return JsonKeys.Of(plain[..reader.CopyString(plain)]);
        }
        catch (InvalidOperationException)
        {
            return JsonKey.None; // A lone surrogate: no name that we know.
        }
    }

    private void Enter(ref Utf8JsonReader reader, JsonKey key)
    {
        Frame above = _frames[_depth];
        bool whole = key switch
        {
            JsonKey.Schema or JsonKey.Noise or JsonKey.Attachments => true,
            JsonKey.Arguments or JsonKey.CallResult => above.Zone is not Zone.System and not Zone.Tools,
            JsonKey.Input => above.Zone == Zone.Talk,
            JsonKey.Response => above.Kind == PartKind.ToolResult,
            _ => false,
        };
        if (whole)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            PartKind kind = key switch
            {
                JsonKey.Arguments or JsonKey.Input => PartKind.ToolCall,
                JsonKey.CallResult or JsonKey.Response => PartKind.ToolResult,
                JsonKey.Attachments => PartKind.Package,
                _ => PartKind.Other,
            };
            if (kind != PartKind.Other)
                parts.Add(kind, offset + start, (int)reader.BytesConsumed - start);
            return;
        }

        Frame frame = new()
        {
            Zone = ZoneOf(above, key),
            Kind = above.Kind,
            First = parts.Count,
            Start = (int)reader.TokenStartIndex,
            IsArray = reader.TokenType == JsonTokenType.StartArray
        };
        frame.Kind = frame.Zone switch
        {
            Zone.System => PartKind.System,
            Zone.Talk when key == JsonKey.Calls => PartKind.ToolCall,
            Zone.Talk when key == JsonKey.Thoughts => PartKind.Reasoning,
            Zone.Result when key == JsonKey.Container => PartKind.ToolResult,
            _ => frame.Kind,
        };
        // A tool is an element of the list, or the function within it; other objects in it are parts of its description.
        frame.IsDefinition = frame.Zone == Zone.Tools && !frame.IsArray && (above.IsArray || key == JsonKey.Call);
        _frames[++_depth] = frame;
    }

    private static Zone ZoneOf(in Frame above, JsonKey key) => (above.Zone, key) switch
    {
        (Zone.System or Zone.Usage, _) => above.Zone,
        (_, JsonKey.Usage) => Zone.Usage,
        (Zone.Root, JsonKey.System) => Zone.System,
        (Zone.Root or Zone.Result or Zone.Tools or Zone.Talk, JsonKey.Tools) => Zone.Tools,
        (Zone.Root, JsonKey.Conversation or JsonKey.Input or JsonKey.Answer or JsonKey.Container or JsonKey.Delta or JsonKey.Item) => Zone.Talk,
        (Zone.Root, JsonKey.Message or JsonKey.Response or JsonKey.None) => Zone.Root,
        (Zone.Root, JsonKey.Params) => Zone.Params,
        (Zone.Root, JsonKey.Result) => Zone.Result,
        _ => above.Zone,
    };

    private void Leave(ref Utf8JsonReader reader)
    {
        Frame frame = _frames[_depth--];
        if (frame.IsDefinition && frame.First == parts.Count)
            parts.Add(PartKind.ToolDefinition, offset + frame.Start, (int)reader.BytesConsumed - frame.Start, frame.Name);
        PartKind kind = frame.FromType != PartKind.Other ? frame.FromType : frame.FromRole;
        if (kind != PartKind.Other || frame.Name is not null)
            parts.Resolve(frame.First, kind, frame.Name);
        // A call's first piece in a stream has its name and no arguments yet.
        if (frame.Name is not null && (frame.FromType != PartKind.Other ? frame.FromType : frame.Kind) == PartKind.ToolCall)
            parts.Call(frame.Name);
        // A call's arguments may stand before the call's name, in an object of their own.
        if (frame.Name is not null && _depth > 0 && frame.Kind == PartKind.ToolCall)
            _frames[_depth].Name ??= frame.Name;
    }

    private void Text(ref Utf8JsonReader reader, JsonKey key)
    {
        ref Frame frame = ref _frames[_depth];
        switch (key)
        {
            case JsonKey.Type:
                frame.FromType = KindOfType(reader.ValueSpan);
                return;
            case JsonKey.Role:
                frame.FromRole = KindOfRole(reader.ValueSpan);
                return;
            case JsonKey.Name:
                frame.Name = PartList.Text(reader.ValueSpan);
                return;
            case JsonKey.Model when frame.Zone == Zone.Root:
                parts.Model = PartList.Text(reader.ValueSpan);
                return;
            case JsonKey.Method when frame.Zone == Zone.Root:
                IsRpc = true;
                parts.Add(PartKind.Event, offset + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, PartList.Text(reader.ValueSpan));
                return;
        }

        PartKind kind = (frame.Zone, key) switch
        {
            (Zone.Tools or Zone.Usage, _) => PartKind.Other,
            (Zone.System, JsonKey.Text or JsonKey.None or JsonKey.Container) => PartKind.System,
            (Zone.Root, JsonKey.System) => PartKind.System,
            (Zone.Talk, JsonKey.Arguments) => PartKind.ToolCall,
            (Zone.Talk, JsonKey.Input) => PartKind.ToolCall,
            (Zone.Talk, JsonKey.Answer or JsonKey.CallResult) => PartKind.ToolResult,
            (Zone.Talk, JsonKey.Thoughts) => PartKind.Reasoning,
            (Zone.Params or Zone.Result, JsonKey.Text or JsonKey.None) => frame.Kind == PartKind.Other ? PartKind.Event : frame.Kind,
            (Zone.Talk, _) => frame.Kind,
            _ => PartKind.Other,
        };
        bool carries = kind != PartKind.Other || (frame.Zone, key) switch
        {
            (Zone.Talk, JsonKey.Text or JsonKey.Container or JsonKey.Conversation or JsonKey.Delta) => true,
            (Zone.Talk, JsonKey.None) => frame.IsArray,
            (Zone.Root, JsonKey.Conversation or JsonKey.Input or JsonKey.Text or JsonKey.Delta) => true,
            _ => false,
        };
        if (carries && !(frame.Zone == Zone.Talk && key == JsonKey.None && !frame.IsArray))
            parts.Add(kind, offset + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
    }

    private void Number(ref Utf8JsonReader reader, JsonKey key)
    {
        bool isTotal = isAnswer && _frames[_depth].Zone == Zone.Root && key == JsonKey.TokensIn;
        if (!isTotal && _frames[_depth].Zone != Zone.Usage || !reader.TryGetInt64(out long count) || count is < 0 or > 1L << 40)
            return;
        // Usage in a stream is cumulative: the last figure counts. Anthropic's input leaves out what came from and went to the cache.
        if (key == JsonKey.TokensIn)
            parts.TokensIn = count + _cached;
        else if (key == JsonKey.TokensCached)
            (_cached, parts.TokensIn) = (_cached + count, (parts.TokensIn ?? 0) + count);
        else if (key == JsonKey.TokensOut)
            parts.TokensOut = count;
    }

    private static PartKind KindOfRole(ReadOnlySpan<byte> role) =>
        role.SequenceEqual("user"u8) ? PartKind.User
            : role.SequenceEqual("assistant"u8) || role.SequenceEqual("model"u8) ? PartKind.Assistant
                : role.SequenceEqual("system"u8) || role.SequenceEqual("developer"u8) ? PartKind.System
                    : role.SequenceEqual("tool"u8) || role.SequenceEqual("function"u8) ? PartKind.ToolResult
                        : PartKind.Other;

    private static PartKind KindOfType(ReadOnlySpan<byte> type) =>
        type.EndsWith("_call_output"u8) || type.EndsWith("tool_result"u8) ? PartKind.ToolResult
            : type.EndsWith("_call"u8)
                || type.EndsWith("tool_use"u8)
                || type.SequenceEqual("input_json_delta"u8)
                || (type.StartsWith("response."u8) && type.IndexOf("_call_"u8) >= 0)
                ? PartKind.ToolCall
                : type.IndexOf("thinking"u8) >= 0 || type.StartsWith("reasoning"u8) || type.StartsWith("response.reasoning"u8) ? PartKind.Reasoning
                    : PartKind.Other;
}
