using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core.Events;

namespace Vitrine.Gateway.StandIn;

/// <summary>Reads the fields of one YAML mapping: plain keys, each at most once, with values that are text.</summary>
/// <param name="events">The events, which stand behind the mapping's start.</param>
/// <param name="fail">Takes each error with the event it belongs to.</param>
internal sealed class FieldReader(YamlEvents events, Action<ParsingEvent?, string> fail)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Moves to the next key. False at the mapping's end.</summary>
    public bool TryNext([NotNullWhen(true)] out Scalar? key)
    {
        while (!events.TryTake(out MappingEnd? _))
        {
            if (events.TryTake(out Scalar? scalar))
            {
                key = scalar;
                if (_seen.Add(scalar.Value))
                    return true;
                fail(scalar, $"'{scalar.Value}' stands twice.");
            }
            else
            {
                fail(events.Current, "A key is plain text.");
                events.Skip();
            }

            events.Skip();
        }

        key = null;
        return false;
    }

    /// <summary>The value as text, or null and an error when it is none or empty.</summary>
    public string? Text(Scalar key)
    {
        if (events.TryTake(out Scalar? value))
        {
            if (value.Value.Length > 0)
                return value.Value;
            fail(value, $"'{key.Value}' is empty.");
            return null;
        }

        fail(events.Current, $"'{key.Value}' is text.");
        events.Skip();
        return null;
    }

    /// <summary>The value as text that may be empty.</summary>
    public string TextOrEmpty(Scalar key)
    {
        if (events.Current is not Scalar { Value: "" })
            return Text(key) ?? "";
        events.Skip();
        return "";
    }

    /// <summary>The value as one text or a list of texts; empty and an error when it is neither.</summary>
    public List<string> Texts(Scalar key)
    {
        if (!events.TryTake(out SequenceStart? start))
            return Text(key) is { } one ? [one] : [];
        List<string> values = [];
        while (!events.TryTake(out SequenceEnd? _))
        {
            if (Text(key) is { } value)
                values.Add(value);
        }

        if (values.Count == 0)
            fail(start, $"'{key.Value}' is empty.");
        return values;
    }

    /// <summary>Reports a key that the mapping does not know, and skips its value.</summary>
    public void Unknown(Scalar key, string known)
    {
        fail(key, $"'{key.Value}' is not known here; known are {known}.");
        events.Skip();
    }
}
