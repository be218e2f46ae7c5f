using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Secrets;
using Xunit;

namespace Vitrine.Tests.Inspect;

public class PieceFilterTests
{
    [Fact]
    public void A_literal_passes_wherever_it_stands()
    {
        var random = new Random(11);
        for (int length = PieceFilter.ShortestLiteral; length < 80; length++)
        {
            byte[] literal = new byte[length], text = new byte[200];
            random.NextBytes(literal);
            var filter = new PieceFilter(0x9E37_79B9_7F4A_7C15, PieceFilter.Stride);
            filter.Add(literal);
            for (int start = 0; start + length <= text.Length; start++)
            {
                text.AsSpan().Clear();
                literal.CopyTo(text, start);
                int expected = (start + PieceFilter.Stride - 1) / PieceFilter.Stride * PieceFilter.Stride;
                Assert.Contains(expected, Places(filter, text));
            }
        }
    }

    [Fact]
    public void Each_place_that_passes_is_told_once_and_in_order()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            byte[] between = new byte[random.Next(70)], literal = new byte[PieceFilter.ShortestLiteral + random.Next(40)];
            random.NextBytes(between);
            random.NextBytes(literal);
            var filter = new PieceFilter((ulong)random.NextInt64(), 1);
            filter.Add(literal);
            List<int> places = Places(filter, [.. between, .. literal, .. between, .. literal]);
            Assert.All(places, place => Assert.True(place % PieceFilter.Stride == 0 && place + PieceFilter.Piece <= 2 * (between.Length + literal.Length)));
            Assert.Equal(places.Distinct().Order(), places);
            Assert.InRange(places.Count, 2, int.MaxValue);
        }
    }

    [Fact]
    public void Of_random_text_little_passes()
    {
        var random = new Random(5);
        byte[] text = new byte[1 << 20], literal = new byte[16];
        random.NextBytes(text);
        var filter = new PieceFilter(0x1234_5678_9ABC_DEF1, 100 * PieceFilter.Stride);
        for (int i = 0; i < 100; i++)
        {
            random.NextBytes(literal);
            filter.Add(literal);
        }

        Assert.InRange(Places(filter, text).Count, 0, text.Length / PieceFilter.Stride / 50);
    }

    [Fact]
    public void What_tells_a_form_is_in_every_token_of_it()
    {
        foreach (string text in (string[])[@"\a{14}.atlasv1.[a-z]{2,5}", "(ab|c)x{2}", "[KL][1-9]{5}", @"\x{4,8}-us", "a?bc", "(aa|bb)(c|d){2}e"])
        {
            var form = Form.Parse(text);
            foreach (string token in (string[])["ABCDEFGHIJKLMN.atlasv1.abc", "abxx", "cxx", "K12345", "0a0a-us", "0a0a0a0a-us", "abc", "bc", "aacde", "bbdde"])
            {
                byte[] bytes = System.Text.Encoding.ASCII.GetBytes(token);
                if (form.Match(bytes) < 0)
                    continue;
                foreach (FormTell tell in FormTell.Of(form.Root))
                    Assert.True(tell.Set.Contains(bytes[tell.Offset]), $"{text} {token} {tell.Offset}");
            }

            Assert.InRange(FormTell.Of(form.Root).Length, text == "a?bc" ? 0 : 1, 3);
        }

        Assert.Equal([14, 15, 16], FormTell.Of(Form.Parse(@"\a{14}.atlasv1.[a-z]{2,5}").Root).Select(static tell => tell.Offset));
        Assert.Equal(8, Form.Parse(@"(ab|c)x{2}[0-9]{4}").Match("abxx1234"u8));
        Assert.Equal(7, Form.Parse(@"(ab|c)x{2}[0-9]{4}").Match("cxx1234"u8));
    }

    private static List<int> Places(PieceFilter filter, ReadOnlySpan<byte> text)
    {
        List<int> places = [];
        for (int at = filter.Next(text, 0); at >= 0; at = filter.Next(text, at + PieceFilter.Stride))
            places.Add(at);
        return places;
    }
}
