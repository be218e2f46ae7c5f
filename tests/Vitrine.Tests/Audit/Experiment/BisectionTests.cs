using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Experiment;

public sealed class BisectionTests
{
    [Fact]
    public void It_finds_exactly_the_levels_that_a_difference_needs_in_few_sessions() => Prop.ForAll(
        Arb.From(from count in Gen.Choose(1, 17) from wanted in Gen.Choose(1, 3) from seed in Gen.Choose(0, 1_000_000) select (count, wanted: Math.Min(wanted, count), seed)),
            plan =>
        {
            Level[] levels = Levels(plan.count);
            string[] needed = [.. new Random(plan.seed).GetItems(levels, plan.wanted).Select(level => level.Factor).Distinct().Order(StringComparer.Ordinal)];
            int asked = 0;
            IReadOnlyList<Level>? found = Bisection.ReduceAsync(levels, variation =>
            {
                asked++;
                return Task.FromResult<bool?>(needed.All(factor => variation.Of(factor) is not null));
            }).GetAwaiter().GetResult();
            Assert.Equal(needed, found!.Select(level => level.Factor).Order(StringComparer.Ordinal));
            Assert.InRange(asked, 1, 30);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Whatever_silences_a_difference_what_is_found_shows_it_and_no_level_of_it_can_be_left_out() => Prop.ForAll(
        Arb.From(from count in Gen.Choose(2, 12) from seed in Gen.Choose(0, 1_000_000) select (count, seed)), plan =>
        {
            Level[] levels = Levels(plan.count);
            // Any set of levels shows it or not, by no rule, but for the whole, which does.
            bool Shows(Variation variation) =>
                variation.Levels.Count == plan.count || new Random(plan.seed ^ Auditing.SimulatedTarget.Hash(variation.Name)).Next(3) == 0;
            IReadOnlyList<Level>? found = Bisection.ReduceAsync(levels, variation => Task.FromResult<bool?>(Shows(variation))).GetAwaiter().GetResult();
            Assert.NotNull(found);
            Assert.True(Shows(Variation.Of(found)));
            if (found.Count > 1)
                Assert.All(found, level => Assert.False(Shows(Variation.Of(found.Where(other => other != level)))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task What_does_not_come_again_is_not_narrowed_down() =>
        Assert.Null(await Bisection.ReduceAsync(Levels(4), _ => Task.FromResult<bool?>(false)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task Where_sessions_run_out_nothing_is_claimed(int allowed)
    {
        int asked = 0;
        Assert.Null(await Bisection.ReduceAsync(Levels(16),
            variation => Task.FromResult<bool?>(asked++ < allowed ? variation.Of("f03") is not null && variation.Of("f12") is not null : null)));
    }

    private static Level[] Levels(int count) => [.. Enumerable.Range(0, count).Select(index => new Level($"f{index:D2}", "x", new MachineChanges()))];
}
