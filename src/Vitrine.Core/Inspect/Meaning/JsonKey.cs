namespace Vitrine.Core.Inspect.Meaning;

/// <summary>The property names that mean something, over all protocols.</summary>
internal enum JsonKey : byte
{
    None, Type, Role, Name, Model, System, Conversation, Input, Tools, Text, Arguments, CallResult, Calls, Call, Usage, TokensIn, TokensCached, TokensOut,
    Thoughts, Answer, Delta, Schema, Params, Result, Response, Message, Event, Attachments, Method, Container, Item, Noise,
}

/// <summary>Which name is which key.</summary>
internal static class JsonKeys
{
    /// <summary>The key of <paramref name="name"/>, with escapes undone.</summary>
    public static JsonKey Of(ReadOnlySpan<byte> name)
    {
        // First byte and length tell nearly all apart; one comparison settles it.
        foreach ((byte[] text, JsonKey key) in Buckets[Bucket(name)])
        {
            if (name.SequenceEqual(text))
                return key;
        }

        return JsonKey.None;
    }

    private static int Bucket(ReadOnlySpan<byte> name) => name.IsEmpty ? 0 : ((name[0] * 7) + (name.Length * 13) + name[^1]) & 127;

    private static readonly (byte[] Text, JsonKey Key)[][] Buckets = Build(
    [
        ("type", JsonKey.Type), ("role", JsonKey.Role), ("name", JsonKey.Name), ("key", JsonKey.Name), ("model", JsonKey.Model),
            ("modelVersion", JsonKey.Model),
        ("system", JsonKey.System), ("instructions", JsonKey.System), ("systemInstruction", JsonKey.System), ("system_instruction", JsonKey.System),
        ("messages", JsonKey.Conversation), ("contents", JsonKey.Conversation), ("input", JsonKey.Input), ("tools", JsonKey.Tools),
        ("functions", JsonKey.Tools),
        ("functionDeclarations", JsonKey.Tools), ("function_declarations", JsonKey.Tools),
        ("text", JsonKey.Text), ("thinking", JsonKey.Text), ("prompt", JsonKey.Text), ("refusal", JsonKey.Text), ("partial_json", JsonKey.Text),
        ("content", JsonKey.Container), ("parts", JsonKey.Container), ("summary", JsonKey.Container), ("generateContentRequest", JsonKey.Message),
        ("reasoning_content", JsonKey.Thoughts), ("reasoning", JsonKey.Thoughts),
        ("arguments", JsonKey.Arguments), ("args", JsonKey.Arguments), ("action", JsonKey.Arguments), ("structuredContent", JsonKey.CallResult),
        ("functionResponse", JsonKey.CallResult), ("function_response", JsonKey.CallResult), ("output", JsonKey.Answer),
        ("tool_calls", JsonKey.Calls), ("functionCall", JsonKey.Calls), ("function_call", JsonKey.Calls), ("function", JsonKey.Call), ("custom", JsonKey.Call),
        ("content_block", JsonKey.Item), ("item", JsonKey.Item),
        ("usage", JsonKey.Usage), ("usageMetadata", JsonKey.Usage), ("input_tokens", JsonKey.TokensIn), ("prompt_tokens", JsonKey.TokensIn),
        ("promptTokenCount", JsonKey.TokensIn), ("totalTokens", JsonKey.TokensIn), ("cache_read_input_tokens", JsonKey.TokensCached),
        ("cache_creation_input_tokens", JsonKey.TokensCached), ("output_tokens", JsonKey.TokensOut), ("completion_tokens", JsonKey.TokensOut),
        ("candidatesTokenCount", JsonKey.TokensOut), ("choices", JsonKey.Conversation), ("candidates", JsonKey.Conversation), ("delta", JsonKey.Delta),
        ("parameters", JsonKey.Schema), ("input_schema", JsonKey.Schema), ("inputSchema", JsonKey.Schema), ("parametersJsonSchema", JsonKey.Schema),
        ("parameters_json_schema", JsonKey.Schema), ("params", JsonKey.Params), ("result", JsonKey.Result), ("response", JsonKey.Response),
        ("message", JsonKey.Message), ("event", JsonKey.Event), ("eventName", JsonKey.Event), ("event_name", JsonKey.Event),
        ("_attachments", JsonKey.Attachments), ("method", JsonKey.Method), ("cache_control", JsonKey.Noise), ("metadata", JsonKey.Noise),
    ]);

    private static (byte[] Text, JsonKey Key)[][] Build((string Text, JsonKey Key)[] keys)
    {
        var buckets = new (byte[], JsonKey)[128][];
        Array.Fill(buckets, []);
        foreach ((string text, JsonKey key) in keys)
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
            ref (byte[], JsonKey)[] bucket = ref buckets[Bucket(bytes)];
            bucket = [.. bucket, (bytes, key)];
        }

        return buckets;
    }
}
