using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>A function that can be evaluated: its parameters and where its body starts.</summary>
/// <param name="Parameters">Plain names.</param>
/// <param name="Body">The first token of the expression, or of the block's content.</param>
/// <param name="IsBlock">Whether the body stands in braces.</param>
internal readonly record struct JsFunction(string[] Parameters, int Body, bool IsBlock);

/// <summary>
/// The functions of a program that may undo what hides strings, told by what stands in them, and short names that a module's functions were given at import.
/// </summary>
internal sealed class JsDecoders
{
    private const int LongestBody = 160;
    private const int MostFunctions = 4096;
    private const int MostParameters = 6;
    private const int MostOfName = 16;
    private const int MostAlphabets = 4;

    private readonly ReadOnlyMemory<byte> _source;
    private readonly JsToken[] _tokens;
    private readonly int _count;
    private readonly List<int> _signs = [];
    private readonly List<int> _masks = [];
    private readonly Dictionary<string, List<JsFunction>> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private int _found;

    private readonly List<Hiding.Alphabet> _alphabets = [];

    public JsDecoders(ReadOnlyMemory<byte> source, JsToken[] tokens, int count)
    {
        (_source, _tokens, _count) = (source, tokens, count);
        FindSigns();
        if (_signs.Count == 0)
            return;
        FindFunctions();
        // What only hands on to one of them, with a key of its own for instance; longer programs have too many names that are alike.
        if (_found is > 0 and <= 64 && count < 50_000)
            FindCallers();
    }

    /// <summary>Alphabets of encodings of its own.</summary>
    public IReadOnlyList<Hiding.Alphabet> Alphabets => _alphabets;

    /// <summary>Whether the program may turn characters into others.</summary>
    public bool MayMask => _masks.Count > 0;

    /// <summary>Whether it undoes compression.</summary>
    public bool Unpacks { get; private set; }

    /// <summary>Whether it makes digests.</summary>
    public bool Hashes { get; private set; }

    /// <summary>The function of that name that stands nearest to a token.</summary>
    public bool TryFind(string name, int at, out JsFunction function)
    {
        function = default;
        if (!_functions.TryGetValue(name, out List<JsFunction>? all))
            return false;
        function = all[0];
        foreach (JsFunction one in all)
            if (Math.Abs(one.Body - at) < Math.Abs(function.Body - at))
                function = one;
        return true;
    }

    /// <summary>What an imported name was called: <c>inflateRawSync</c> of <c>import { inflateRawSync as d }</c>.</summary>
    public string Original(string name) => _aliases.Count > 0 && _aliases.TryGetValue(name, out string? original) ? original : name;

    /// <summary>Whether characters are computed between two tokens.</summary>
    public bool MasksWithin(int from, int to) => Any(_masks, from, to);

    /// <summary>The function that starts at a token, be it an arrow, a function expression or a name.</summary>
    public bool TryRead(int at, out JsFunction function)
    {
        function = default;
        if (at + 2 >= _count)
            return false;
        ReadOnlySpan<byte> word = _tokens[at].In(_source.Span);
        if (_tokens[at].Kind == JsTokenKind.Word && IsMark(at + 1, "=>"u8))
            return Body(at + 2, [Name(at)], out function);
        if (word.SequenceEqual("function"u8))
        {
            int open = _tokens[at + 1].Kind == JsTokenKind.Word ? at + 2 : at + 1;
            return Parameters(open, out string[] named, out int end) && IsMark(end, "{"u8) && Body(end, named, out function);
        }

        return Parameters(at, out string[] parameters, out int after) && IsMark(after, "=>"u8) && Body(after + 1, parameters, out function);
    }

    private static bool Any(List<int> places, int from, int to)
    {
        int found = places.BinarySearch(from);
        found = found < 0 ? ~found : found;
        return found < places.Count && places[found] < to;
    }

    private void FindSigns()
    {
        for (int at = 0; at < _count; at++)
        {
            JsToken token = _tokens[at];
            int length = token.End - token.Start;
            if (length > 22)
            {
                if (token.Kind == JsTokenKind.Text
                    && length is 34 or 35 or 66 or 67
                    && _alphabets.Count < MostAlphabets
                    && Hiding.Alphabet.TryRead(JsText.Value(_source.Span, token), out Hiding.Alphabet? alphabet))
                    _alphabets.Add(alphabet);
                continue;
            }

            byte first = _source.Span[token.Start];
            switch (token.Kind)
            {
                case JsTokenKind.Mark when length == 1 && first is (byte)'^' or (byte)'~':
                    _signs.Add(at);
                    _masks.Add(at);
                    break;
                case JsTokenKind.Text when length is >= 5 and <= 11 && _source.Span[token.Start + 1] is (byte)'b' or (byte)'h' or (byte)'l':
                    if (JsText.Inner(_source.Span, token) is var encoding
                        && (encoding.SequenceEqual("base64"u8)
                            || encoding.SequenceEqual("base64url"u8)
                            || encoding.SequenceEqual("hex"u8)
                            || encoding.SequenceEqual("latin1"u8)))
                        _signs.Add(at);
                    break;
                case JsTokenKind.Word when length >= 4
                    && first is (byte)'f' or (byte)'a' or (byte)'r' or (byte)'i' or (byte)'g' or (byte)'b' or (byte)'u' or (byte)'c' or (byte)'d' or (byte)'D':
                    Sign(at, token.In(_source.Span));
                    break;
            }
        }
    }

    private void Sign(int at, ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("charCodeAt"u8)
            || word.SequenceEqual("codePointAt"u8)
            || word.SequenceEqual("fromCharCode"u8)
            || word.SequenceEqual("fromCodePoint"u8))
        {
            _signs.Add(at);
            _masks.Add(at);
        }
        else if (word.SequenceEqual("atob"u8) || word.SequenceEqual("reverse"u8))
            _signs.Add(at);
        else if (word.SequenceEqual("createHash"u8) || word.SequenceEqual("createHmac"u8) || word.SequenceEqual("digest"u8))
            Hashes = true;
        else if (IsUnpacking(word))
        {
            Unpacks = true;
            _signs.Add(at);
            if (at + 2 < _count
                && (_tokens[at + 1].In(_source.Span).SequenceEqual("as"u8) || IsMark(at + 1, ":"u8))
                && _tokens[at + 2].Kind == JsTokenKind.Word)
                _aliases.TryAdd(Name(at + 2), Name(at));
        }
    }

    private static bool IsUnpacking(ReadOnlySpan<byte> word) =>
        word.StartsWith("inflate"u8) || word.StartsWith("gunzip"u8) || word.StartsWith("brotliDecompress"u8) || word.StartsWith("unzip"u8)
        || word.SequenceEqual("createInflate"u8) || word.SequenceEqual("createGunzip"u8) || word.SequenceEqual("DecompressionStream"u8);

    private void FindFunctions()
    {
        int sign = 0;
        for (int at = 0; at + 3 < _count && _found < MostFunctions; at++)
        {
            while (sign < _signs.Count && _signs[sign] < at)
                sign++;
            // Without a sign soon behind it, it undoes nothing.
            if (sign == _signs.Count)
                return;
            if (_signs[sign] - at > LongestBody)
            {
                at = _signs[sign] - LongestBody - 1;
                continue;
            }

            if (TryDeclared(at, out string name, out JsFunction function) && Any(_signs, function.Body, EndOf(function)))
                Add(name, function);
        }
    }

    private void FindCallers()
    {
        string[] known = [.. _functions.Keys];
        for (int at = 0; at + 3 < _count && _found < MostFunctions; at++)
        {
            if (!TryDeclared(at, out string name, out JsFunction function) || _functions.ContainsKey(name))
                continue;
            int end = Math.Min(EndOf(function), function.Body + 40);
            for (int inner = function.Body; inner < end; inner++)
                if (_tokens[inner].Kind == JsTokenKind.Word && known.Contains(Name(inner)))
                {
                    Add(name, function);
                    break;
                }
        }
    }

    private void Add(string name, JsFunction function)
    {
        if (!_functions.TryGetValue(name, out List<JsFunction>? all))
            _functions[name] = all = [];
        if (all.Count >= MostOfName)
            return;
        all.Add(function);
        _found++;
    }

    private bool TryDeclared(int at, out string name, out JsFunction function)
    {
        (name, function) = ("", default);
        if (_tokens[at].Kind != JsTokenKind.Word)
            return false;
        if (_tokens[at].In(_source.Span).SequenceEqual("function"u8) && _tokens[at + 1].Kind == JsTokenKind.Word)
        {
            name = Name(at + 1);
            return TryRead(at, out function);
        }

        if (!IsMark(at + 1, "="u8))
            return false;
        name = Name(at);
        return TryRead(at + 2, out function);
    }

    private bool Parameters(int open, out string[] names, out int end)
    {
        (names, end) = ([], open);
        if (!IsMark(open, "("u8))
            return false;
        var found = new List<string>();
        int at = open + 1;
        while (at < _count && !IsMark(at, ")"u8))
        {
            if (_tokens[at].Kind != JsTokenKind.Word || found.Count >= MostParameters)
                return false;
            found.Add(Name(at++));
            if (IsMark(at, ","u8))
                at++;
            else if (!IsMark(at, ")"u8))
                return false;
        }

        (names, end) = ([.. found], at + 1);
        return end < _count;
    }

    private bool Body(int at, string[] parameters, out JsFunction function)
    {
        bool isBlock = IsMark(at, "{"u8);
        function = new JsFunction(parameters, isBlock ? at + 1 : at, isBlock);
        return at + 1 < _count;
    }

    private int EndOf(JsFunction function)
    {
        int level = 0;
        int most = Math.Min(_count, function.Body + LongestBody);
        for (int at = function.Body; at < most; at++)
        {
            if (_tokens[at].Kind != JsTokenKind.Mark)
                continue;
            byte mark = _source.Span[_tokens[at].Start];
            level += mark is (byte)'(' or (byte)'[' or (byte)'{' ? 1 : mark is (byte)')' or (byte)']' or (byte)'}' ? -1 : 0;
            if (level < 0 || (level == 0 && !function.IsBlock && mark is (byte)';' or (byte)',' && _tokens[at].End - _tokens[at].Start == 1))
                return at;
        }

        return most;
    }

    private string Name(int at) => Encoding.UTF8.GetString(_tokens[at].In(_source.Span)[..Math.Min(80, _tokens[at].End - _tokens[at].Start)]);

    private bool IsMark(int at, ReadOnlySpan<byte> mark) =>
        at < _count && _tokens[at].Kind == JsTokenKind.Mark && _tokens[at].In(_source.Span).SequenceEqual(mark);
}
