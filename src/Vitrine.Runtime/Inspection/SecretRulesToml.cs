using System.Globalization;
using System.Text;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Reads the part of TOML 1.0 that files of secret rules are written in: tables, arrays of tables, dotted keys, all kinds of strings, arrays, inline tables,
/// numbers, booleans. Dates are refused. Everything is bounded.
/// </summary>
internal sealed class SecretRulesToml
{
    private const int Longest = 1 << 21, Deepest = 16, MostValues = 200_000;
    private readonly string _text;
    private int _at, _values, _depth;

    private SecretRulesToml(string text) => _text = text;

    /// <summary>The root table: strings, longs, doubles, booleans, <c>List&lt;object&gt;</c> and tables.</summary>
    /// <exception cref="FormatException">The text is no such file; the message names line and column.</exception>
    public static Dictionary<string, object> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > Longest ? throw new FormatException($"A file of rules has at most {Longest} characters.") : new SecretRulesToml(text).Root();
    }

    private Dictionary<string, object> Root()
    {
        var root = new Dictionary<string, object>(StringComparer.Ordinal);
        Dictionary<string, object> table = root;
        for (SkipLines(); _at < _text.Length; SkipLines())
        {
            if (_text[_at] == '[')
                table = Header(root);
            else
                Pair(table);
            EndLine();
        }

        return root;
    }

    private Dictionary<string, object> Header(Dictionary<string, object> root)
    {
        _at++;
        bool array = Take('[');
        List<string> path = Path();
        Expect(']');
        if (array)
            Expect(']');
        Dictionary<string, object> table = root;
        for (int i = 0; i < path.Count - 1; i++)
            table = Into(table, path[i]);
        if (!array)
            return Into(table, path[^1]);
        var added = new Dictionary<string, object>(StringComparer.Ordinal);
        Count();
        if (!table.TryGetValue(path[^1], out object? list))
            table[path[^1]] = list = new List<object>();
        if (list is not List<object> items || items.Exists(static item => item is not Dictionary<string, object>))
            throw Fault($"'{path[^1]}' is no array of tables");
        items.Add(added);
        return added;
    }

    private Dictionary<string, object> Into(Dictionary<string, object> table, string key)
    {
        if (!table.TryGetValue(key, out object? value))
        {
            Count();
            table[key] = value = new Dictionary<string, object>(StringComparer.Ordinal);
        }

        return value switch
        {
            Dictionary<string, object> inner => inner,
            List<object> list when list.Count > 0 && list[^1] is Dictionary<string, object> last => last,
            _ => throw Fault($"'{key}' is a value already"),
        };
    }

    private void Pair(Dictionary<string, object> table)
    {
        List<string> path = Path();
        Expect('=');
        for (int i = 0; i < path.Count - 1; i++)
            table = Into(table, path[i]);
        if (!table.TryAdd(path[^1], Value()))
            throw Fault($"'{path[^1]}' is there twice");
    }

    private List<string> Path()
    {
        var path = new List<string>();
        do
        {
            Blanks();
            path.Add(Key());
            Blanks();
            if (path.Count > Deepest)
                throw Fault("a key has too many parts");
        }
        while (Take('.'));
        return path;
    }

    private string Key()
    {
        if (_at < _text.Length && _text[_at] is '"' or '\'')
            return Text();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-'))
            _at++;
        return _at > start ? _text[start.._at] : throw Fault("a key is missing");
    }

    private object Value()
    {
        Blanks();
        Count();
        if (_at == _text.Length)
            throw Fault("a value is missing");
        return _text[_at] switch
        {
            '"' or '\'' => Text(),
            '[' => Nested(Array),
            '{' => Nested(Inline),
            _ => Bare(),
        };
    }

    private object Nested(Func<object> read)
    {
        if (++_depth > Deepest)
            throw Fault($"values are nested more than {Deepest} deep");
        _at++;
        object value = read();
        _depth--;
        return value;
    }

    private List<object> Array()
    {
        var items = new List<object>();
        for (SkipLines(); !Take(']'); SkipLines())
        {
            items.Add(Value());
            SkipLines();
            if (!Take(',') && (_at == _text.Length || _text[_at] != ']'))
                throw Fault("',' or ']' is missing");
        }

        return items;
    }

    private Dictionary<string, object> Inline()
    {
        var table = new Dictionary<string, object>(StringComparer.Ordinal);
        for (Blanks(); !Take('}'); Blanks())
        {
            Pair(table);
            Blanks();
            if (!Take(',') && (_at == _text.Length || _text[_at] != '}'))
                throw Fault("',' or '}' is missing");
        }

        return table;
    }

    private object Bare()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '+' or '.'))
            _at++;
        string word = _text[start.._at].Replace("_", "", StringComparison.Ordinal);
        if (word is "true" or "false")
            return word == "true";
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return whole;
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            return number;
        _at = start;
        throw Fault("this is no string, number, boolean, array or table");
    }

    private string Text()
    {
        char quote = _text[_at];
        bool isLong = _text.AsSpan(_at).StartsWith(quote == '"' ? "\"\"\"" : "'''");
        int opened = _at;
        _at += isLong ? 3 : 1;
        if (isLong)
        {
            // The line break right behind the opening is not of the string.
            Take('\r');
            Take('\n');
        }

        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c == quote && (!isLong || EndsLong(quote)))
            {
                // Up to two quotes may stand right before the closing three.
                for (; isLong && _at + 3 < _text.Length && _text[_at + 3] == quote; _at++)
                    text.Append(quote);
                _at += isLong ? 3 : 1;
                return text.ToString();
            }

            if (c == '\n' && !isLong)
                break;
            _at++;
            if (c == '\\' && quote == '"')
                Escape(text, isLong);
            else
                text.Append(c);
        }

        _at = opened;
        throw Fault("this string does not end");
    }

    private bool EndsLong(char quote) => _at + 2 < _text.Length && _text[_at + 1] == quote && _text[_at + 2] == quote;

    private void Escape(StringBuilder text, bool isLong)
    {
        if (_at == _text.Length)
            return;
        char c = _text[_at++];
        if (isLong && c is '\n' or ' ' or '\t' or '\r')
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                _at++;
            return;
        }

        int digits = c is 'u' ? 4 : c is 'U' ? 8 : 0;
        if (digits > 0)
        {
            if (_at + digits > _text.Length
                || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point)
                || !Rune.IsValid(point))
                throw Fault("this is no code point");
            text.Append(new Rune(point).ToString());
            _at += digits;
            return;
        }

        text.Append(c switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            'e' => '\x1b',
            '"' or '\\' => c,
            _ => throw Fault($"'\\{c}' is no escape; in '…' strings a backslash is itself"),
        });
    }

    private void EndLine()
    {
        Blanks();
        if (_at < _text.Length && _text[_at] is not ('\n' or '\r' or '#'))
            throw Fault("a line goes on behind its value");
    }

    private void SkipLines()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] == '#')
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (_text[_at] is ' ' or '\t' or '\n' or '\r' or '\uFEFF')
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
            _at++;
    }

    private bool Take(char c)
    {
        if (_at == _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        Blanks();
        if (!Take(c))
            throw Fault($"'{c}' is missing");
    }

    private void Count()
    {
        if (++_values > MostValues)
            throw Fault($"there are more than {MostValues} values");
    }

    private FormatException Fault(string what)
    {
        ReadOnlySpan<char> before = _text.AsSpan(0, Math.Min(_at, _text.Length));
        return new FormatException($"Line {before.Count('\n') + 1}, column {before.Length - before.LastIndexOf('\n')}: {what}.");
    }
}
