namespace Vitrine.Runtime.Agents;

/// <summary>What the person asks of an agent, and where it is.</summary>
public sealed record AgentRequest
{
    private const int LongestKey = 1024;
    private const int LongestModel = 256;

    /// <summary>How the agent's program is started: what <see cref="AgentLocation"/> gave; empty where the profile has none.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>HOME as the box sees it: absolute.</summary>
    public required string Home { get; init; }

    /// <summary>The prompt of a headless run; null starts it interactively.</summary>
    public string? Prompt { get; init; }

    /// <summary>Further arguments for the agent; the whole command where the profile has no program.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether nothing real is dialled.</summary>
    public bool Offline { get; init; }

    /// <summary>
    /// The model endpoint it is pointed at (<see cref="EndpointUrl.TryParse"/>); null leaves it to its vendor's, or to the stand-in when offline.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Key for the endpoint; null gives a placeholder, which is all that the stand-in wants.</summary>
    public string? Key { get; init; }

    /// <summary>Model to name to the endpoint; null takes the profile's.</summary>
    public string? Model { get; init; }

    /// <summary>The person's own environment, asked for the credentials that the profile names.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a text can name a model: it goes into JSON, TOML and arguments, so nothing that could end a string there, and no option.</summary>
    public static bool IsModel(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= LongestModel
            && text[0] != '-'
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '@' or '+' or '-');
    }

    /// <summary>Whether a text can be a key: printable ASCII that needs no escape in JSON.</summary>
    public static bool IsKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= LongestKey && text.All(c => c is > ' ' and < '\x7f' and not ('"' or '\\'));
    }
}
