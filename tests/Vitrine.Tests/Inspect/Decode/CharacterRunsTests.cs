using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Xunit;

namespace Vitrine.Tests.Inspect.Decode;

public class CharacterRunsTests
{
    private static readonly CharacterRuns Runs = new("0123456789abcdef-"u8);

    [Fact]
    public void Runs_are_those_that_looking_at_each_byte_finds()
    {
        var random = new Random(3);
        for (int round = 0; round < 4000; round++)
        {
            byte[] text = new byte[random.Next(300)];
            int rare = random.Next(2, 120);
            for (int i = 0; i < text.Length; i++)
                text[i] = random.Next(rare) == 0 ? (byte)random.Next(256) : "0123456789abcdef-"u8[random.Next(17)];
            Assert.Equal(Slowly(text), All(text));
        }
    }

    [Theory]
    [InlineData(23, 0)]
    [InlineData(24, 1)]
    public void A_run_has_24_characters_or_more(int length, int count)
    {
        for (int before = 0; before < 140; before++)
            for (int behind = 0; behind < 70; behind++)
                Assert.Equal(count,
                    All([.. Enumerable.Repeat((byte)'z', before), .. Enumerable.Repeat((byte)'a', length), .. Enumerable.Repeat((byte)0xE1, behind)]).Count);
    }

    private static List<TextRange> All(byte[] text)
    {
        List<TextRange> found = [];
        for (int at = 0; Runs.Next(text, at, out TextRange run); at = run.End)
            found.Add(run);
        return found;
    }

    private static List<TextRange> Slowly(byte[] text)
    {
        List<TextRange> found = [];
        for (int i = 0, start = 0; i <= text.Length; i++)
        {
            if (i < text.Length && "0123456789abcdef-"u8.Contains(text[i]))
                continue;
            if (i - start >= NestedPieces.LeastRun)
                found.Add(new TextRange(start, i - start));
            start = i + 1;
        }

        return found;
    }
}
