namespace Vitrine.Gateway;

/// <summary>What a path asks of a model API.</summary>
internal enum ModelOperation
{
    /// <summary>An answer of the model.</summary>
    Generate,

    /// <summary>An answer, streamed because the path says so (Gemini).</summary>
    GenerateStream,

    /// <summary>The number of tokens of a request.</summary>
    CountTokens,

    /// <summary>The models there are.</summary>
    ListModels,

    /// <summary>One model by its name.</summary>
    GetModel,

    /// <summary>The root, which clients ask to see whether the server is there.</summary>
    Root,
}

/// <summary>A path of a model API, taken apart.</summary>
/// <param name="Protocol">The protocol; for lists of models of the OpenAI form it may be Anthropic's too, which the headers tell.</param>
/// <param name="Operation">What is asked.</param>
/// <param name="Model">The model, where the path names one; else empty.</param>
internal readonly record struct ModelRoute(ModelProtocol Protocol, ModelOperation Operation, string Model = "")
{
    /// <summary>
    /// Matches a path, already decoded and without its query, by its end: gateways put their own prefixes before it. False for what is no path of a model API.
    /// </summary>
    public static bool TryMatch(string path, out ModelRoute route)
    {
        ModelRoute? match = path switch
        {
            "/" or "" => new(ModelProtocol.AnthropicMessages, ModelOperation.Root),
            _ when Ends("/v1/messages") => new(ModelProtocol.AnthropicMessages, ModelOperation.Generate),
            _ when Ends("/v1/messages/count_tokens") => new(ModelProtocol.AnthropicMessages, ModelOperation.CountTokens),
            _ when Ends("/chat/completions") => new(ModelProtocol.OpenAIChat, ModelOperation.Generate),
            _ when Ends("/responses") => new(ModelProtocol.OpenAIResponses, ModelOperation.Generate),
            _ when Ends("/v1beta/models") => new(ModelProtocol.Gemini, ModelOperation.ListModels),
            _ when Ends("/models") => new(ModelProtocol.OpenAIChat, ModelOperation.ListModels),
            _ => MatchModel(path),
        };
        route = match.GetValueOrDefault();
        return match is not null;

        bool Ends(string end) => path.EndsWith(end, StringComparison.Ordinal);
    }

    private static ModelRoute? MatchModel(string path)
    {
        const string Models = "/models/";
        int start = path.LastIndexOf(Models, StringComparison.Ordinal);
        if (start < 0 || start + Models.Length == path.Length)
            return null;
        string rest = path[(start + Models.Length)..];
        int colon = rest.LastIndexOf(':');
        ModelOperation? operation = (colon < 0 ? "" : rest[(colon + 1)..]) switch
        {
            "generateContent" => ModelOperation.Generate,
            "streamGenerateContent" => ModelOperation.GenerateStream,
            "countTokens" => ModelOperation.CountTokens,
            _ => null,
        };
        if (operation is { } found)
            return colon > 0 ? new(ModelProtocol.Gemini, found, rest[..colon]) : null;
        string prefix = path[..start];
        // Gemini's names have no colon: what follows one there is a method that is not served.
        if (prefix.EndsWith("/v1beta", StringComparison.Ordinal))
            return colon >= 0 ? null : new(ModelProtocol.Gemini, ModelOperation.GetModel, rest);
        return prefix.EndsWith("/v1", StringComparison.Ordinal) ? new(ModelProtocol.OpenAIChat, ModelOperation.GetModel, rest) : null;
    }
}
