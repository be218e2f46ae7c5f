namespace Vitrine.Core.Inspect.Meaning;

/// <summary>What is known of a body before it is read.</summary>
/// <param name="Host">The host of the request, lower case, without port.</param>
/// <param name="Method">The method of the request.</param>
/// <param name="Target">Path and query of the request.</param>
/// <param name="ContentType">The body's own content type; empty where none was given.</param>
public readonly record struct BodyFacts(string Host, string Method, string Target, string ContentType)
{
    /// <summary>The path without the query.</summary>
    public ReadOnlySpan<char> Path => Target.AsSpan() is var target && target.IndexOfAny('?', '#') is >= 0 and var end ? target[..end] : target;

    /// <summary>Whether the content type begins with <paramref name="type"/>.</summary>
    internal bool IsType(string type) => ContentType.StartsWith(type, StringComparison.OrdinalIgnoreCase);
}
