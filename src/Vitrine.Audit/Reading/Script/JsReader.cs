using System.Buffers;
using System.Globalization;
using System.Text;
using Vitrine.Audit.Reading.Harvesting;
using Vitrine.Audit.Reading.Hiding;

namespace Vitrine.Audit.Reading.Script;

/// <summary>
/// Reads one program: (1) cuts it into tokens, (2) files each literal with what the code around it is about, (3) evaluates what is constant, (4) undoes what
/// hides strings.
/// </summary>
internal sealed class JsReader(ReadingState state)
{
    private const int LargestSource = 96 << 20;

    /// <summary>Reads one.</summary>
    /// <param name="origin">What it is, and what led to it.</param>
    /// <param name="source">UTF-8, or nearly.</param>
    public void Read(Origin origin, ReadOnlyMemory<byte> source)
    {
        if (source.Length > LargestSource)
        {
            state.Cut($"{origin.Name}: only the first {LargestSource >> 20} MiB of the program were read");
            source = source[..LargestSource];
        }

        JsToken[] tokens = ArrayPool<JsToken>.Shared.Rent(Math.Max(256, source.Length / 4));
        try
        {
            int count = 0;
            var tokenizer = new JsTokenizer(source.Span);
            while (tokenizer.Next(out JsToken token))
            {
                if (count == tokens.Length)
                    tokens = Larger(tokens);
                tokens[count++] = token;
            }

            new JsPass(state, origin, source, tokens, count).Run();
        }
        finally
        {
            ArrayPool<JsToken>.Shared.Return(tokens);
        }
    }

    private static JsToken[] Larger(JsToken[] tokens)
    {
        JsToken[] larger = ArrayPool<JsToken>.Shared.Rent(tokens.Length * 2);
        tokens.CopyTo(larger, 0);
        ArrayPool<JsToken>.Shared.Return(tokens);
        return larger;
    }
}

/// <summary>The steps over the tokens of one program.</summary>
internal sealed class JsPass
{

    private readonly ReadingState _state;
    private readonly Origin _origin;
    private readonly ReadOnlyMemory<byte> _source;
    private readonly JsToken[] _tokens;
    private readonly int _count;
    private readonly JsContext _context;
    private readonly JsFolder _folder;
    private readonly JsDecoders _decoders;
    private readonly JsSchemas _schemas;
    private readonly JsKeys _keys;
    private readonly JsFacts _facts;
    private readonly bool _mayMask;
    private (int Token, Sighting Seen) _now;

    public JsPass(ReadingState state, Origin origin, ReadOnlyMemory<byte> source, JsToken[] tokens, int count)
    {
        (_state, _origin, _source, _tokens, _count) = (state, origin, source, tokens, count);
        _context = new JsContext(source, tokens, count);
        _decoders = new JsDecoders(source, tokens, count);
        _mayMask = _decoders.MayMask;
        _schemas = new JsSchemas(source, tokens, count);
        _keys = new JsKeys(state.Keys, source, tokens, count);
        _folder = new JsFolder(source, tokens, count, _decoders, state.Allowance);
        _facts = new JsFacts(state, source, tokens, count, _context, Seen);
    }

    public void Run()
    {
        if (_mayMask || _decoders.Hashes)
            _keys.Find();
        (_state.Later.MayMask, _state.Later.MayHash) = (_state.Later.MayMask | _mayMask, _state.Later.MayHash | _decoders.Hashes);
        _state.Unhider.Alphabets = _decoders.Alphabets;
        (_state.Unhider.MayUnpack, _state.Unhider.Unsolved) = (_decoders.Unpacks, Unsolved);
        try
        {
            _facts.Run();
            Strings();
        }
        finally
        {
            (_state.Unhider.MayUnpack, _state.Unhider.Unsolved, _state.Unhider.Alphabets) = (false, null, []);
        }
    }

    private void Strings()
    {
        int folded = 0;
        for (int at = 0; at < _count; at++)
        {
            JsToken token = _tokens[at];
            if (token.Kind is JsTokenKind.Text or JsTokenKind.Template)
                Literal(at);
            else if (token.Kind == JsTokenKind.Pattern)
                Pattern(at);
            if (at < folded || !MayStart(token))
                continue;
            if (_folder.Fold(at, out int end) is not { } value)
                continue;
            Bind(at, value);
            if (end > at + 1 || value.Items is not null)
                Folded(at, value);
            folded = end;
            if ((at & 0xfff) == 0 && _state.Allowance.IsLate)
            {
                _state.Cut($"{_origin.Name}: the time for reading was over");
                return;
            }
        }
    }

    private bool MayStart(JsToken token) => token.Kind switch
    {
        JsTokenKind.Text or JsTokenKind.Template or JsTokenKind.Word => true,
        JsTokenKind.Number => true,
        JsTokenKind.Mark => token.End - token.Start == 1 && _source.Span[token.Start] is (byte)'[' or (byte)'(' or (byte)'-',
        _ => false,
    };

    // const NAME = value, and the key of an object: the name before "=".
    private void Bind(int at, JsValue value)
    {
        if (at >= 2 && Is(at - 1, "="u8) && _tokens[at - 2].Kind == JsTokenKind.Word)
            _folder.Bind(Encoding.UTF8.GetString(_tokens[at - 2].In(_source.Span)), value);
    }

    private void Unsolved(byte[] bytes, string[] steps) =>
        _state.Later.Add(_origin, _tokens[_now.Token].Start, _now.Seen, bytes, steps, _mayMask, _decoders.Unpacks);

    private void Literal(int at)
    {
        string text = JsText.Value(_source.Span, _tokens[at]);
        if (text.Length < 2)
            return;
        Sighting seen = Seen(at);
        if (text.Length > 200 && ContentKinds.LooksLikeScript(Encoding.UTF8.GetBytes(text.Length > 4096 ? text[..4096] : text)))
            _state.Nested(_origin, "program in a string", _tokens[at].Start, Encoding.UTF8.GetBytes(text), ContentKind.Script);
        _state.Harvester.Take(text, seen);
        Hidden(at, text, [], false, seen);
    }

    private void Hidden(int at, string text, IReadOnlyList<string> steps, bool isDeliberate, in Sighting seen)
    {
        if (text.Length < 8 || (text.Length < 200 && text.Contains(' ') && TextScore.Words(text) > text.Length * 0.5f))
            return;
        _now = (at, seen);
        foreach (Revealed found in _state.Unhider.Undo(text, _keys.Near(at), _mayMask))
            _state.Reveal(_origin, _tokens[at].Start, found with { Steps = [.. steps, .. found.Steps], IsDeliberate = found.IsDeliberate || isDeliberate },
                seen);
    }

    private void Folded(int at, JsValue value)
    {
        Sighting seen = Seen(at);
        _now = (at, seen);
        if (value.Items is { } items && value.AsBytes() is null)
        {
            foreach (JsValue item in items.Take(4096))
                if (item.Text is { } one && item.Steps.Count > 0)
                    Out(at, item, one, seen);
            // What hides a list of words hides each in the same way; one alone is often too short to tell.
            if (items.Count is >= 2 and <= 2048 && _mayMask && items.All(item => item.Text is not null))
                foreach (Revealed found in _state.Unhider.UndoList([.. items.Select(item => item.Text!)], _keys.Near(at)))
                    _state.Reveal(_origin, _tokens[at].Start, found, seen);
            else if (items.Count is >= 1 and <= 2048)
                Numbers(at, items, seen);
            return;
        }

        byte[]? bytes = value.AsBytes();
        // A list of few numbers is a list of numbers.
        if (bytes is { Length: >= 6 })
        {
            string[] steps = value.Steps.Count > 0 ? [.. value.Steps] : ["code numbers"];
            foreach (Revealed found in _state.Unhider.UndoBytes(bytes, steps, true, _keys.Near(at), true, 0))
                _state.Reveal(_origin, _tokens[at].Start, found, seen);
        }
        else if (value.Text is { } text && value.Steps.Count > 0)
            Out(at, value, text, seen);
    }

    // A list of lists of numbers, each a word; and numbers that are codes with something added.
    private void Numbers(int at, IReadOnlyList<JsValue> items, in Sighting seen)
    {
        if (items.All(item => item.Items is not null))
        {
            List<byte[]> parts = [.. items.Select(item => item.AsBytes()).OfType<byte[]>().Where(part => part.Length >= 2)];
            if (parts.Count != items.Count || parts.Sum(part => part.Length) is < 6 or > 1 << 16)
                return;
            bool isPlain = parts.TrueForAll(part => TextScore.IsPrintable(part)) && TextScore.OfEither([.. parts.SelectMany(part => part).Take(512)]) > 20;
            foreach (Revealed found in isPlain
                ? parts.Select(part => new Revealed(Encoding.Latin1.GetString(part), null, ["code numbers"], true))
                : _mayMask
                    ? _state.Unhider.UndoParts(parts, "code numbers", _keys.Near(at))
                    : [])
                _state.Reveal(_origin, _tokens[at].Start, found, seen);
        }
        else if (_mayMask && items.Count >= 8 && Scaled.ToBytes(items) is { } moved)
            foreach (Revealed found in _state.Unhider.UndoBytes(moved, ["code numbers"], true, _keys.Near(at), true, 1))
                if (found.Steps.Length > 1)
                    _state.Reveal(_origin, _tokens[at].Start, found, seen);
    }

    private void Out(int at, JsValue value, string text, in Sighting seen)
    {
        // What reads as noise is a guess that was wrong, or still masked.
        if (text.Contains('\ufffd') || text.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0)
            return;
        if (value.IsDeliberate || value.Steps.Any(step => step != "joined"))
            _state.Reveal(_origin, _tokens[at].Start, new Revealed(text, null, [.. value.Steps], value.IsDeliberate), seen);
        else
            _state.Harvester.Take(text, seen);
        Hidden(at, text, value.Steps, value.IsDeliberate, seen);
    }

    private void Pattern(int at)
    {
        Sighting seen = Seen(at) with { Suspicion = Suspicion.Compared };
        foreach (string word in PatternWords.Of(Encoding.UTF8.GetString(_tokens[at].In(_source.Span))))
            _state.Harvester.Take(word, seen);
    }

    private Sighting Seen(int at)
    {
        Subjects subjects = _context.Around(at, out bool isCompared);
        bool isListed = at > 0 && at + 1 < _count && (Is(at - 1, "["u8) || Is(at - 1, ","u8)) && (Is(at + 1, "]"u8) || Is(at + 1, ","u8));
        bool isHeader = false, isCommand = false, isRequest = false;
        if (at >= 2)
        {
            ReadOnlySpan<byte> before = _tokens[at - 1].In(_source.Span);
            ReadOnlySpan<byte> called = _tokens[at - 2].In(_source.Span);
            isCompared |= before.SequenceEqual("==="u8)
                || before.SequenceEqual("=="u8)
                || before.SequenceEqual("!=="u8)
                || before.SequenceEqual("!="u8)
                || before.SequenceEqual("case"u8);
            if (before.SequenceEqual("("u8))
            {
                isCompared |= JsSigns.IsTest(called);
                isCommand = JsSigns.IsRun(called)
                    && !(at >= 3 && Is(at - 3, "."u8) && called.SequenceEqual("exec"u8) && at >= 4 && _tokens[at - 4].Kind == JsTokenKind.Pattern);
                isRequest = JsSigns.IsRequest(called);
                isHeader = at >= 4
                    && (called.SequenceEqual("get"u8) || called.SequenceEqual("has"u8) || called.SequenceEqual("set"u8))
                    && _tokens[at - 4].In(_source.Span).EndsWith("eaders"u8);
                // A field that is read decides something; one that is set does not.
                isCompared |= isHeader && !called.SequenceEqual("set"u8);
            }
        }

        if (at + 1 < _count)
        {
            ReadOnlySpan<byte> after = _tokens[at + 1].In(_source.Span);
            isCompared |= after.SequenceEqual("==="u8) || after.SequenceEqual("=="u8) || after.SequenceEqual("!=="u8);
            isHeader |= after.SequenceEqual(":"u8) && (_tokens[at].In(_source.Span).IndexOf((byte)'-') > 0);
            isHeader |= after.SequenceEqual("]"u8) && at >= 2 && Is(at - 1, "["u8) && _tokens[at - 2].In(_source.Span).EndsWith("eaders"u8);
        }

        // What a tool's schema says is for the model, and compared with nothing.
        if (_schemas.Has(at))
            (isCompared, isListed) = (false, false);
        Suspicion suspicion = _origin.Chain.Count > 0 && _origin.IsDeliberate
            ? Suspicion.Hidden
            : isCompared
                ? Suspicion.Compared
                : isListed
                    ? Suspicion.Listed
                    : Suspicion.Named;
        return new Sighting(_origin.At(_tokens[at].Start), suspicion, subjects, _origin.Chain, true)
        {
            IsHeader = isHeader,
            IsCommand = isCommand,
            IsRequest = isRequest
        };
    }

    private bool Is(int at, ReadOnlySpan<byte> mark) => _tokens[at].In(_source.Span).SequenceEqual(mark);
}
