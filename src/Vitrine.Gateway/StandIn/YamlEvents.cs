using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vitrine.Gateway.StandIn;

/// <summary>The events of a YAML text, one after the other.</summary>
internal sealed class YamlEvents
{
    private readonly Parser _parser;

    /// <summary>Stands before the first event.</summary>
    public YamlEvents(string yaml)
    {
        _parser = new Parser(new StringReader(yaml));
        _parser.MoveNext();
    }

    /// <summary>The event at hand; null past the last.</summary>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>Takes the event at hand if it is a <typeparamref name="T"/>.</summary>
    public bool TryTake<T>([NotNullWhen(true)] out T? taken)
        where T : ParsingEvent
    {
        taken = _parser.Current as T;
        if (taken is not null)
            _parser.MoveNext();
        return taken is not null;
    }

    /// <summary>Skips the value at hand with all that is in it.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            depth += _parser.Current?.NestingIncrease ?? 0;
        }
        while (_parser.MoveNext() && depth > 0);
    }
}
