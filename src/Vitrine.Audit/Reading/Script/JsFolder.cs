using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>
/// Evaluates what is constant in a program: literals, sums of them, arrays, and the calls that turn one into another (join, reverse, split, fromCharCode, atob,
/// Buffer.from, toString …). Nothing of the program is run. A variable has the value of its nearest declaration before, which in a minified bundle is a guess;
/// a wrong guess gives a string that is not used.
/// </summary>
internal sealed partial class JsFolder(ReadOnlyMemory<byte> source, JsToken[] tokens, int count, JsDecoders decoders, Hiding.DecodeAllowance allowance)
{
    private const int Deepest = 24;
    private const int MostItems = 1 << 18;
    private const int MostNames = 200_000;

    private readonly Dictionary<string, JsValue> _names = new(StringComparer.Ordinal);

    /// <summary>Remembers the value of a name.</summary>
    public void Bind(string name, JsValue value)
    {
        if (_names.Count < MostNames || _names.ContainsKey(name))
            _names[name] = value;
    }

    /// <summary>The value of the longest constant expression that starts at a token, and the token behind it; null where none starts there.</summary>
    public JsValue? Fold(int at, out int end) => Sum(at, 0, out end);

    private JsValue? Sum(int at, int depth, out int end)
    {
        JsValue? value = Binary(at, depth, 1, out end);
        return value is not null && _evaluating > 0 && Is(end, '?') ? Choice(value, depth, ref end) : value;
    }

    private JsValue? Choice(JsValue condition, int depth, ref int end)
    {
        if (Sum(end + 1, depth + 1, out int middle) is not { } yes || !Is(middle, ':') || Sum(middle + 1, depth + 1, out int last) is not { } no)
            return null;
        end = last;
        return condition.Number is { } number ? (number != 0 && !double.IsNaN(number) ? yes : no) : condition.Text is { Length: 0 } ? no : yes;
    }

    private JsValue? Binary(int at, int depth, int least, out int end)
    {
        end = at;
        if (depth > Deepest || Factor(at, depth, out int next) is not { } value)
            return null;
        end = next;
        StringBuilder? joined = null;
        JsValue? first = null;
        while (end + 1 < count && tokens[end].Kind == JsTokenKind.Mark)
        {
            ReadOnlySpan<byte> mark = tokens[end].In(source.Span);
            int strength = JsOperators.Strength(mark);
            // What is compared in a program is no constant; only a function that is evaluated decides.
            if (strength < least || strength == 0 || (_evaluating == 0 && JsOperators.IsComparison(strength)))
                break;
            if (Binary(end + 1, depth + 1, strength + 1, out next) is not { } right)
                break;
            bool isPlus = mark.Length == 1 && mark[0] == '+';
            if (isPlus && (joined is not null || value.Text is not null) && right.AsText() is { } more)
            {
                // A long chain of strings is joined once, not once for each.
                first ??= value;
                joined ??= new StringBuilder(value.Text);
                if (joined.Length + (long)more.Length > 16 << 20)
                    break;
                joined.Append(more);
                first = right.Steps.Count == 0
                    ? first
                    : first with { Steps = [.. first.Steps.Union(right.Steps).Take(12)], IsDeliberate = first.IsDeliberate || right.IsDeliberate };
            }
            else if (joined is not null)
                break;
            else if (isPlus)
            {
                if (JsValue.Join(value, right) is not { } sum)
                    break;
                value = sum;
            }
            else if (Operate(mark, value, right) is { } number)
                value = JsValue.Of(number);
            else
                break;
            end = next;
        }

        return joined is null ? value : new JsValue { Text = joined.ToString() }.After("joined", first!);
    }

    private static double? Operate(ReadOnlySpan<byte> mark, JsValue left, JsValue right)
    {
        if (left.Number is { } one && right.Number is { } other)
            return JsOperators.Calculate(mark, one, other);
        if (left.Text is { } text && right.Text is { } compared && JsOperators.IsComparison(JsOperators.Strength(mark)))
            return JsOperators.Calculate(mark, string.CompareOrdinal(text, compared), 0);
        return null;
    }

    private JsValue? Factor(int at, int depth, out int end)
    {
        JsValue? value = Primary(at, depth, out end);
        while (value is not null && Postfix(value, end, depth, out int next) is { } more)
            (value, end) = (more, next);
        return value;
    }

    private JsValue? Primary(int at, int depth, out int end)
    {
        end = at;
        if (at >= count || depth > Deepest || (_evaluating > 0 && !allowance.TakeStep()))
            return null;
        ReadOnlySpan<byte> text = tokens[at].In(source.Span);
        switch (tokens[at].Kind)
        {
            case JsTokenKind.Text:
            case JsTokenKind.Template when text[0] == '`' && text[^1] == '`' && text.Length > 1:
                end = at + 1;
                return JsValue.Of(JsText.Value(source.Span, tokens[at]));
            case JsTokenKind.Template when text[0] == '`':
                return Template(at, depth, out end);
            case JsTokenKind.Number:
                end = at + 1;
                return double.IsNaN(JsText.Number(source.Span, tokens[at])) ? null : JsValue.Of(JsText.Number(source.Span, tokens[at]));
            case JsTokenKind.Mark when text.Length == 1:
                return Marked(text[0], at, depth, out end);
            case JsTokenKind.Word:
                return Word(text, at, depth, out end);
            default:
                return null;
        }
    }

    private JsValue? Template(int at, int depth, out int end)
    {
        end = at;
        var text = new StringBuilder(JsText.Value(source.Span, tokens[at]));
        JsValue from = JsValue.Of("");
        int next = at + 1;
        while (next < count)
        {
            if (Sum(next, depth + 1, out int after) is not { } value
                || value.AsText() is not { } part
                || after >= count
                || tokens[after].Kind != JsTokenKind.Template)
                return null;
            text.Append(part).Append(JsText.Value(source.Span, tokens[after]));
            from = value.Steps.Count > 0 ? value : from;
            next = after + 1;
            if (text.Length > 16 << 20)
                return null;
            if (source.Span[tokens[after].End - 1] == '`')
            {
                end = next;
                return new JsValue { Text = text.ToString() }.After("joined", from);
            }
        }

        return null;
    }

    private JsValue? Marked(byte mark, int at, int depth, out int end)
    {
        end = at;
        switch (mark)
        {
            case (byte)'[':
                return List(at, depth, out end);
            case (byte)'(':
                if (Sum(at + 1, depth + 1, out int close) is { } inner && Is(close, ')'))
                {
                    end = close + 1;
                    return inner;
                }

                return null;
            case (byte)'-' or (byte)'~' or (byte)'+' when Factor(at + 1, depth + 1, out int after) is { Number: { } number }:
                end = after;
                return JsValue.Of(mark == '-' ? -number : mark == '~' ? ~(long)number : number);
            default:
                return null;
        }
    }

    private JsValue? List(int at, int depth, out int end)
    {
        end = at;
        var items = new List<JsValue>();
        int next = at + 1;
        while (!Is(next, ']'))
        {
            bool isSpread = IsMark(next, "..."u8);
            if (items.Count >= MostItems || Sum(isSpread ? next + 1 : next, depth + 1, out int after) is not { } item)
                return null;
            if (isSpread)
                items.AddRange(item.Items ?? item.Text?.Select(one => JsValue.Of(one.ToString())) ?? []);
            else
                items.Add(item);
            if (Is(after, ','))
                after++;
            else if (!Is(after, ']'))
                return null;
            next = after;
        }

        end = next + 1;
        return new JsValue
        {
            Items = items,
            IsDeliberate = items.Exists(item => item.IsDeliberate),
            Steps = items.Find(item => item.Steps.Count > 0)?.Steps ?? []
        };
    }

    private JsValue? Word(ReadOnlySpan<byte> word, int at, int depth, out int end)
    {
        end = at;
        if (word.SequenceEqual("new"u8) && at + 1 < count)
            return Primary(at + 1, depth + 1, out end);
        string name = decoders.Original(Encoding.UTF8.GetString(word[..Math.Min(word.Length, 80)]));
        int next = at + 1;
        string member = "";
        // NAME.member( for the few that are known; at most two members deep.
        for (int level = 0; level < 2
            && (Is(next, '.') || IsMark(next, "?."u8))
            && next + 1 < count
            && tokens[next + 1].Kind == JsTokenKind.Word
            && JsCalls.Owns(name); level++)
        {
            member = Encoding.UTF8.GetString(tokens[next + 1].In(source.Span));
            next += 2;
        }

        if (Is(next, '(')
            && JsCalls.IsKnown(name, member)
            && Arguments(next, depth, out int close) is { } arguments
            && JsCalls.Call(name, member, arguments) is { } called)
        {
            end = close;
            return called;
        }

        // Arguments are evaluated once for each call: twice for each level would be without end.
        if (member.Length == 0
            && Is(next, '(')
            && !JsCalls.IsKnown(name, member)
            && !(at > 0 && Is(at - 1, '.'))
            && Called(name, next, depth, out close) is { } computed)
        {
            end = close;
            return computed;
        }

        if (TryName(name, out JsValue? bound) && !(at > 0 && (Is(at - 1, '.') || IsMark(at - 1, "?."u8))))
        {
            end = at + 1;
            return bound;
        }

        return null;
    }

    private JsValue? Postfix(JsValue value, int at, int depth, out int end)
    {
        end = at;
        if (Is(at, '[') && Sum(at + 1, depth + 1, out int close) is { } index && Is(close, ']'))
        {
            // a['join']('') is a.join('').
            if (index.Text is { } key && Is(close + 1, '('))
                return Method(value, key, close + 1, depth, out end);
            if (index.Number is { } number && number >= 0 && value.Items is { } items && number < items.Count)
            {
                end = close + 1;
                return items[(int)number];
            }

            if (index.Number is { } octet && octet >= 0 && value.Text is null && value.Bytes is { } bytes && octet < bytes.Length)
            {
                end = close + 1;
                return JsValue.Of(bytes[(int)octet]);
            }

            if (index.Number is { } place && place >= 0 && value.Text is { } text && place < text.Length)
            {
                end = close + 1;
                return JsValue.Of(text[(int)place].ToString()).After("picked", value);
            }

            return null;
        }

        if ((Is(at, '.') || IsMark(at, "?."u8)) && at + 1 < count && tokens[at + 1].Kind == JsTokenKind.Word && !Is(at + 2, '('))
            return Length(value, at, out end);
        if ((Is(at, '.') || IsMark(at, "?."u8)) && at + 2 < count && tokens[at + 1].Kind == JsTokenKind.Word && Is(at + 2, '('))
            return Method(value, Encoding.UTF8.GetString(tokens[at + 1].In(source.Span)), at + 2, depth, out end);
        return null;
    }

    private JsValue? Method(JsValue value, string name, int open, int depth, out int end)
    {
        end = open;
        if (JsMethods.TakesFunction(name))
        {
            int close = SkipCall(open);
            if (close < 0)
                return null;
            if (Evaluated(value, name, open, close, depth) is { } computed)
            {
                end = close + 1;
                return computed;
            }

            // A function with something unknown in it: a mask to be searched for, or none.
            if (name != "map")
                return null;
            string body = Encoding.UTF8.GetString(source.Span[tokens[open].Start..tokens[close].End]);
            if (JsMethods.Map(value, body) is not { } mapped)
                return null;
            end = close + 1;
            return mapped;
        }

        if (!JsMethods.IsKnown(name) || Arguments(open, depth, out int after) is not { } arguments)
            return null;
        if (JsMethods.Call(value, name, arguments) is not { } result)
            return null;
        end = after;
        return result;
    }

    private int SkipCall(int open)
    {
        int level = 0;
        for (int at = open; at < count && at < open + 120; at++)
        {
            if (tokens[at].Kind != JsTokenKind.Mark)
                continue;
            byte mark = source.Span[tokens[at].Start];
            level += mark is (byte)'(' ? 1 : mark is (byte)')' ? -1 : 0;
            if (level == 0)
                return at;
        }

        return -1;
    }

    private List<JsValue>? Arguments(int open, int depth, out int end)
    {
        end = open;
        var arguments = new List<JsValue>();
        int next = open + 1;
        while (!Is(next, ')'))
        {
            bool isSpread = IsMark(next, "..."u8);
            if (isSpread)
                next++;
            if (tokens.Length > next && next < count && tokens[next].Kind == JsTokenKind.Pattern)
            {
                arguments.Add(JsValue.Of(Encoding.UTF8.GetString(tokens[next].In(source.Span))) with { Steps = ["pattern"] });
                next++;
            }
            else
            {
                if (arguments.Count > MostItems || Sum(next, depth + 1, out int after) is not { } argument)
                    return null;
                if (isSpread && argument.Items is { } items)
                    arguments.AddRange(items);
                else if (isSpread && argument.Bytes is { } bytes)
                    arguments.AddRange(bytes.Select(one => JsValue.Of(one)));
                else
                    arguments.Add(argument);
                next = after;
            }

            if (Is(next, ','))
                next++;
            else if (!Is(next, ')'))
                return null;
        }

        end = next + 1;
        return arguments;
    }

    private bool Is(int at, char mark) =>
        at < count && tokens[at].Kind == JsTokenKind.Mark && tokens[at].End - tokens[at].Start == 1 && source.Span[tokens[at].Start] == mark;

    private bool IsMark(int at, ReadOnlySpan<byte> mark) => at < count && tokens[at].Kind == JsTokenKind.Mark && tokens[at].In(source.Span).SequenceEqual(mark);
}
