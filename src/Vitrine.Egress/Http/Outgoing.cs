using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Http;

/// <summary>A request as it leaves, where that is not as it came: what inspection and credentials changed.</summary>
internal sealed class Outgoing(string target)
{
    private readonly Dictionary<string, string?[]?> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Path and query.</summary>
    public string Target { get; set; } = target;

    /// <summary>The credential that was put in, whose connections are its own; null is none.</summary>
    public string? Identity { get; set; }

    /// <summary>Whether something of it may come back changed, so that the answer must be readable.</summary>
    public bool NeedsPlainAnswer { get; set; }

    /// <summary>Sets the values of a field; null takes it out.</summary>
    public void Set(string name, string?[]? values) => _fields[name] = values;

    /// <summary>The values of a field as they leave: null when it does not.</summary>
    public string?[]? Values(string name, Microsoft.Extensions.Primitives.StringValues came) =>
        _fields.TryGetValue(name, out string?[]? values) ? values : (string?[]?)came.ToArray();

    /// <summary>The first value of a field as it leaves.</summary>
    public string? Value(IHeaderDictionary came, string name) => Values(name, came[name]) is [{ } value, ..] ? value : null;

    /// <summary>Takes over what an inspection changed.</summary>
    public void Take(IReadOnlyList<HeaderField> changed)
    {
        foreach (HeaderField field in changed)
            Set(field.Name, field.Value.Length == 0 ? null : [field.Value]);
    }
}
