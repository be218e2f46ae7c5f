namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Looks closely at each place where a secret may begin.</summary>
internal ref struct Candidates(ReadOnlySpan<byte> text, SecretRules rules, List<SecretHit> hits, int most)
{
    // How far back a token's beginning may lie: "dp.st.prod.<long run>".
    private const int FarthestBack = 40;
    private readonly ReadOnlySpan<byte> _text = text;
    private int _done, _doneName = -1, _manifest;

    /// <summary>A run of 16 and more token characters starts here.</summary>
    /// <param name="at">Where.</param>
    /// <param name="hasDigit">Whether there is a digit in it. Without one it is an identifier as a rule, and no form without a beginning of its own is
    /// tried.</param>
    public void Token(int at, bool hasDigit)
    {
        if (at < _done || hits.Count >= most || TryForms(at, _done))
            return;
        if (hasDigit)
            Separated(at);
        else if (!HasDash(at))
            return;

        // Within the run: "prefix-ghp_…", and the letter of an escape such as \n that stands before the token.
        int end = at + RunLength(at, 64), last = Math.Min(end, _text.Length - 16);
        for (int i = at; i < last && i <= at + 3; i++)
            if ((_text[i] is (byte)'_' or (byte)'-' || (i <= at + 1 && IsEscaped(at, i)) || (_text[i] == 'm' && i > 0 && IsColor(i - 1)))
                && TryForms(i + 1, _done))
                return;
        for (int i = at + 4; i < last; i++)
        {
            int joint = _text[i..last].IndexOfAny((byte)'_', (byte)'-');
            if (joint < 0)
                return;
            i += joint;
            if (TryForms(i + 1, _done))
                return;
        }
    }

    /// <summary>How many token characters there are from here on, up to <paramref name="most"/>.</summary>
    private readonly int RunLength(int at, int most)
    {
        ReadOnlySpan<byte> rest = _text.Slice(at, Math.Min(most, _text.Length - at));
        int length = rest.IndexOfAnyExcept(RunCharacters);
        return length < 0 ? rest.Length : length;
    }

    /// <summary>Whether the run has a <c>-</c> in its first bytes: of the beginnings that a token without a digit is likely to have, all end so.</summary>
    private readonly bool HasDash(int at)
    {
        ReadOnlySpan<byte> run = _text.Slice(at, Math.Min(48, _text.Length - at));
        int dash = run.IndexOf((byte)'-');
        return dash > 0 && run[..dash].IndexOfAnyExcept(TokenCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<byte> RunCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    private static readonly System.Buffers.SearchValues<byte> TokenCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>A word that announces a secret may start here.</summary>
    public void Word(int at)
    {
        if (at < _done || hits.Count >= most)
            return;
        switch (_text[at] | 0x20)
        {
            case ':' when Ascii.Starts(_text[at..], "://"u8):
                Url(at);
                break;
            case '-' when Ascii.Starts(_text[at..], "--user"u8) && at + 6 < _text.Length && _text[at + 6] is (byte)' ' or (byte)'=':
                Report(CommandSecret.FindUser(_text, at), "command-password");
                break;
            case '-' when Ascii.Starts(_text[at..], "-BEGIN "u8):
                Report(PrivateKeys.Find(_text, at + 1), PrivateKeys.RuleAt(_text, at + 1));
                break;
            case '$':
                TryForms(at, _done);
                break;
            case ' ' or '*' or ':':
                Report(CommandSecret.Find(_text, at, out string commandRule), commandRule);
                break;
            case 'i' when Ascii.Starts(_text[at..], "ied "u8):
                Report(CommandSecret.FindIdentified(_text, at), "sql-password");
                break;
            case 'a' when at > 0 && _text[at - 1] == '$':
                TryForms(at - 1, _done);
                break;
            case 'c' when Ascii.Starts(_text[at..], "cookie"u8):
                Report(SessionCookie.Find(_text, at), "session-cookie");
                break;
            case 'm' when Ascii.Starts(_text[at..], "mnemonic"u8):
                Report(Mnemonic.Find(_text, at + 8), "mnemonic");
                break;
            case 's' when Ascii.Starts(_text[at..], "SecureString"u8):
                Report(CommandSecret.FindSecureString(_text, at), "assigned-password");
                break;
            case 's' when at >= _manifest && KubernetesSecret.Starts(_text, at):
                _manifest = KubernetesSecret.Find(_text, at, hits, most);
                break;
            case 'k' when PrivateKeys.FindPutty(_text, at) is { Length: > 0 } putty:
                Report(putty, "putty-private-key");
                break;
            default:
                Assignment(at);
                break;
        }
    }

    private bool TryForms(int at, int from)
    {
        if (at > 0 && at > from && ByteSet.Alphanumeric.Contains(_text[at - 1]) && !IsEscape(at))
            return false;
        PrefixTable table = rules.Prefixes;
        for (int entry = table.Find(_text[at..]); entry != 0;)
        {
            (SecretRule rule, Form form, entry) = table[entry];
            if (TryForm(rule, form, at))
                return true;
        }

        return false;
    }

    private bool TryForm(SecretRule rule, Form form, int at)
    {
        int length = form.Match(_text[at..]);
        if (length <= 0 || !EndsHere(at + length))
            return false;
        ReadOnlySpan<byte> token = _text.Slice(at, length);
        SecretCheck check = Checksums.Of(rule.Checksum, token);
        bool proven = check == SecretCheck.Right && rule.Checksum is SecretChecksum.GitHub or SecretChecksum.GitLab or SecretChecksum.Wif;
        if (!proven && (form.IsDistinct ? Placeholders.IsFilled(token) : Randomness.IsRegular(token)))
            return false;
        if (rule.Checksum is SecretChecksum.Jwt or SecretChecksum.Wif && check == SecretCheck.Wrong)
            return false;
        hits.Add(new SecretHit(new TextRange(at, length), rule.Id, null, "", check));
        _done = at + length;
        return true;
    }

    private readonly bool EndsHere(int end) =>
        end >= _text.Length || !(ByteSet.Word.Contains(_text[end]) || (_text[end] == '-' && ByteSet.Base64Url.Contains(_text[end - 1])
            && end + 1 < _text.Length && ByteSet.Alphanumeric.Contains(_text[end + 1])));

    /// <summary>Tokens with separators in them: the long run may be a later part.</summary>
    private void Separated(int at)
    {
        int start = at, limit = Math.Max(_done, at - FarthestBack);
        for (int parts = 0; parts < 4
            && start > limit + 1
            && _text[start - 1] is (byte)'.'
            or (byte)':'
            or (byte)'/'
            or (byte)'!'
            or (byte)'$'
            or (byte)'='
            or (byte)'~'
            or (byte)'|'
            or (byte)'*'
            or (byte)'}'
            or (byte)'%'; parts++)
        {
            int end = --start;
            if (parts == 0 && TryForms(start, start))
                return;
            while (start > limit && ByteSet.Base64Url.Contains(_text[start - 1]))
                start--;
            if (start == end)
                continue;
            if (TryForms(start, _done) || (start > 0 && _text[start - 1] == '{' && TryForms(start - 1, _done)))
                return;
            for (int skipped = 1; skipped < 4; skipped++)
                if (start + skipped > 1 && IsEscape(start + skipped) && TryForms(start + skipped, _done))
                    return;
        }

        int length = RunLength(at, 80);
        if (length > 16 && (at == 0 || at == _done || !ByteSet.Alphanumeric.Contains(_text[at - 1])) && Randomness.HasDigitsAndLetters(_text.Slice(at, length)))
            foreach ((SecretRule rule, Form form) in rules.Prefixes.Unanchored)
                if (TryForm(rule, form, at))
                    return;
    }

    private readonly bool IsEscaped(int start, int at) => at == start && at > 0 && (_text[at - 1] == '\\' || (_text[at - 1] == '%' && Ascii.IsHex(_text[at])))
        || (at == start + 1 && start > 0 && _text[start - 1] == '%' && Ascii.IsHex(_text[at]));

    /// <summary>Whether the byte before is the end of an escape, not of a word.</summary>
    private readonly bool IsEscape(int at) => at > 1 && ((_text[at - 2] == '\\' && _text[at - 1] is (byte)'n' or (byte)'r' or (byte)'t')
        || (at > 2 && _text[at - 3] == '%' && Ascii.IsHex(_text[at - 2]) && Ascii.IsHex(_text[at - 1]))
        || (_text[at - 1] == 'm' && IsColor(at - 2)));

    /// <summary>Whether ECMA-48 colour codes such as <c>ESC [94</c> end here.</summary>
    private readonly bool IsColor(int at)
    {
        int first = Math.Max(0, at - 12);
        while (at > first && (Ascii.IsDigit(_text[at]) || _text[at] == ';'))
            at--;
        return at > first && _text[at] == '[' && _text[at - 1] is 0x1B or (byte)'b' or (byte)'B' or (byte)'3' or (byte)'e';
    }

    private void Url(int at)
    {
        if (TryForms(at + 3, _done))
            return;
        if (UrlPassword.Find(_text, at) is { Range.Length: > 0 } found)
        {
            Report(found.Range, found.Rule);
            return;
        }

        foreach ((SecretRule rule, Form form) in rules.Prefixes.Unanchored)
            if (TryForm(rule, form, at + 3))
                return;
    }

    private void Assignment(int at)
    {
        SecretName name = SecretName.Read(_text, at);
        if (name.Kind == SecretNameKind.None || name.End == _doneName)
            return;
        _doneName = name.End;
        AssignedValue value = AssignedValue.Read(_text, name);
        if (value.Range.Length == 0 || value.Range.Start < _done)
            return;
        int start = value.Range.Start;
        if (TryForms(start, start))
            return;
        ReadOnlySpan<byte> bytes = _text.Slice(start, value.Range.Length);
        if (NamedRule(name, bytes) is { } rule)
            Report(value.Range, rule.Id);
        else if (ValueJudge.IsSecret(_text, name, value))
            Report(value.Range, RuleOf(name.Kind));
    }

    private readonly SecretRule? NamedRule(SecretName name, ReadOnlySpan<byte> value)
    {
        if (value.Length < 14
            || Placeholders.IsFilled(value)
            || Randomness.Entropy(value) < 2.2
            || !(Randomness.LooksRandom(value) || Randomness.IsDigits(value)))
            return null;
        Span<char> lower = stackalloc char[SecretName.Longest];
        ReadOnlySpan<byte> written = _text[name.Start..name.End];
        int length = Math.Min(written.Length, lower.Length);
        for (int i = 0; i < length; i++)
            lower[i] = (char)(written[i] - 'A' < 26u ? written[i] | 0x20 : written[i] & 0x7F);
        foreach (SecretRule rule in rules.Named)
            if (rule.IsNamed(lower[..length]))
                foreach (Form form in rule.Forms)
                    if (form.Match(value) == value.Length)
                        return rule;
        return null;
    }

    private static string RuleOf(SecretNameKind kind) => kind switch
    {
        SecretNameKind.Password => "assigned-password",
        SecretNameKind.Authorization => "authorization-value",
        _ => "assigned-secret",
    };

    private void Report(TextRange range, string rule)
    {
        if (range.Length == 0 || range.Start < _done)
            return;
        hits.Add(new SecretHit(range, rule, null, "", SecretCheck.None));
        _done = range.End;
    }
}
