namespace Vitrine.Audit.Reading.Script;

/// <summary>What a token is.</summary>
internal enum JsTokenKind : byte
{
    /// <summary>A name or keyword, <c>#private</c> too.</summary>
    Word,

    /// <summary>A number; a BigInt with its <c>n</c>.</summary>
    Number,

    /// <summary>A string with its quotes.</summary>
    Text,

    /// <summary>A template without substitutions, or a part of one, from <c>`</c> or <c>}</c> to <c>${</c> or <c>`</c>.</summary>
    Template,

    /// <summary>A regular expression with its flags.</summary>
    Pattern,

    /// <summary>Punctuation, one operator each.</summary>
    Mark,
}

/// <summary>A token: a range of the source.</summary>
internal readonly record struct JsToken(int Start, int End, JsTokenKind Kind)
{
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> source) => source[Start..End];
}
