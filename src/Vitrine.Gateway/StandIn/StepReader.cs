using System.Globalization;
using YamlDotNet.Core.Events;

namespace Vitrine.Gateway.StandIn;

/// <summary>Reads one step of a script.</summary>
internal sealed class StepReader(YamlEvents events, Action<ParsingEvent?, string> fail)
{
    private const string Known = "say, list, read, run, edit (with create, append, replace and with, or insert and line), finish";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Scalar> _keys = new(StringComparer.Ordinal);
    private List<string> _files = [];
    private bool _broken;

    /// <summary>Reads the step at hand. Null when it is none; then the errors are reported.</summary>
    public ScriptStep? Read()
    {
        if (!events.TryTake(out MappingStart? start))
        {
            fail(events.Current, "A step is a mapping such as 'run: ls'.");
            events.Skip();
            return null;
        }

        FieldReader fields = new(events, Fail);
        while (fields.TryNext(out Scalar? key))
            ReadField(fields, key);
        return _broken ? null : Build(start);
    }

    private void ReadField(FieldReader fields, Scalar key)
    {
        _keys[key.Value] = key;
        switch (key.Value)
        {
            case "read":
                _files = fields.Texts(key);
                break;
            case "with":
                // The empty text is the one way to delete.
                _texts[key.Value] = fields.TextOrEmpty(key);
                break;
            case "say" or "list" or "run" or "edit" or "finish" or "create" or "append" or "replace" or "insert" or "line":
                _texts[key.Value] = fields.Text(key) ?? "";
                break;
            default:
                fields.Unknown(key, Known);
                break;
        }
    }

    private ScriptStep? Build(MappingStart start)
    {
        string[] verbs = ["list", "read", "run", "edit", "finish"];
        string[] said = [.. verbs.Where(_keys.ContainsKey)];
        if (said.Length != 1)
        {
            Fail(start, "A step has exactly one of list, read, run, edit and finish.");
            return null;
        }

        if (said[0] != "edit"
            && _keys.Values.FirstOrDefault(key => key.Value is "create" or "append" or "replace" or "with" or "insert" or "line") is { } stray)
        {
            Fail(stray, $"'{stray.Value}' belongs to 'edit'.");
            return null;
        }

        string say = _texts.GetValueOrDefault("say", "");
        switch (said[0])
        {
            case "list":
                return new ScriptStep.ListDirectory(say, _texts["list"]);
            case "read":
                return new ScriptStep.ReadFile(say, _files);
            case "run":
                return new ScriptStep.Run(say, _texts["run"]);
            case "edit":
                return BuildEdit() is { } edit ? new ScriptStep.Edit(say, _texts["edit"], edit) : null;
            default:
                if (!_keys.TryGetValue("say", out Scalar? key))
                    return new ScriptStep.Finish(_texts["finish"]);
                Fail(key, "'finish' is what is said; 'say' may not stand beside it.");
                return null;
        }
    }

    private ScriptEdit? BuildEdit()
    {
        string[] keys = [.. _keys.Keys.Where(key => key is not ("say" or "edit")).Order(StringComparer.Ordinal)];
        switch (keys)
        {
            case ["create"]:
                return new ScriptEdit.Create(_texts["create"]);
            case ["append"]:
                return new ScriptEdit.Append(_texts["append"]);
            case ["replace", "with"]:
                return new ScriptEdit.Replace(_texts["replace"], _texts["with"]);
            case ["insert", "line"]:
                if (int.TryParse(_texts["line"], NumberStyles.None, CultureInfo.InvariantCulture, out int line))
                    return new ScriptEdit.Insert(line, _texts["insert"]);
                Fail(_keys["line"], "'line' is a number: the line after which the text is inserted, 0 for the beginning.");
                return null;
            default:
                Fail(_keys["edit"], "'edit' needs one of: create; append; replace and with; insert and line.");
                return null;
        }
    }

    private void Fail(ParsingEvent? at, string message)
    {
        _broken = true;
        fail(at, message);
    }
}
