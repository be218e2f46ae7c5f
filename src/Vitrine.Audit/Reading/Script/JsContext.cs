using System.Text;
using Vitrine.Audit.Reading.Harvesting;

namespace Vitrine.Audit.Reading.Script;

/// <summary>
/// What the code around a token is about, and whether something is compared there. Names carry it on: a list that is declared here and used there is about
/// both.
/// </summary>
internal sealed class JsContext
{
    private const int Reach = 36;
    private const int MostUses = 12;
    private const int LongestFunction = 400;

    private readonly ReadOnlyMemory<byte> _source;
    private readonly JsToken[] _tokens;
    private readonly int _count;
    private readonly List<(int Token, Subjects Subjects)> _hits = [];
    private readonly List<Binding> _bindings = [];

    public JsContext(ReadOnlyMemory<byte> source, JsToken[] tokens, int count)
    {
        (_source, _tokens, _count) = (source, tokens, count);
        FindHits();
        FindBindings();
    }

    /// <summary>All that the file is about.</summary>
    public Subjects Whole { get; private set; }

    /// <summary>Subjects around a token, those of the uses of the name it is bound to among them.</summary>
    public Subjects Around(int token, out bool isCompared)
    {
        Subjects subjects = Near(token, Reach);
        isCompared = false;
        for (int at = FirstBindingBefore(token); at >= 0 && at > FirstBindingBefore(token) - 6; at--)
        {
            Binding binding = _bindings[at];
            if (token < binding.Start || token >= binding.End)
                continue;
            subjects |= binding.Subjects;
            isCompared |= binding.IsCompared;
        }

        return subjects;
    }

    /// <summary>Subjects of the names within some tokens.</summary>
    public Subjects Near(int token, int reach)
    {
        int low = 0, high = _hits.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _hits[middle].Token < token - reach ? (middle + 1, high) : (low, middle);
        }

        Subjects subjects = Subjects.None;
        for (int at = low; at < _hits.Count && _hits[at].Token <= token + reach; at++)
            subjects |= _hits[at].Subjects;
        return subjects;
    }

    private void FindHits()
    {
        var known = new Dictionary<int, Subjects>();
        for (int at = 0; at < _count; at++)
        {
            JsToken token = _tokens[at];
            int length = token.End - token.Start;
            if (token.Kind is not (JsTokenKind.Word or JsTokenKind.Text) || length is < 2 or > 50)
                continue;
            ReadOnlySpan<byte> name = token.Kind == JsTokenKind.Text ? _source.Span[(token.Start + 1)..(token.End - 1)] : token.In(_source.Span);
            var hash = new HashCode();
            hash.AddBytes(name);
            int key = hash.ToHashCode();
            if (!known.TryGetValue(key, out Subjects subjects))
                known[key] = subjects = SubjectWords.Of(name);
            if (subjects == Subjects.None)
                continue;
            _hits.Add((at, subjects));
            Whole |= subjects;
        }
    }

    // const NAME = … ;  and  function NAME(…) { … } : what they hold is used where NAME is.
    private void FindBindings()
    {
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int at = 0; at + 2 < _count; at++)
        {
            if (_tokens[at].Kind != JsTokenKind.Word || _tokens[at + 1].Kind != JsTokenKind.Word)
                continue;
            ReadOnlySpan<byte> word = _tokens[at].In(_source.Span);
            bool isFunction = word.SequenceEqual("function"u8);
            if (!isFunction && !(word.SequenceEqual("const"u8) || word.SequenceEqual("let"u8) || word.SequenceEqual("var"u8)))
                continue;
            if (_tokens[at + 1].End - _tokens[at + 1].Start < 2)
                continue;
            int end = isFunction ? EndOfFunction(at + 2) : EndOfStatement(at + 2);
            byName[Encoding.UTF8.GetString(_tokens[at + 1].In(_source.Span))] = _bindings.Count;
            _bindings.Add(new Binding(at, end, at + 1));
        }

        if (byName.Count == 0)
            return;
        for (int at = 0; at < _count; at++)
            if (_tokens[at].Kind == JsTokenKind.Word && _tokens[at].End - _tokens[at].Start is >= 2 and < 80
                && byName.TryGetValue(Encoding.UTF8.GetString(_tokens[at].In(_source.Span)), out int index) && _bindings[index].Name != at)
                Use(index, at);
    }

    private void Use(int index, int at)
    {
        Binding binding = _bindings[index];
        if (binding.Uses >= MostUses)
            return;
        bool isTest = at + 2 < _count && _tokens[at + 1].In(_source.Span).SequenceEqual("."u8) && JsSigns.IsTest(_tokens[at + 2].In(_source.Span));
        bool isLoop = at > 0 && _tokens[at - 1].In(_source.Span).SequenceEqual("of"u8);
        bool isCalled = at + 3 < _count
            && _tokens[at + 1].In(_source.Span).SequenceEqual("("u8)
            && _tokens[at + 3].In(_source.Span).SequenceEqual("."u8)
            && at + 4 < _count
            && JsSigns.IsTest(_tokens[at + 4].In(_source.Span));
        _bindings[index] = binding with
        {
            Uses = binding.Uses + 1,
            Subjects = binding.Subjects | Near(at, 24),
            IsCompared = binding.IsCompared || isTest || isLoop || isCalled
        };
    }

    private int EndOfStatement(int at)
    {
        int level = 0;
        int start = at;
        for (; at < _count && at < start + 20_000; at++)
        {
            if (_tokens[at].Kind != JsTokenKind.Mark)
                continue;
            byte mark = _source.Span[_tokens[at].Start];
            level += mark is (byte)'(' or (byte)'[' or (byte)'{' ? 1 : mark is (byte)')' or (byte)']' or (byte)'}' ? -1 : 0;
            if (level < 0 || (level == 0 && mark is (byte)';' or (byte)','))
                return at;
            // A list or an object that is closed ends the statement where no semicolon does.
            if (level == 0 && mark is (byte)']' or (byte)'}' && at + 1 < _count && _tokens[at + 1].Kind == JsTokenKind.Word)
                return at + 1;
        }

        return at;
    }

    private int EndOfFunction(int at)
    {
        int level = 0;
        int start = at;
        for (; at < _count && at < start + LongestFunction; at++)
        {
            if (_tokens[at].Kind != JsTokenKind.Mark)
                continue;
            byte mark = _source.Span[_tokens[at].Start];
            level += mark is (byte)'{' ? 1 : mark is (byte)'}' ? -1 : 0;
            if (mark == '}' && level == 0)
                return at;
        }

        return start;
    }

    private int FirstBindingBefore(int token)
    {
        int low = 0, high = _bindings.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _bindings[middle].Start <= token ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private readonly record struct Binding(int Start, int End, int Name)
    {
        public int Uses { get; init; }

        public Subjects Subjects { get; init; }

        public bool IsCompared { get; init; }
    }
}
