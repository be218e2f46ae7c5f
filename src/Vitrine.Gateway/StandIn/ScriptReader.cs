using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vitrine.Gateway.StandIn;

/// <summary>
/// Reads a script from YAML, event by event: no reflection, and no recursion that a script could drive. All errors are gathered, so that a
/// person mends a script in one go; only broken YAML ends the reading early.
/// </summary>
internal sealed class ScriptReader
{
    /// <summary>The most steps of a script; a call's id carries the number of its step.</summary>
    public const int MaximumSteps = 200;

    private readonly YamlEvents _events;
    private readonly List<ScriptError> _errors = [];
    private readonly List<ScriptStep> _steps = [];
    private string _aside = "Hello";

    private ScriptReader(string yaml) => _events = new YamlEvents(yaml);

    /// <summary>Reads <paramref name="yaml"/>. Null and at least one error when it is no script.</summary>
    public static ScriptContent? Read(string yaml, out IReadOnlyList<ScriptError> errors)
    {
        if (yaml.Length > StandInScript.MaximumLength)
        {
            errors = [new ScriptError(1, 1, $"The script is longer than {StandInScript.MaximumLength} characters.")];
            return null;
        }

        ScriptReader reader = new(yaml);
        errors = reader._errors;
        try
        {
            reader.ReadDocument();
        }
        catch (YamlException e)
        {
            reader._errors.Add(new ScriptError((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column), $"This is not YAML: {e.Message}"));
        }

        return reader._errors.Count == 0 ? new ScriptContent(reader._aside, reader._steps) : null;
    }

    private void ReadDocument()
    {
        _events.TryTake(out StreamStart? _);
        if (!_events.TryTake(out DocumentStart? _) || !_events.TryTake(out MappingStart? start))
        {
            Fail(_events.Current, "A script is a mapping with 'steps'.");
            return;
        }

        ReadFields(new FieldReader(_events, Fail), start);
        if (_errors.Count == 0 && !(_events.TryTake(out DocumentEnd? _) && _events.Current is StreamEnd))
            Fail(_events.Current, "A script is one document.");
    }

    private void ReadFields(FieldReader fields, MappingStart start)
    {
        bool steps = false;
        while (fields.TryNext(out Scalar? key))
        {
            switch (key.Value)
            {
                case "aside":
                    _aside = fields.Text(key) ?? _aside;
                    break;
                case "steps":
                    steps = true;
                    ReadSteps();
                    break;
                default:
                    fields.Unknown(key, "aside, steps");
                    break;
            }
        }

        if (!steps)
            Fail(start, "A script needs 'steps'.");
    }

    private void ReadSteps()
    {
        if (!_events.TryTake(out SequenceStart? start))
        {
            Fail(_events.Current, "'steps' is a list.");
            _events.Skip();
            return;
        }

        ParsingEvent? afterFinish = null;
        while (!_events.TryTake(out SequenceEnd? _))
        {
            ParsingEvent at = _events.Current!;
            if (_steps is [.., ScriptStep.Finish])
                afterFinish ??= at;
            if (new StepReader(_events, Fail).Read() is { } step)
                _steps.Add(step);
            if (_steps.Count > MaximumSteps)
            {
                Fail(at, $"A script has at most {MaximumSteps} steps.");
                throw new YamlException(at.Start, at.End, "too many steps");
            }
        }

        if (afterFinish is not null)
            Fail(afterFinish, "No step may follow 'finish'.");
        else if (_errors.Count == 0 && _steps is not [.., ScriptStep.Finish])
            Fail(start, "The last step has to be 'finish'.");
    }

    private void Fail(ParsingEvent? at, string message)
    {
        Mark mark = at?.Start ?? new Mark(0, 1, 1);
        _errors.Add(new ScriptError((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column), message));
    }
}
