using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Audit.Reading.Script;

/// <summary>
/// Calls of the program's own functions for constants. They are short, their steps are counted for the whole package, and they see no more than constants.
/// </summary>
internal sealed partial class JsFolder
{
    private const int DeepestCall = 8;
    private const int MostEvaluated = 1 << 16;

    private readonly List<(string Name, JsValue Value)> _locals = [];
    private int _frame;
    private int _evaluating;

    private bool TryName(string name, [NotNullWhen(true)] out JsValue? value)
    {
        for (int at = _locals.Count - 1; at >= _frame; at--)
            if (_locals[at].Name == name)
            {
                value = _locals[at].Value;
                return true;
            }

        return _names.TryGetValue(name, out value);
    }

    // name(constants) for a function of the program.
    private JsValue? Called(string name, int open, int depth, out int end)
    {
        end = open;
        if (_evaluating >= DeepestCall
            || !decoders.TryFind(name, open, out JsFunction function)
            || Arguments(open, depth, out int close) is not { Count: > 0 } arguments
            || arguments.Count > function.Parameters.Length)
            return null;
        int frame = _frame;
        _frame = _locals.Count;
        JsValue? result = Invoke(function, arguments);
        _frame = frame;
        if (result is null)
            return null;
        end = close;
        return Computed(result, arguments[0], function.Body, function.Body + 60);
    }

    // value.map(function), with the variables around it.
    private JsValue? Evaluated(JsValue value, string method, int open, int close, int depth)
    {
        int elements = value.Items?.Count ?? (value.Text is null ? value.Bytes?.Length : null) ?? -1;
        if (elements is < 0 or > MostEvaluated
            || _evaluating >= DeepestCall
            || depth > Deepest
            || !Callback(open + 1, close, out JsFunction function)
            || function.Parameters.Length == 0)
            return null;
        JsValue? result = method switch
        {
            "map" => Map(value, elements, function),
            "filter" => Filter(value, elements, function),
            _ => Reduce(value, elements, function, open, close, depth),
        };
        return result is null || !IsSensible(result) ? null : Computed(result, value, open, close);
    }

    private JsValue? Map(JsValue value, int elements, JsFunction function)
    {
        var results = new List<JsValue>(elements);
        for (int at = 0; at < elements; at++)
        {
            if (Invoke(function, [Element(value, at), JsValue.Of(at), value]) is not { } one)
                return null;
            results.Add(one);
        }

        if (value.Items is not null)
            return new JsValue { Items = results };
        byte[] bytes = new byte[elements];
        for (int at = 0; at < elements; at++)
        {
            if (results[at].Number is not { } number || !double.IsFinite(number))
                return null;
            bytes[at] = unchecked((byte)(long)number);
        }

        return new JsValue { Bytes = bytes };
    }

    private JsValue? Filter(JsValue value, int elements, JsFunction function)
    {
        var kept = new List<JsValue>();
        for (int at = 0; at < elements; at++)
        {
            JsValue element = Element(value, at);
            if (Invoke(function, [element, JsValue.Of(at), value]) is not { Number: { } number })
                return null;
            if (number != 0)
                kept.Add(element);
        }

        JsValue result = value.Items is not null ? new JsValue { Items = kept } : new JsValue { Bytes = [.. kept.Select(one => (byte)one.Number!.Value)] };
        // To pick characters is to hide; to pick words is to choose.
        return kept.Count >= 8 && kept.TrueForAll(one => one.Text is { Length: 1 }) ? result.After("picked", value, true) : result;
    }

    private JsValue? Reduce(JsValue value, int elements, JsFunction function, int open, int close, int depth)
    {
        // Behind the function's body stands what it starts with.
        int comma = close - 1;
        while (comma > open && !Is(comma, ','))
            comma--;
        JsValue? sum = comma > open && Sum(comma + 1, depth + 1, out int after) is { } start && after == close ? start : null;
        for (int at = 0; at < elements; at++)
        {
            sum = sum is null ? (at == 0 ? Element(value, 0) : null) : Invoke(function, [sum, Element(value, at), JsValue.Of(at), value]);
            if (sum is null || sum.Text is { Length: > 1 << 20 })
                return null;
        }

        return sum;
    }

    private static JsValue Element(JsValue value, int at) => value.Items is { } items ? items[at] : JsValue.Of(value.Bytes![at]);

    private bool Callback(int at, int close, out JsFunction function) =>
        decoders.TryRead(at, out function)
        || (at + 1 == close
            && tokens[at].Kind == JsTokenKind.Word
            && decoders.TryFind(System.Text.Encoding.UTF8.GetString(tokens[at].In(source.Span)), at, out function));

    private JsValue? Invoke(JsFunction function, List<JsValue> arguments)
    {
        int locals = _locals.Count;
        for (int at = 0; at < function.Parameters.Length && at < arguments.Count; at++)
            _locals.Add((function.Parameters[at], arguments[at]));
        _evaluating++;
        JsValue? result = function.IsBlock ? Block(function.Body) : Sum(function.Body, 0, out int end) is { } value && IsEnd(end) ? value : null;
        _evaluating--;
        _locals.RemoveRange(locals, _locals.Count - locals);
        return result;
    }

    // const a = …, b = …; return … ; what else stands there is not evaluated.
    private JsValue? Block(int at)
    {
        for (int statements = 0; statements < 12 && at + 1 < count; statements++)
        {
            ReadOnlySpan<byte> word = tokens[at].In(source.Span);
            if (word.SequenceEqual("return"u8))
                return Sum(at + 1, 0, out int last) is { } result && IsEnd(last) ? result : null;
            if (!(word.SequenceEqual("const"u8) || word.SequenceEqual("let"u8) || word.SequenceEqual("var"u8)))
                return null;
            do
            {
                if (at + 3 >= count
                    || tokens[at + 1].Kind != JsTokenKind.Word
                    || !Is(at + 2, '=')
                    || Sum(at + 3, 0, out int end) is not { } value
                    || !IsEnd(end))
                    return null;
                _locals.Add((System.Text.Encoding.UTF8.GetString(tokens[at + 1].In(source.Span)), value));
                at = end;
            }
            while (Is(at, ','));
            if (Is(at, ';'))
                at++;
        }

        return null;
    }

    // What follows a whole expression; half of one, up to something unknown, has another value.
    private bool IsEnd(int at) => at >= count || Is(at, ')') || Is(at, ',') || Is(at, ';') || Is(at, '}') || Is(at, ']')
        || (tokens[at].Kind == JsTokenKind.Word && source.Span[tokens[at - 1].End..tokens[at].Start].Contains((byte)'\n'));

    // A name that is bound to another value than the nearest gives no text; the bytes are then better searched.
    private bool IsSensible(JsValue result)
    {
        if (result.Items is { Count: > 0 } items)
            return items[0].Text is null || items.All(item => item.Text is not { } text || text.AsSpan().IndexOfAnyInRange('\0', '\b') < 0);
        if (result.Text is not null || result.Bytes is not { Length: > 0 } bytes)
            return result.Text is not null || result.Items is not null || result.Number is not null;
        return Hiding.TextScore.IsPrintable(bytes)
            || (allowance.Take(bytes.Length) && Hiding.Compression.Undo(bytes, tryAll: true, allowance.LargestPiece, out _) is not null);
    }

    private JsValue Computed(JsValue result, JsValue from, int start, int end)
    {
        bool isMasked = decoders.MasksWithin(start, end);
        JsValue marked = result.Steps.Count > 0
            ? result with { IsDeliberate = result.IsDeliberate || isMasked }
            : isMasked
                ? result.After("computed", from, true)
                : result with { Steps = from.Steps, IsDeliberate = from.IsDeliberate };
        if (result.Items is { } items && (isMasked || items.Any(item => item.Steps.Count > 0)))
            marked = marked with
            {
                Items = [.. items.Select(item => item.Steps.Count > 0 || item.Text is null
                ? item
                : item with { Steps = marked.Steps, IsDeliberate = marked.IsDeliberate })]
            };
        return marked;
    }

    private JsValue? Length(JsValue value, int at, out int end)
    {
        end = at + 2;
        if (_evaluating == 0 || !tokens[at + 1].In(source.Span).SequenceEqual("length"u8))
            return null;
        int length = value.Text?.Length ?? value.Items?.Count ?? value.Bytes?.Length ?? -1;
        return length < 0 ? null : JsValue.Of(length);
    }
}
