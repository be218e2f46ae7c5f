using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Egress.Rewriting;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class RewritingTests
{
    private static readonly ReplacementTable Table = new([Of("[redacted:1]", "ONE"), Of("[redacted:12]", "TWELVE"), Of("aabaab", "B"), Of("abcabcabd", "C")]);

    [Fact]
    public void Whatever_the_pieces_the_result_is_that_of_the_whole()
    {
        string[] words = ["[redacted:1]", "[redacted:12]", "[redac", "aab", "aabaab", "abc", "abd", "x", " ", "[", "1]", "2]"];
        Gen<(int[], int)> inputs = from picks in Gen.Choose(0, words.Length - 1).ArrayOf() from seed in Gen.Choose(0, int.MaxValue) select (picks, seed);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            (int[] picks, int seed) = input;
            string text = string.Concat(picks.Select(p => words[p]));
            var random = new System.Random(seed);
            return Reference(text) == Run(Pieces(Encoding.ASCII.GetBytes(text), random));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_piece_with_nothing_in_it_goes_on_as_it_is_and_at_once()
    {
        byte[] piece = Encoding.ASCII.GetBytes("data: nothing here\n\n");
        var rewriter = new StreamRewriter(Table, _ => Assert.Fail("found"));
        ReadOnlyMemory<byte> result = rewriter.Push(piece, isLast: false);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(result, out ArraySegment<byte> array)
            && array.Array == piece
            && array.Count == piece.Length);
        Assert.False(rewriter.IsHolding);
    }

    [Theory]
    [InlineData("[red", "acted:1]")]
    [InlineData("[", "r", "e", "d", "a", "c", "t", "e", "d", ":", "1", "]")]
    [InlineData("text [redacted", ":1] more")]
    [InlineData("a [redacted:1] and [red", "acted:1] b [", "redacted:1]")]
    public void A_placeholder_that_a_model_writes_in_pieces_comes_back_whole(params string[] pieces)
    {
        string stream = string.Concat(pieces.Select((p, i) => $"event: delta\ndata: {{\"index\":{i},\"delta\":{{\"type\":\"text\",\"text\":\"{p}\"}}}}\n\n"))
            + "data: [DONE]\n\n";
        foreach (int seed in Enumerable.Range(0, 50))
        {
            int found = 0;
            var splitter = new EventSplitter(Table, _ => found++);
            var output = new StringBuilder();
            byte[][] cut = [.. Pieces(Encoding.ASCII.GetBytes(stream), new System.Random(seed))];
            foreach (byte[] each in cut)
                output.Append(Encoding.ASCII.GetString(splitter.Push(each, isLast: false).Span));
            output.Append(Encoding.ASCII.GetString(splitter.Push(default, isLast: true).Span));
            string[] texts = [.. output.ToString().Split('\n').Where(l => l.StartsWith("data: {", StringComparison.Ordinal))
                .Select(l => System.Text.Json.JsonDocument.Parse(l[6..]).RootElement.GetProperty("delta").GetProperty("text").GetString()!)];
            Assert.Equal(pieces.Length, texts.Length);
            Assert.Equal(Reference(string.Concat(pieces)), string.Concat(texts));
            Assert.EndsWith("data: [DONE]\n\n", output.ToString(), StringComparison.Ordinal);
            Assert.Equal(string.Concat(pieces).Split("[redacted:1]").Length - 1, found);
        }
    }

    [Fact]
    public void An_event_that_only_looks_like_a_beginning_goes_on_with_the_next_one_or_when_it_is_given_up()
    {
        var splitter = new EventSplitter(Table, _ => Assert.Fail("found"));
        Assert.Equal(0, splitter.Push("data: {\"t\":\"an [\"}\n\n"u8.ToArray(), false).Length);
        Assert.True(splitter.IsHolding);
        Assert.Equal("data: {\"t\":\"an [\"}\n\ndata: {\"t\":\"array\"}\n\n",
            Encoding.ASCII.GetString(splitter.Push("data: {\"t\":\"array\"}\n\n"u8.ToArray(), false).Span));
        Assert.Equal(0, splitter.Push("data: {\"t\":\"[\"}\r\n\r\n"u8.ToArray(), false).Length);
        Assert.Equal("data: {\"t\":\"[\"}\r\n\r\n", Encoding.ASCII.GetString(splitter.Release().Span));
        Assert.False(splitter.IsHolding);
    }

    [Fact]
    public void Any_stream_of_events_keeps_all_of_its_bytes_but_what_is_replaced()
    {
        // Made of what matters to the parser.
        byte[] alphabet = Encoding.ASCII.GetBytes("\n\r\"\\never in it");
        Gen<(int[], int)> inputs = from picks in Gen.Choose(0, alphabet.Length - 1).ArrayOf() from seed in Gen.Choose(0, int.MaxValue) select (picks, seed);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            (int[] picks, int seed) = input;
            byte[] stream = [.. picks.Select(p => alphabet[p])];
            var splitter = new EventSplitter(new ReplacementTable([Of("never in it!", "")]), _ => Assert.Fail("found"));
            var output = new MemoryStream();
            foreach (byte[] each in Pieces(stream, new System.Random(seed)))
                output.Write(splitter.Push(each, isLast: false).Span);
            output.Write(splitter.Push(default, isLast: true).Span);
            return stream.AsSpan().SequenceEqual(output.ToArray());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(300));
    }

    [Fact]
    public void Every_alignment_of_base64_is_found()
    {
        const string value = "real-key/with+signs~0123456789";
        byte[][] forms = [.. ValueForms.Of(value)];
        for (int before = 0; before < 6; before++)
            for (int behind = 0; behind < 6; behind++)
            {
                string text = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('\xff', before) + value + new string('q', behind)));
                Assert.Contains(forms, form => text.Contains(Encoding.ASCII.GetString(form), StringComparison.Ordinal));
            }
    }

    private static Replacement Of(string find, string with) => new(Encoding.ASCII.GetBytes(find), Encoding.ASCII.GetBytes(with), null);

    /// <summary>The same, said in another way: at each place the longest.</summary>
    private static string Reference(string text)
    {
        var result = new StringBuilder();
        (string Find, string With)[] all = [("[redacted:12]", "TWELVE"), ("[redacted:1]", "ONE"), ("abcabcabd", "C"), ("aabaab", "B")];
        for (int i = 0; i < text.Length;)
        {
            (string find, string with) = all.FirstOrDefault(r => string.CompareOrdinal(text, i, r.Find, 0, r.Find.Length) == 0);
            result.Append(find is null ? text[i].ToString() : with);
            i += find?.Length ?? 1;
        }

        return result.ToString();
    }

    private static string Run(IEnumerable<byte[]> pieces)
    {
        var rewriter = new StreamRewriter(Table, static _ => { });
        var output = new StringBuilder();
        foreach (byte[] piece in pieces)
            output.Append(Encoding.ASCII.GetString(rewriter.Push(piece, isLast: false).Span));
        return output.Append(Encoding.ASCII.GetString(rewriter.Push(default, isLast: true).Span)).ToString();
    }

    private static IEnumerable<byte[]> Pieces(byte[] bytes, System.Random random)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int count = Math.Min(bytes.Length - at, random.Next(0, 9));
            yield return bytes[at..(at + count)];
            at += count;
        }
    }
}
