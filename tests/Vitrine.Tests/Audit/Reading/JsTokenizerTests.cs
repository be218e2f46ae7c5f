using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Reading.Script;
using Xunit;

namespace Vitrine.Tests.Audit.Reading;

public sealed class JsTokenizerTests
{
    [Theory]
    [InlineData("a / b / c", "a|/|b|/|c")]
    [InlineData("x = /b\\/[/]c/g.test(y)", "x|=|/b\\/[/]c/g|.|test|(|y|)")]
    [InlineData("if (x) /re/.exec(y)", "if|(|x|)|/re/|.|exec|(|y|)")]
    [InlineData("f(x) / 2 / g", "f|(|x|)|/|2|/|g")]
    [InlineData("({}) / 2 / 1", "(|{|}|)|/|2|/|1")]
    [InlineData("{} /re/.test(x)", "{|}|/re/|.|test|(|x|)")]
    [InlineData("return /'/.test(a)", "return|/'/|.|test|(|a|)")]
    [InlineData("a++ / 2 / b", "a|++|/|2|/|b")]
    [InlineData("'a\\'b' + \"c\\\"d\"", "'a\\'b'|+|\"c\\\"d\"")]
    [InlineData("`a${b+`c${d}`}e` / 2", "`a${|b|+|`c${|d|}`|}e`|/|2")]
    [InlineData("`${{a:1}.a}x`", "`${|{|a|:|1|}|.|a|}x`")]
    [InlineData("a // 'no\n b /* \" */ c", "a|b|c")]
    [InlineData("#!/usr/bin/env node\nx", "x")]
    [InlineData("a ?. b ??= c === d => e >>>= 1", "a|?.|b|??=|c|===|d|=>|e|>>>=|1")]
    [InlineData("0x1F_FFn 1e-5 .5 0b101", "0x1F_FFn|1e-5|.5|0b101")]
    [InlineData("x ? .5 : a?.b", "x|?|.5|:|a|?.|b")]
    public void Programs_are_cut_as_the_language_says(string source, string tokens) =>
        Assert.Equal(tokens, string.Join('|', Tokens(Encoding.UTF8.GetBytes(source))));

    [Fact]
    public void A_string_that_its_line_does_not_end_does_not_swallow_the_rest() => Assert.Contains("'good'", Tokens("it's\nx = 'good'"u8.ToArray()));

    [Fact]
    public void Any_bytes_give_tokens_in_order_and_within_the_source()
    {
        Gen<byte[]> likely = Gen.Elements<byte>([.. "/'\"`${}()[]\\\n*=+-.?x0 #"u8, 0, 0xff, 0xe2, 0x80, 0xa8]).ArrayOf();
        Prop.ForAll(likely.ToArbitrary(), static bytes =>
        {
            int end = 0;
            var tokenizer = new JsTokenizer(bytes);
            while (tokenizer.Next(out JsToken token))
            {
                if (token.Start < end || token.End <= token.Start || token.End > bytes.Length)
                    return false;
                end = token.End;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("'\\x41\\u0042\\u{43}\\103\\n\\\nz'", "ABCC\nz")]
    [InlineData("`a\\`b`", "a`b")]
    [InlineData("'\\u{110000}'", "110000}")]
    public void Escapes_are_undone(string literal, string value)
    {
        byte[] source = Encoding.UTF8.GetBytes(literal);
        var tokenizer = new JsTokenizer(source);
        Assert.True(tokenizer.Next(out JsToken token));
        Assert.Equal(value, JsText.Value(source, token));
    }

    private static List<string> Tokens(byte[] source)
    {
        var tokens = new List<string>();
        var tokenizer = new JsTokenizer(source);
        while (tokenizer.Next(out JsToken token))
            tokens.Add(Encoding.UTF8.GetString(token.In(source)));
        return tokens;
    }
}
