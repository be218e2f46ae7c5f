using System.Text;

namespace Vitrine.Core.Policy.Shell;

/// <summary>
/// Reads words: quotes and escapes are taken off, and what runs commands within a word is read as commands (POSIX.1-2024, Shell Command Language, 2.2 and 2.6).
/// </summary>
internal sealed class ShellWordReader(string text, ShellBudget budget, int depth)
{
    private const string Ends = " \t\n;&|()<>";
    private readonly StringBuilder _word = new();
    private bool _isKnown, _isQuoted, _exists, _hasPattern;

    public int At { get; set => field = Math.Min(value, text.Length); }

    public bool AtEnd => At >= text.Length;

    public char Now => At < text.Length ? text[At] : '\0';

    public char Next => At + 1 < text.Length ? text[At + 1] : '\0';

    /// <summary>Whether any part of the last word was quoted: then it is no reserved word.</summary>
    public bool WasQuoted => _isQuoted;

    /// <summary>Reads the word that begins here; null where none does.</summary>
    public CommandWord? Read()
    {
        _word.Clear();
        (_isKnown, _isQuoted, _exists, _hasPattern) = (true, false, false, false);
        int start = At;
        while (!AtEnd)
        {
            char c = Now;
            if (c is '<' or '>' && Next == '(')
                ReadSubstitution(2);
            else if (Ends.Contains(c))
                break;
            else
                ReadPart(c);
            _exists = true;
        }

        if (!_exists)
            return null;
        string word = _word.ToString();
        _isKnown &= !_hasPattern || word is "[" or "[[";
        if (_isKnown && !_isQuoted && word.StartsWith('~'))
            _isKnown = false;
        if (_isKnown && HasBraces(text.AsSpan(start, At - start)))
            _isKnown = false;
        return _isKnown ? CommandWord.Known(word) : new CommandWord(text[start..At], false);
    }

    /// <summary>Reads the commands within a text that is not words itself: the body of a here-document, an arithmetic expression.</summary>
    public void ReadExpansions()
    {
        while (!AtEnd)
        {
            if (Now == '\\')
                At += 2;
            else if (Now is '$')
                ReadDollar(isQuoted: true);
            else if (Now is '`')
                ReadBackticks();
            else
                At++;
        }
    }

    private void ReadPart(char c)
    {
        switch (c)
        {
            case '\\':
                if (Next != '\n' && At + 1 < text.Length)
                    Take(text[At + 1]);
                _isQuoted |= Next != '\n';
                At += 2;
                break;
            case '\'':
                ReadSingle();
                break;
            case '"':
                ReadDouble();
                break;
            case '$':
                ReadDollar(isQuoted: false);
                break;
            case '`':
                ReadBackticks();
                break;
            default:
                _hasPattern |= c is '*' or '?' or '[';
                Take(c);
                At++;
                break;
        }
    }

    private void Take(char c) => _word.Append(c);

    private void ReadSingle()
    {
        int end = text.IndexOf('\'', At + 1);
        _isQuoted = true;
        if (end < 0)
        {
            budget.Puzzle("a quote is not closed");
            At = text.Length;
            return;
        }

        _word.Append(text, At + 1, end - At - 1);
        At = end + 1;
    }

    private void ReadDouble()
    {
        _isQuoted = true;
        for (At++; !AtEnd && Now != '"';)
        {
            if (Now == '\\' && Next is '$' or '`' or '"' or '\\' or '\n')
            {
                if (Next != '\n')
                    Take(Next);
                At += 2;
            }
            else if (Now == '$')
            {
                ReadDollar(isQuoted: true);
            }
            else if (Now == '`')
            {
                ReadBackticks();
            }
            else
            {
                Take(Now);
                At++;
            }
        }

        if (AtEnd)
            budget.Puzzle("a quote is not closed");
        At++;
    }

    private void ReadDollar(bool isQuoted)
    {
        char next = Next;
        if (next == '(')
        {
            int arithmetic = Next2 == '(' ? budget.Charged(ShellSpans.EndOfArithmetic(text, At + 3), At, text.Length) : -1;
            if (arithmetic < 0)
            {
                ReadSubstitution(2);
                return;
            }

            Nested(text[(At + 3)..(arithmetic - 2)], asCommands: false);
            At = arithmetic;
        }
        else if (next == '{')
        {
            ReadParameter();
        }
        else if (next == '\'' && !isQuoted)
        {
            ReadAnsi();
            return;
        }
        else if (next == '"' && !isQuoted)
        {
            At++;
            return;
        }
        else if (char.IsAsciiLetter(next) || next == '_')
        {
            for (At++; char.IsAsciiLetterOrDigit(Now) || Now == '_'; At++)
            {
            }
        }
        else if (char.IsAsciiDigit(next) || next is '@' or '*' or '#' or '?' or '-' or '$' or '!' or '[')
        {
            At += 2;
        }
        else
        {
            Take('$');
            At++;
            return;
        }

        Unknown();
    }

    private char Next2 => At + 2 < text.Length ? text[At + 2] : '\0';

    private void Unknown()
    {
        _isKnown = false;
        _word.Append('…');
    }

    private void ReadParameter()
    {
        int end = budget.Charged(ShellSpans.EndOfParameter(text, At + 2), At, text.Length);
        if (end < 0)
        {
            budget.Puzzle("'${' is not closed");
            At = text.Length;
            return;
        }

        string inner = text[(At + 2)..(end - 1)];
        // Bash takes the value for a prompt, in which it runs what stands there.
        if (inner.Contains("@P", StringComparison.Ordinal))
            budget.Puzzle("a value is expanded as a prompt");
        Nested(inner, asCommands: false);
        At = end;
    }

    private void ReadSubstitution(int opening)
    {
        int start = At + opening;
        int end = budget.Charged(ShellSpans.EndOfCommands(text, start), start, text.Length);
        if (end < 0)
        {
            budget.Puzzle("'(' is not closed");
            end = text.Length + 1;
        }

        Nested(text[Math.Min(start, end - 1)..(end - 1)], asCommands: true);
        At = end;
        Unknown();
    }

    private void ReadBackticks()
    {
        var inner = new StringBuilder();
        for (At++; !AtEnd && Now != '`'; At++)
        {
            if (Now == '\\' && Next is '`' or '\\' or '$')
                At++;
            inner.Append(Now);
        }

        if (AtEnd)
            budget.Puzzle("'`' is not closed");
        At++;
        Nested(inner.ToString(), asCommands: true);
        Unknown();
    }

    private void ReadAnsi()
    {
        _isQuoted = true;
        for (At += 2; !AtEnd && Now != '\''; At++)
        {
            if (Now != '\\')
            {
                Take(Now);
                continue;
            }

            At++;
            string meant = Now switch { 'n' => "\n", 't' => "\t", '\\' => "\\", '\'' => "'", '"' => "\"", _ => "" };
            // The numbered escapes can spell any character: what they are for is hiding, and so they are not read here.
            _isKnown &= meant.Length > 0;
            _word.Append(meant);
        }

        if (AtEnd)
            budget.Puzzle("a quote is not closed");
        At++;
    }

    private void Nested(string inner, bool asCommands)
    {
        if (!budget.MayRead(inner.Length, depth + 1))
            return;
        if (asCommands)
            new ShellReader(inner, budget, depth + 1).Read();
        else
            new ShellWordReader(inner, budget, depth + 1).ReadExpansions();
    }

    /// <summary>Whether bash would make several words of it: <c>{a,b}</c> or <c>{1..3}</c>.</summary>
    private static bool HasBraces(ReadOnlySpan<char> raw)
    {
        int open = raw.IndexOf('{');
        return open >= 0 && raw[open..].IndexOf('}') > 0 && (raw[open..].IndexOf(',') > 0 || raw[open..].IndexOf("..") > 0);
    }
}
