using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Reports;
using Xunit;

namespace Vitrine.Tests.Audit.Reports;

public sealed class CodePointDiffTests
{
    [Fact]
    public void One_code_point_is_marked_and_nothing_around_it()
    {
        (IReadOnlyList<DiffRun> before, IReadOnlyList<DiffRun> after) = CodePointDiff.Of("Today's date", "Today’s date");
        Assert.Equal([0x27], Assert.Single(before, run => run.IsDifferent).Runes);
        Assert.Equal([0x2019], Assert.Single(after, run => run.IsDifferent).Runes);
    }

    [Fact]
    public void What_is_equal_on_both_sides_is_the_same_and_all_of_each_is_there() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (a, b) =>
    {
        foreach ((string before, string after) in ((string, string)[])[(a.Get, b.Get), ("x" + a.Get + b.Get, a.Get + "y" + b.Get), (a.Get + a.Get, a.Get)])
        {
            (IReadOnlyList<DiffRun> left, IReadOnlyList<DiffRun> right) = CodePointDiff.Of(before, after);
            Assert.Equal(CodePointDiff.CodePoints(before), left.SelectMany(run => run.Runes));
            Assert.Equal(CodePointDiff.CodePoints(after), right.SelectMany(run => run.Runes));
            Assert.Equal(left.Where(run => !run.IsDifferent).SelectMany(run => run.Runes), right.Where(run => !run.IsDifferent).SelectMany(run => run.Runes));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Small_edits_in_a_long_text_are_found_one_by_one()
    {
        string text = string.Concat(Enumerable.Range(0, 1500).Select(i => $"word{i} "));
        string edited = text.Replace("word7 ", "w\u043erd7 ", StringComparison.Ordinal).Replace("word900 ", "word900\u200b ", StringComparison.Ordinal);
        (IReadOnlyList<DiffRun> before, IReadOnlyList<DiffRun> after) = CodePointDiff.Of(text, edited);
        Assert.Equal([0x6f], before.Where(run => run.IsDifferent).SelectMany(run => run.Runes));
        Assert.Equal([0x43e, 0x200b], after.Where(run => run.IsDifferent).SelectMany(run => run.Runes));
    }

    [Fact]
    public void Texts_that_have_nothing_in_common_are_one_run_each()
    {
        (IReadOnlyList<DiffRun> before, IReadOnlyList<DiffRun> after) = CodePointDiff.Of(new string('a', 50_000), new string('b', 50_000));
        Assert.Equal((1, CodePointDiff.Maximum, true), (before.Count, before[0].Runes.Count, before[0].IsDifferent));
        Assert.Single(after);
    }
}
