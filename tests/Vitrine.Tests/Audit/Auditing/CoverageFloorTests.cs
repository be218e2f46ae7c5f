using System.Text;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;
using Vitrine.Tests.Audit.Reports;
using Xunit;

namespace Vitrine.Tests.Audit.Auditing;

public sealed class CoverageFloorTests
{
    private static readonly FactorCoverage[] s_all = [.. Factors.All.Where(factor => factor != Factors.Always)
        .Select(factor => new FactorCoverage(factor, [new LevelCoverage("one", "built-in", 1)], []))];

    [Fact]
    public void Nothing_is_lacking_where_all_was_tried_on_sessions_that_work() =>
        Assert.Empty(CoverageFloor.Of(s_all, [.. Baselines(5), .. Others(20)], failed: 2));

    [Fact]
    public void Each_factor_must_have_been_tried() =>
        Assert.Equal(["nothing of clock was tried"],
            CoverageFloor.Of([.. s_all.Where(factor => factor.Factor != Factors.Clock), new FactorCoverage(Factors.Clock, [], [])], Baselines(5), 0));

    [Fact]
    public void More_than_a_tenth_of_failures_is_too_much()
    {
        Assert.Empty(CoverageFloor.Of(s_all, [.. Baselines(5), .. Others(13)], failed: 2));
        Assert.Contains("3 of 21 sessions", Assert.Single(CoverageFloor.Of(s_all, [.. Baselines(5), .. Others(13)], failed: 3)), StringComparison.Ordinal);
        // One that asked its model nothing is no better.
        Assert.Single(CoverageFloor.Of(s_all, [.. Baselines(5), .. Others(10), .. Others(3, isSound: false)], failed: 0));
    }

    [Fact]
    public void Target_that_never_asks_its_model_shows_nothing() =>
        Assert.Contains(CoverageFloor.Of(s_all, [.. Baselines(5).Select(note => note with { ModelRequests = 0, Failure = "did not ask" }), .. Others(100)], 0),
            text => text.StartsWith("the target worked in 0 of 5", StringComparison.Ordinal));

    [Fact]
    public void Ordinary_sessions_must_be_alike()
    {
        Assert.Empty(CoverageFloor.Of(s_all, [.. Baselines(4).Select((note, i) => note with { ModelRequests = i == 0 ? 2 : 3 })], 0));
        Assert.Contains("unlike one another", Assert.Single(CoverageFloor.Of(s_all, [.. Baselines(4).Select((note, i) => note with { ModelRequests = i })], 0)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Share_of_equal_bytes_counts_words_wherever_they_stand()
    {
        Assert.Null(EqualBytes.Share([Sent("x")]));
        Assert.Equal(1, EqualBytes.Share([Sent("same text"), Sent("same text")]));
        Assert.InRange(EqualBytes.Share([Sent("one two three four"), Sent("two one three four")])!.Value, 0.99, 1);
        Assert.InRange(EqualBytes.Share([Sent(new string('a', 5000)), Sent(new string('b', 5000))])!.Value, 0, 0.05);
        Assert.NotNull(CoverageFloor.OfEqual(0.49));
        Assert.Null(CoverageFloor.OfEqual(0.5));
        Assert.Null(CoverageFloor.OfEqual(null));
    }

    [Theory]
    [InlineData(true, 0, "", null)]
    [InlineData(true, 1, "", null)]
    [InlineData(true, -1, "ended: it took longer than 60 s", "work#2: hostname=x: ended: it took longer than 60 s")]
    [InlineData(false, 1, "no key", "work#2: hostname=x: did not ask its model and ended with status 1, saying “no key”")]
    [InlineData(false, 0, "", "work#2: hostname=x: did not ask its model and ended with status 0")]
    public void A_session_that_failed_says_why(bool asked, int status, string said, string? told)
    {
        Capture sound = SampleAudit.Session("s", "hostname=x", 2, "'");
        var note = SessionNote.Of(sound with
        {
            ExitStatus = status,
            Unseen = status < 0 ? [said] : [],
            Error = Encoding.UTF8.GetBytes(said),
            Exchanges = asked ? sound.Exchanges : []
        },
            AuditScripts.Work);
        Assert.Equal(told is null, note.IsSound);
        if (told is not null)
            Assert.Equal(told, note.Told);
    }

    private static SessionNote[] Baselines(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new SessionNote("baseline", AuditScripts.Work, i, 3, null))];

    private static SessionNote[] Others(int count, bool isSound = true) =>
        [.. Enumerable.Range(0, count).Select(i => new SessionNote($"hostname=h{i}", AuditScripts.Work, 0, isSound ? 3 : 0, isSound ? null : "did not ask"))];

    private static Capture Sent(string body) => SampleAudit.Session("s", "baseline", 0, "'") is var capture
        ? capture with { Exchanges = [capture.Exchanges[0] with { Body = Encoding.UTF8.GetBytes(body) }] }
        : throw new InvalidOperationException();
}
