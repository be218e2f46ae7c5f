namespace Vitrine.Core.Policy.Shell;

/// <summary>Finds where a bracketed part of a shell's text ends. One pass each; quotes and nested parts are looked past.</summary>
internal static class ShellSpans
{
    /// <summary>Index behind the <c>)</c> that closes commands; -1 where none does.</summary>
    public static int EndOfCommands(string text, int from) => End(text, from, ')', '(');

    /// <summary>Index behind the <c>}</c> of a parameter; -1 where none does.</summary>
    public static int EndOfParameter(string text, int from) => End(text, from, '}', '{');

    /// <summary>Index behind the <c>))</c> of an arithmetic expression; -1 where what is there is a subshell in a substitution.</summary>
    public static int EndOfArithmetic(string text, int from)
    {
        int end = EndOfCommands(text, from);
        return end > 0 && end < text.Length && text[end] == ')' ? end + 1 : -1;
    }

    private static int End(string text, int from, char close, char open)
    {
        // What has to close before anything else counts; a quote is one of it.
        var pending = new Stack<char>();
        pending.Push(close);
        bool isWordStart = true;
        for (int i = from; i < text.Length; i++)
        {
            char c = text[i], top = pending.Peek();
            bool wasWordStart = isWordStart;
            isWordStart = c is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(';
            if (top == '\'')
            {
                if (c == '\'')
                    pending.Pop();
            }
            else if (c == '\\')
            {
                i++;
            }
            else if (c == top)
            {
                pending.Pop();
                if (pending.Count == 0)
                    return i + 1;
            }
            else if (c == '$' && i + 1 < text.Length && text[i + 1] is '(' or '{')
            {
                pending.Push(text[++i] == '(' ? ')' : '}');
            }
            else if (c is '"' or '`' || (c == '\'' && top != '"'))
            {
                pending.Push(c);
            }
            else if (c == open && top == close)
            {
                pending.Push(close);
            }
            else if (c == '(' && top is ')' or '`')
            {
                pending.Push(')');
            }
            else if (c == '#' && wasWordStart && top == ')' && close == ')')
            {
                // A comment hides brackets until the line ends.
                int line = text.IndexOf('\n', i);
                if (line < 0)
                    return -1;
                i = line - 1;
            }
        }

        return -1;
    }
}
