namespace Vitrine.Audit.Reading.Script;

/// <summary>
/// Cuts JavaScript and TypeScript into tokens (ECMA-262, clause 12). One pass, never back more than to the start of a would-be regular expression, so linear in
/// the source. What is no valid program is cut as well as can be: a string that its line does not end is a mark, and the reading goes on behind it.
/// </summary>
internal ref struct JsTokenizer(ReadOnlySpan<byte> source)
{
    private const int DeepestNesting = 4096;

    private readonly ReadOnlySpan<byte> _source = source;
    private readonly Stack<char> _open = new();
    private int _at;
    private JsToken _last;
    private bool _any;

    // What the last closing mark ended: a value, behind which "/" divides, or a statement, behind which it opens a regular expression.
    private bool _closedValue;

    /// <summary>The next token; false at the end.</summary>
    public bool Next(out JsToken token)
    {
        SkipBlank();
        if (_at >= _source.Length)
        {
            token = default;
            return false;
        }

        int start = _at;
        JsTokenKind kind = Read();
        token = new JsToken(start, _at, kind);
        _last = token;
        _any = true;
        return true;
    }

    private JsTokenKind Read()
    {
        byte first = _source[_at];
        if (IsWord(first) || first is (byte)'#' or (byte)'\\')
        {
            _at++;
            while (_at < _source.Length && (IsWord(_source[_at]) || _source[_at] is >= (byte)'0' and <= (byte)'9' or (byte)'\\'))
                _at++;
            return JsTokenKind.Word;
        }

        if (first is >= (byte)'0' and <= (byte)'9' || (first == '.' && Peek(1) is >= (byte)'0' and <= (byte)'9'))
            return ReadNumber();
        switch (first)
        {
            case (byte)'"' or (byte)'\'':
                return ReadText(first) ? JsTokenKind.Text : JsTokenKind.Mark;
            case (byte)'`':
                _at++;
                return ReadTemplate();
            case (byte)'/' when MayOpenPattern() && ReadPattern():
                return JsTokenKind.Pattern;
            case (byte)'(':
                Push(IsConditionBefore() ? 'c' : '(');
                break;
            case (byte)'[':
                Push('[');
                break;
            case (byte)'{':
                Push(OpensValue() ? 'o' : '{');
                break;
            case (byte)')' or (byte)']':
                _closedValue = !(_open.TryPop(out char opened) && opened == 'c');
                break;
            case (byte)'}':
                if (_open.TryPop(out char brace) && brace == '$')
                {
                    _at++;
                    return ReadTemplate();
                }

                _closedValue = brace == 'o';
                break;
        }

        ReadMark(first);
        return JsTokenKind.Mark;
    }

    private void Push(char opened)
    {
        // Deeper than any program is: what is pushed no more only makes "/" ambiguous.
        if (_open.Count < DeepestNesting)
            _open.Push(opened);
    }

    private void SkipBlank()
    {
        while (_at < _source.Length)
        {
            byte one = _source[_at];
            if (one <= 0x20)
                _at++;
            else if (one == '/' && Peek(1) == '/')
                SkipTo("\n"u8);
            else if (one == '/' && Peek(1) == '*')
                SkipTo("*/"u8);
            else if (one == '#' && Peek(1) == '!' && _at == 0)
                SkipTo("\n"u8);
            else if (one == 0xEF && Peek(1) == 0xBB && Peek(2) == 0xBF)
                _at += 3;
            else if (one == 0xC2 && Peek(1) == 0xA0)
                _at += 2;
            else if (one == 0xE2 && Peek(1) == 0x80 && Peek(2) is 0xA8 or 0xA9)
                _at += 3;
            else
                return;
        }
    }

    private void SkipTo(ReadOnlySpan<byte> end)
    {
        int found = _source[Math.Min(_at + 2, _source.Length)..].IndexOf(end);
        _at = found < 0 ? _source.Length : _at + 2 + found + end.Length;
    }

    private JsTokenKind ReadNumber()
    {
        byte previous = 0;
        while (_at < _source.Length)
        {
            byte one = _source[_at];
            bool isSign = one is (byte)'+' or (byte)'-' && previous is (byte)'e' or (byte)'E' && !IsHexadecimal();
            if (!(IsWord(one) || one is >= (byte)'0' and <= (byte)'9' or (byte)'.' || isSign))
                break;
            previous = one;
            _at++;
        }

        return JsTokenKind.Number;
    }

    private readonly bool IsHexadecimal()
    {
        int start = _at;
        while (start > 0 && (IsWord(_source[start - 1]) || _source[start - 1] is >= (byte)'0' and <= (byte)'9'))
            start--;
        return start + 1 < _source.Length && _source[start] == '0' && (_source[start + 1] | 0x20) == 'x';
    }

    private bool ReadText(byte quote)
    {
        int at = _at + 1;
        ReadOnlySpan<byte> stops = [quote, (byte)'\\', (byte)'\n'];
        while (true)
        {
            int found = at >= _source.Length ? -1 : _source[at..].IndexOfAny(stops);
            if (found < 0)
            {
                _at++;
                return false;
            }

            at += found;
            if (_source[at] == quote)
            {
                _at = at + 1;
                return true;
            }

            if (_source[at] == '\n')
            {
                _at++;
                return false;
            }

            at += 2;
            if (at <= _source.Length && _source[at - 1] == '\r' && at < _source.Length && _source[at] == '\n')
                at++;
        }
    }

    private JsTokenKind ReadTemplate()
    {
        while (_at < _source.Length)
        {
            int found = _source[_at..].IndexOfAny((byte)'`', (byte)'\\', (byte)'$');
            if (found < 0)
            {
                _at = _source.Length;
                break;
            }

            _at += found;
            byte one = _source[_at];
            if (one == '`')
            {
                _at++;
                _closedValue = true;
                break;
            }

            if (one == '$' && Peek(1) == '{')
            {
                _at += 2;
                Push('$');
                break;
            }

            _at = Math.Min(_source.Length, _at + (one == '\\' ? 2 : 1));
        }

        return JsTokenKind.Template;
    }

    private bool ReadPattern()
    {
        bool isClass = false;
        for (int at = _at + 1; at < _source.Length; at++)
        {
            switch (_source[at])
            {
                case (byte)'\n' or (byte)'\r':
                    return false;
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'[':
                    isClass = true;
                    break;
                case (byte)']':
                    isClass = false;
                    break;
                case (byte)'/' when !isClass:
                    at++;
                    while (at < _source.Length && _source[at] is >= (byte)'a' and <= (byte)'z')
                        at++;
                    _at = at;
                    return true;
            }
        }

        return false;
    }

    private void ReadMark(byte first)
    {
        _at++;
        if (first is (byte)'(' or (byte)')' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)',' or (byte)';' or (byte)':' or (byte)'~')
            return;
        if (first == '.')
        {
            _at += Peek(0) == '.' && Peek(1) == '.' ? 2 : 0;
            return;
        }

        if (first == '?' && Peek(0) == '.' && Peek(1) is not (>= (byte)'0' and <= (byte)'9'))
        {
            _at++;
            return;
        }

        int longest = first switch { (byte)'>' => 3, (byte)'=' or (byte)'!' or (byte)'<' or (byte)'*' or (byte)'&' or (byte)'|' or (byte)'?' => 2, _ => 1 };
        for (int more = 0; more < longest && _at < _source.Length; more++)
        {
            byte one = _source[_at];
            bool joins = one == first && first is not ((byte)'!' or (byte)'/' or (byte)'%' or (byte)'^')
                || one == '='
                || (first == '=' && one == '>' && more == 0);
            if (!joins)
                return;
            _at++;
            if (one == '>' && first == '=')
                return;
            if (one == '=' && first is not ((byte)'=' or (byte)'!'))
                return;
        }
    }

    private readonly byte Peek(int ahead) => _at + ahead < _source.Length ? _source[_at + ahead] : (byte)0;

    private readonly bool MayOpenPattern()
    {
        if (!_any)
            return true;
        ReadOnlySpan<byte> last = _last.In(_source);
        return _last.Kind switch
        {
            JsTokenKind.Word => IsWordBeforeValue(last),
            JsTokenKind.Template => last[^1] == '{',
            JsTokenKind.Mark => last[0] switch
            {
                (byte)')' or (byte)']' or (byte)'}' => !_closedValue,
                (byte)'+' or (byte)'-' => last.Length < 2 || last[1] == '=',
                _ => true,
            },
            _ => false,
        };
    }

    private readonly bool IsConditionBefore() =>
        _any
        && _last.Kind == JsTokenKind.Word
        && _last.In(_source) is var word
        && (word.SequenceEqual("if"u8) || word.SequenceEqual("while"u8) || word.SequenceEqual("for"u8) || word.SequenceEqual("with"u8));

    private readonly bool OpensValue()
    {
        if (!_any)
            return false;
        ReadOnlySpan<byte> last = _last.In(_source);
        return _last.Kind switch
        {
            JsTokenKind.Mark => last[0] switch
            {
                (byte)'(' or (byte)',' or (byte)'[' or (byte)'?' or (byte)'&' or (byte)'|' => true,
                (byte)'=' => !last.SequenceEqual("=>"u8),
                (byte)':' => _open.TryPeek(out char within) && within is 'o' or '(' or '[',
                _ => false,
            },
            JsTokenKind.Word => last.SequenceEqual("return"u8) || last.SequenceEqual("typeof"u8) || last.SequenceEqual("default"u8),
            JsTokenKind.Template => last[^1] == '{',
            _ => false,
        };
    }

    private static bool IsWordBeforeValue(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 => word.SequenceEqual("in"u8) || word.SequenceEqual("of"u8) || word.SequenceEqual("do"u8),
        3 => word.SequenceEqual("new"u8),
        4 => word.SequenceEqual("case"u8) || word.SequenceEqual("else"u8) || word.SequenceEqual("void"u8),
        5 => word.SequenceEqual("throw"u8) || word.SequenceEqual("yield"u8) || word.SequenceEqual("await"u8),
        6 => word.SequenceEqual("return"u8) || word.SequenceEqual("typeof"u8) || word.SequenceEqual("delete"u8),
        10 => word.SequenceEqual("instanceof"u8),
        _ => false,
    };

    private static bool IsWord(byte one) => one is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_' or (byte)'$' or >= 0x80;
}
