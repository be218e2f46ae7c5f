using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Core.Summary;

public sealed class LineSetTests
{
    [Fact]
    public void Holds_exactly_the_lines_that_were_put_in_as_ranges_apart()
    {
        Gen<(int First, int Length)[]> some = ArbMap.Default.GeneratorFor<(byte First, byte Length)>()
            .Select(pair => (1 + pair.First, pair.Length % 9)).ArrayOf();
        Prop.ForAll(some.ToArbitrary(), ranges =>
        {
            var set = new LineSet();
            var lines = new SortedSet<int>();
            foreach ((int first, int length) in ranges)
            {
                set.Add(new LineRange(first, first + length));
                lines.UnionWith(Enumerable.Range(first, length + 1));
            }

            int[] held = [.. set.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))];
            bool areApart = set.Ranges.Zip(set.Ranges.Skip(1)).All(pair => pair.First.Last + 1 < pair.Second.First);
            return held.SequenceEqual(lines) && areApart && set.Count == lines.Count && !set.IsCut;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Says_when_there_are_too_many_pieces_and_never_claims_a_line_between_them()
    {
        var set = new LineSet();
        for (int line = 1; line < 5_000; line += 2)
            set.Add(new LineRange(line, line));
        Assert.True(set.IsCut);
        Assert.All(set.Ranges, range => Assert.True(range.First == range.Last && range.First % 2 == 1));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(-5, -1)]
    [InlineData(7, 6)]
    public void A_range_that_is_none_is_left_out(int first, int last)
    {
        var set = new LineSet();
        set.Add(new LineRange(first, last));
        Assert.Empty(set.Ranges);
    }

    [Fact]
    public void The_largest_line_numbers_do_not_overflow()
    {
        var set = new LineSet();
        set.Add(new LineRange(int.MaxValue - 1, int.MaxValue));
        set.Add(new LineRange(1, int.MaxValue));
        Assert.Equal([new LineRange(1, int.MaxValue)], set.Ranges);
    }
}
