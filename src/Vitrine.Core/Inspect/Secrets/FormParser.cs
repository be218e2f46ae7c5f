namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Reads a form; see <see cref="Form"/> for the grammar.</summary>
internal sealed class FormParser(string text)
{
    // Bounds for rules that people write themselves.
    private const int LongestText = 1024, MostRepeats = 4096, MostSteps = 2048, Deepest = 8;
    private int _at, _steps, _depth;

    /// <exception cref="FormatException">The text is no form.</exception>
    public FormNode Parse()
    {
        if (text.Length is 0 or > LongestText)
            throw new FormatException($"A form has 1 to {LongestText} characters.");
        FormNode root = Choice();
        if (_at < text.Length)
            throw Unexpected();
        if (root.Shortest == 0)
            throw new FormatException("A form must not match the empty text.");
        return root;
    }

    private FormNode Choice()
    {
        if (++_depth > Deepest)
            throw new FormatException($"Groups are nested more than {Deepest} deep.");
        var ways = new List<FormNode> { Sequence() };
        while (_at < text.Length && text[_at] == '|')
        {
            _at++;
            ways.Add(Sequence());
        }

        _depth--;
        return ways.Count == 1 ? ways[0] : new FormChoice(ways);
    }

    private FormSequence Sequence()
    {
        var parts = new List<FormNode>();
        while (_at < text.Length && text[_at] is not ('|' or ')'))
            parts.Add(Repeated());
        return new FormSequence(parts);
    }

    private FormNode Repeated()
    {
        if (text[_at] == '(')
        {
            _at++;
            FormNode group = Choice();
            Expect(')');
            (int groupLeast, int groupMost) = Count();
            return Repeat(group, groupLeast, groupMost);
        }

        ByteSet set = text[_at] == '[' ? Class() : One(inBrackets: false);
        (int least, int most) = Count();
        CountStep();
        return new FormBytes(set, least, most);
    }

    /// <summary>A repeated group is written out: counters for groups would make the matcher a machine with state.</summary>
    private FormNode Repeat(FormNode group, int least, int most)
    {
        if ((least, most) == (1, 1))
            return group;
        if (most > 16)
            throw new FormatException("A group repeats at most 16 times.");
        if (group.Size * most > MostSteps)
            throw new FormatException("The form is too large.");
        var parts = new List<FormNode>();
        for (int i = 0; i < most; i++)
        {
            CountStep();
            parts.Add(i < least ? group : new FormChoice([group, new FormSequence([])]));
        }

        return new FormSequence(parts);
    }

    private (int Least, int Most) Count()
    {
        if (_at == text.Length || text[_at] is not ('{' or '?'))
            return (1, 1);
        if (text[_at++] == '?')
            return (0, 1);
        int least = Number(), most = least;
        if (_at < text.Length && text[_at] == ',')
        {
            _at++;
            most = Number();
        }

        Expect('}');
        return most >= least && most > 0 ? (least, most) : throw new FormatException("A repetition's upper bound is below its lower bound.");
    }

    private int Number()
    {
        int start = _at, number = 0;
        for (; _at < text.Length && char.IsAsciiDigit(text[_at]) && number <= MostRepeats; _at++)
            number = (number * 10) + text[_at] - '0';
        return _at > start && number <= MostRepeats ? number : throw new FormatException($"A repetition is a number up to {MostRepeats}.");
    }

    private ByteSet Class()
    {
        _at++;
        bool complement = _at < text.Length && text[_at] == '^';
        if (complement)
            _at++;
        ByteSet set = default;
        while (_at < text.Length && text[_at] != ']')
        {
            char from = text[_at];
            if (_at + 2 < text.Length && text[_at + 1] == '-' && text[_at + 2] != ']' && from != '\\')
            {
                char to = text[_at + 2];
                if (to < from || to > 0x7E || from < 0x20)
                    throw new FormatException("A range in brackets goes upwards and is ASCII.");
                for (char c = from; c <= to; c++)
                    set = set.With((byte)c);
                _at += 3;
            }
            else
            {
                set = set.With(One(inBrackets: true));
            }
        }

        Expect(']');
        set = complement ? set.Complement() : set;
        return set.Count > 0 ? set : throw new FormatException("An empty set in brackets matches nothing.");
    }

    private ByteSet One(bool inBrackets)
    {
        char character = text[_at++];
        if (character is < ' ' or > '~')
            throw new FormatException("A form is printable ASCII.");
        if (character != '\\')
            return !inBrackets && (character is '{' or '}' or '?' or '*' or '+') ? throw Unexpected(-1) : default(ByteSet).With((byte)character);
        if (_at == text.Length)
            throw new FormatException("A backslash at the end of a form.");
        char escaped = text[_at++];
        return escaped switch
        {
            'd' => ByteSet.Digits,
            'h' => ByteSet.LowerHex,
            'x' => ByteSet.Hex,
            'a' => ByteSet.Alphanumeric,
            'w' => ByteSet.Word,
            'u' => ByteSet.Base64Url,
            'b' => ByteSet.Base64,
            _ when char.IsAsciiLetterOrDigit(escaped) || escaped is < ' ' or > '~' => throw new FormatException($"\\{escaped} means nothing in a form."),
            _ => default(ByteSet).With((byte)escaped),
        };
    }

    private void CountStep()
    {
        if (++_steps > MostSteps)
            throw new FormatException("The form is too large.");
    }

    private void Expect(char character)
    {
        if (_at == text.Length || text[_at] != character)
            throw new FormatException($"'{character}' is missing at character {_at + 1}.");
        _at++;
    }

    private FormatException Unexpected(int back = 0) => new($"'{text[_at + back]}' is not expected at character {_at + back + 1}.");
}
