using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vitrine.Gateway.StandIn;

/// <summary>The events of a YAML text, one after the other.</summary>
internal sealed class YamlEvents
{
    /// <summary>Deeper than any script; the parser takes quadratic time over what is nested without end.</summary>
    private const int MaximumDepth = 16;

    private readonly Parser _parser;
    private int _depth;

    /// <summary>Stands before the first event.</summary>
    public YamlEvents(string yaml)
    {
        _parser = new Parser(new StringReader(yaml));
        MoveNext();
    }

    /// <summary>The event at hand; null past the last.</summary>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>Takes the event at hand if it is a <typeparamref name="T"/>.</summary>
    public bool TryTake<T>([NotNullWhen(true)] out T? taken)
        where T : ParsingEvent
    {
        taken = _parser.Current as T;
        if (taken is not null)
            MoveNext();
        return taken is not null;
    }

    /// <summary>Skips the value at hand with all that is in it.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            depth += _parser.Current?.NestingIncrease ?? 0;
            MoveNext();
        }
        while (depth > 0);
    }

    /// <summary>The scanner was seen to throw more than its own exception for broken YAML; to the reader they are one.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    private void MoveNext()
    {
        try
        {
            // Readers go on until what they are in ends; past the last event nothing does any more.
            if (!_parser.MoveNext())
                throw BreaksOff(null);
            _depth += _parser.Current!.NestingIncrease;
            if (_depth > MaximumDepth)
                throw new YamlException(_parser.Current.Start, _parser.Current.End, "the text is nested too deep");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw BreaksOff(e);
        }
    }

    private YamlException BreaksOff(Exception? inner)
    {
        Mark at = _parser.Current?.End ?? new Mark(0, 1, 1);
        return new YamlException(at, at, "the text ends or breaks off in the middle of a value", inner!);
    }
}
