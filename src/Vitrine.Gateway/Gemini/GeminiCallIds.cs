namespace Vitrine.Gateway.Gemini;

/// <summary>
/// Which call a function response answers. The API's ids are optional; without one, responses answer the open calls of the same function in their order.
/// </summary>
internal sealed class GeminiCallIds
{
    private readonly Dictionary<string, Queue<string>> _open = new(StringComparer.Ordinal);

    /// <summary>A call was made.</summary>
    public void Called(string name, string id)
    {
        if (!_open.TryGetValue(name, out Queue<string>? waiting))
            _open[name] = waiting = new Queue<string>();
        waiting.Enqueue(id);
    }

    /// <summary>The id of the call that a response of <paramref name="name"/> answers; empty when there is none.</summary>
    public string Answered(string name, string? id)
    {
        string expected = _open.TryGetValue(name, out Queue<string>? waiting) && waiting.TryDequeue(out string? first) ? first : "";
        return string.IsNullOrEmpty(id) ? expected : id;
    }
}
