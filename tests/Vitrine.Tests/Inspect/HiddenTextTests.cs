using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Inspect.HiddenText;
using Xunit;

namespace Vitrine.Tests.Inspect;

public sealed class HiddenTextTests
{
    [Theory]
    [InlineData("a\u200Bb", HiddenTextKind.ZeroWidth, 0x200B)]
    [InlineData("a\u200Db", HiddenTextKind.ZeroWidth, 0x200D)]
    [InlineData("x\u2060y", HiddenTextKind.ZeroWidth, 0x2060)]
    [InlineData("x\uFEFFy", HiddenTextKind.ZeroWidth, 0xFEFF)]
    [InlineData("if (a\u202E) {", HiddenTextKind.Bidi, 0x202E)]
    [InlineData("p\u0430ypal", HiddenTextKind.Confusable, 0x430)]
    [InlineData("open the \u0440\u0430\u0441\u0435 file now", HiddenTextKind.Confusable, 0x440)]
    [InlineData("a\U000E0061b", HiddenTextKind.Tag, 0xE0061)]
    [InlineData("a\uFE01b", HiddenTextKind.VariationSelector, 0xFE01)]
    [InlineData("a\U000E0101b", HiddenTextKind.VariationSelector, 0xE0101)]
    [InlineData("a\u00A0b", HiddenTextKind.UnusualSpace, 0xA0)]
    [InlineData("a\u3000b", HiddenTextKind.UnusualSpace, 0x3000)]
    [InlineData("Today\u2019s", HiddenTextKind.UnusualPunctuation, 0x2019)]
    [InlineData("Today\u02BCs", HiddenTextKind.UnusualPunctuation, 0x2BC)]
    [InlineData("Today\u02B9s", HiddenTextKind.UnusualPunctuation, 0x2B9)]
    [InlineData("2026\u20101", HiddenTextKind.UnusualPunctuation, 0x2010)]
    [InlineData("a\uE000b", HiddenTextKind.PrivateUse, 0xE000)]
    [InlineData("a\u2063b", HiddenTextKind.Invisible, 0x2063)]
    [InlineData("a\u3164b", HiddenTextKind.Invisible, 0x3164)]
    public void Hidden_text_is_found(string text, HiddenTextKind kind, int codePoint)
    {
        HiddenCharacter hit = Assert.Single(Find(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((kind, codePoint), (hit.Kind, hit.CodePoint));
    }

    [Theory]
    [InlineData("plain ASCII, nothing else")]
    [InlineData("Привет, мир: сосна и рама")]
    [InlineData("Αυτό είναι ελληνικό κείμενο")]
    [InlineData("naïve façade, Straße, ısı")]
    [InlineData("日本語　テキスト")]
    [InlineData("👨\u200D👩\u200D👧 ❤\uFE0F 1\uFE0F\u20E3")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("क\u094D\u200Dष")]
    [InlineData("\uFEFFstart of a file")]
    [InlineData("μs, Δt, σx, π and Ω")]
    [InlineData("葛\U000E0100城")]
    public void Honest_text_is_not(string text) => Assert.Empty(Find(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_flag_hides_no_more_than_its_own_tags() =>
        Assert.NotEmpty(Find(Encoding.UTF8.GetBytes("🏴" + string.Concat(Enumerable.Repeat("\U000E0061", 40)))));

    [Fact]
    public void Bytes_that_are_not_text_are_counted() =>
        Assert.Equal(2, Find([.. "a"u8, 0xC3, .. "b"u8, 0xFF, .. "c"u8]).Count(hit => hit.Kind == HiddenTextKind.InvalidUtf8));

    [Fact]
    public void What_the_agent_did_not_write_is_left_out()
    {
        byte[] text = Encoding.UTF8.GetBytes("a\u200Bb\u200Bc");
        List<HiddenCharacter> hits = [];
        Assert.True(HiddenTextDetector.Find(text, [new TextRange(0, 5)], hits));
        Assert.Equal(5, Assert.Single(hits).Range.Start);
    }

    [Fact]
    public void Nothing_is_allocated_where_nothing_is_found()
    {
        // Accented letters: the table of confusables is not asked for them, and code that is not optimised yet allocates when it reads constant data.
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("éàüöñßçø", 500)));
        var finder = new HiddenTextFinder(null);
        List<Hit> hits = [];
        finder.Find(text, hits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        finder.Find(text, hits);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Empty(hits);
    }

    [Fact]
    public void More_than_can_be_listed_is_said()
    {
        List<HiddenCharacter> hits = [];
        Assert.False(HiddenTextDetector.Find(Encoding.UTF8.GetBytes(new string('\u200B', HiddenTextDetector.MaximumHits + 1)), [], hits));
        Assert.Equal(HiddenTextDetector.MaximumHits, hits.Count);
    }

    [Fact]
    public void Any_bytes_are_searched_and_hits_ascend_within_the_text() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), text =>
        {
            List<HiddenCharacter> hits = Find(text);
            return hits.All(hit => hit.Range.Start >= 0 && hit.Range.Length > 0 && hit.Range.End <= text.Length)
                && hits.Zip(hits.Skip(1)).All(pair => pair.First.Range.End <= pair.Second.Range.Start);
        }));

    private static List<HiddenCharacter> Find(byte[] text)
    {
        List<HiddenCharacter> hits = [];
        HiddenTextDetector.Find(text, [], hits);
        return hits;
    }
}
