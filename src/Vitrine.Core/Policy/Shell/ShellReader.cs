namespace Vitrine.Core.Policy.Shell;

/// <summary>
/// Finds the commands of a shell's text. It doesn't build the tree of what runs when: lists, pipes, subshells, groups, loops and branches only matter in that
/// each of their commands may run.
/// </summary>
internal sealed class ShellReader(string text, ShellBudget budget, int depth)
{
    private readonly ShellWordReader _words = new(text, budget, depth);
    private readonly List<CommandWord> _command = [];
    private readonly List<HereDocument> _awaited = [];
    private string? _input;
    private int _caseDepth;

    private sealed record HereDocument(string Delimiter, bool IsQuoted, bool StripsTabs);

    /// <summary>Reads to the end.</summary>
    public void Read()
    {
        while (!_words.AtEnd && !budget.IsSpent)
            ReadOne(_words.Now);
        EndCommand();
    }

    private void ReadOne(char c)
    {
        switch (c)
        {
            case ' ' or '\t':
                _words.At++;
                break;
            case '\\' when _words.Next == '\n':
                _words.At += 2;
                break;
            case '#':
                int line = text.IndexOf('\n', _words.At);
                _words.At = line < 0 ? text.Length : line;
                break;
            case '\n':
                _words.At++;
                ReadHereDocuments();
                EndCommand();
                break;
            case ';' or '|':
                _words.At++;
                EndCommand();
                break;
            case '&' when _words.Next == '>':
                _words.At++;
                ReadRedirection();
                break;
            case '&':
                _words.At++;
                EndCommand();
                break;
            case '(':
                ReadParenthesis();
                break;
            case ')':
                // Also what closes a pattern of 'case'.
                _words.At++;
                EndPattern();
                break;
            case '<' or '>' when _words.Next != '(':
                ReadRedirection();
                break;
            default:
                ReadWord();
                break;
        }
    }

    private void ReadWord()
    {
        int start = _words.At;
        if (_words.Read() is not { } word)
        {
            budget.Puzzle("a word was expected");
            _words.At = Math.Max(_words.At, start + 1);
            return;
        }

        bool isNumber = word.IsKnown && word.Text.Length is > 0 and < 4 && word.Text.All(char.IsAsciiDigit);
        bool isVariable = word.Text.Length > 2 && word.Text[0] == '{' && word.Text[^1] == '}';
        if ((isNumber || isVariable) && !_words.WasQuoted && _words.Now is '<' or '>')
        {
            ReadRedirection();
            return;
        }

        if (_command.Count == 0 && !_words.WasQuoted && word.IsKnown && TakeReserved(word.Text))
            return;
        if (_command.Count == 0 && TakeAssignment(word))
            return;
        _command.Add(word);
    }

    /// <summary>Words that part commands and are none themselves.</summary>
    private bool TakeReserved(string word)
    {
        switch (word)
        {
            case "if" or "then" or "elif" or "else" or "fi" or "while" or "until" or "do" or "done" or "{" or "}" or "!" or "coproc":
                return true;
            case "esac":
                _caseDepth = Math.Max(0, _caseDepth - 1);
                return true;
            case "for" or "select":
                SkipHeader("do");
                return true;
            case "case":
                _caseDepth++;
                SkipHeader("in");
                return true;
            case "function":
                SkipBlanks();
                if (_words.Read() is { IsKnown: true } name)
                    budget.Functions.Add(name.Text);
                return true;
            case "[[":
                SkipTest();
                return true;
            default:
                return false;
        }
    }

    /// <summary>What stands between a loop's or a branch's first word and its body: words, whose own commands are read.</summary>
    private void SkipHeader(string last)
    {
        while (!_words.AtEnd)
        {
            SkipBlanks();
            char c = _words.Now;
            if (c == '(' && _words.Next == '(')
            {
                ReadParenthesis();
                return;
            }

            if (c is ';' or '\n' && last == "do")
                return;
            if (c is '\n')
            {
                _words.At++;
                continue;
            }

            if (_words.AtEnd || _words.Read() is not { } word)
                return;
            if (word.IsKnown && word.Text == last)
                return;
        }
    }

    private void SkipTest()
    {
        while (!_words.AtEnd)
        {
            SkipBlanks();
            if (_words.Now is '\n' or '&' or '|' or '(' or ')' or '<' or '>' or ';' && !(_words.Now is '<' or '>' && _words.Next == '('))
                _words.At++;
            else if (_words.Read() is not { } word)
                _words.At++;
            else if (word.Text == "]]")
                return;
        }

        budget.Puzzle("'[[' is not closed");
    }

    private void SkipBlanks()
    {
        while (_words.Now is ' ' or '\t')
            _words.At++;
    }

    private bool TakeAssignment(CommandWord word)
    {
        int equals = ShellNames.EndOfAssigned(word.Text);
        if (equals < 0)
            return false;
        if (ShellNames.ChangesWhatRuns(word.Text.AsSpan(0, equals)))
            budget.Puzzle($"{word.Text[..equals]} changes what names mean");
        if (_words.Now != '(')
            return true;
        // An array: its words are no commands.
        int end = budget.Charged(ShellSpans.EndOfCommands(text, _words.At + 1), _words.At, text.Length);
        string inner = end < 0 ? text[(_words.At + 1)..] : text[(_words.At + 1)..(end - 1)];
        if (end < 0)
            budget.Puzzle("'(' is not closed");
        if (budget.MayRead(inner.Length, depth + 1))
            new ShellWordReader(inner, budget, depth + 1).ReadExpansions();
        _words.At = end < 0 ? text.Length : end;
        return true;
    }

    private void ReadParenthesis()
    {
        int at = _words.At;
        if (_command.Count == 0 && _words.Next == '(' && budget.Charged(ShellSpans.EndOfArithmetic(text, at + 2), at, text.Length) is > 0 and int arithmetic)
        {
            string inner = text[(at + 2)..(arithmetic - 2)];
            if (budget.MayRead(inner.Length, depth + 1))
                new ShellWordReader(inner, budget, depth + 1).ReadExpansions();
            _words.At = arithmetic;
            return;
        }

        int next = at + 1;
        while (next < text.Length && text[next] is ' ' or '\t')
            next++;
        if (_command is [{ IsKnown: true } name] && next < text.Length && text[next] == ')')
        {
            budget.Functions.Add(name.Text);
            _command.Clear();
            _words.At = next + 1;
            return;
        }

        if (_command.Count > 0)
            budget.Puzzle("a bracket stands where none is understood");
        _words.At++;
        EndCommand();
    }

    /// <summary>After a <c>)</c>: within <c>case</c> the words before it were a pattern.</summary>
    private void EndPattern()
    {
        if (_caseDepth > 0)
        {
            // A subshell's last command within a branch ends here too, and so what looks like a pattern is judged all the same where it could be a command.
            if (_command.Count > 1)
                EndCommand();
            _command.Clear();
            _input = null;
            return;
        }

        EndCommand();
    }

    private void ReadRedirection()
    {
        string operation = ShellNames.RedirectionAt(text, _words.At);
        _words.At += operation.Length;
        SkipBlanks();
        int start = _words.At;
        if (_words.Read() is not { } target)
        {
            budget.Puzzle("a redirection names no file");
            return;
        }

        switch (operation)
        {
            case "<<" or "<<-":
                bool isQuoted = text.AsSpan(start, _words.At - start).IndexOfAny('\'', '"', '\\') >= 0;
                _awaited.Add(new HereDocument(target.Text, isQuoted, operation == "<<-"));
                break;
            case "<<<":
                _input = target.IsKnown ? target.Text : _input;
                break;
            case ">&" or "<&" when target.IsKnown && (target.Text == "-" || target.Text.TrimEnd('-').All(char.IsAsciiDigit)):
                break; // A copy of an open descriptor.
            default:
                budget.Redirections.Add(new ShellRedirection(target, operation[0] == '<' && operation != "<>" ? PathAccess.Read : PathAccess.Write));
                break;
        }
    }

    private void ReadHereDocuments()
    {
        foreach (HereDocument document in _awaited)
        {
            int start = _words.At;
            while (true)
            {
                int end = text.IndexOf('\n', _words.At);
                ReadOnlySpan<char> line = text.AsSpan(_words.At, (end < 0 ? text.Length : end) - _words.At);
                if ((document.StripsTabs ? line.TrimStart('\t') : line).SequenceEqual(document.Delimiter))
                {
                    EndDocument(document, text[start.._words.At]);
                    _words.At = end < 0 ? text.Length : end + 1;
                    break;
                }

                if (end < 0)
                {
                    // Bash takes the end of the text for the delimiter.
                    EndDocument(document, text[Math.Min(start, text.Length)..]);
                    _words.At = text.Length;
                    break;
                }

                _words.At = end + 1;
            }
        }

        _awaited.Clear();
    }

    private void EndDocument(HereDocument document, string body)
    {
        _input = body;
        if (!document.IsQuoted && budget.MayRead(body.Length, depth + 1))
            new ShellWordReader(body, budget, depth + 1).ReadExpansions();
    }

    private void EndCommand()
    {
        if (_command.Count > 0)
            new ShellWrappers(budget, depth).Add([.. _command], _input);
        _command.Clear();
        _input = null;
    }
}
