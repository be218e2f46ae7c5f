using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Core.Summary;

public sealed class SessionSummaryTests
{
    [Fact]
    public void The_plan_and_the_end_are_what_their_entries_say()
    {
        SessionReport report = SampleSession.Busy().Summarise().ToReport();
        Assert.Equal("20261121-141502-k3f9x2", report.Session);
        Assert.Equal("codex", report.Agent);
        Assert.Equal(["codex", "exec", "fix the overflow in app.c"], report.Command);
        Assert.Equal("/home/ada/src/app", report.Workspace.ToString());
        Assert.Equal("deny-by-default", report.Network);
        Assert.Equal((0, "exited", 41.3), (report.ExitStatus, report.Ended, report.Seconds));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 14, 15, 2, TimeSpan.Zero), report.Started);
    }

    [Fact]
    public void While_it_runs_a_session_lasts_until_its_last_entry()
    {
        SessionReport report = new SampleSession().Started(null, "observe", "make").Opened("read", "a", "b").Summarise().ToReport();
        Assert.Null(report.ExitStatus);
        Assert.Null(report.Ended);
        Assert.Equal(0.02, report.Seconds, 6);
    }

    [Fact]
    public void An_entry_of_another_session_is_refused()
    {
        SessionSummary summary = SampleSession.Busy().Summarise();
        Entry other = new SampleSession("20260101-000000-aaaaaa").Started(null, "observe", "x").Entries[0];
        Assert.Throws<ArgumentException>(() => summary.Add(other));
    }

    [Fact]
    public void A_gap_in_the_numbers_is_counted()
    {
        var summary = new SessionSummary();
        foreach (Entry entry in SampleSession.Busy().Entries.Where(entry => entry.Index % 100 != 7))
            summary.Add(entry);
        RecordReport record = summary.ToReport().Record;
        Assert.Equal(SampleSession.Busy().Entries.Count(entry => entry.Index % 100 == 7), record.MissingEntries);
        Assert.False(record.IsWhole);
    }

    [Fact]
    public void Refusals_with_one_remedy_are_one_row()
    {
        SampleSession session = new SampleSession().LookedUp("api.example", false).LookedUp("api.example", false);
        session.Add(
            new FlowRefused("api.example:443", "not-allowed", Decision.Deny(null, "--allow api.example")),
            new RequestStarted(1, "GET", "https://api.example/", "1.1", [], null, Decision.Deny(null, "--allow api.example")),
            new CallRefused(1, "mount", "/proc", "EPERM"), new CallRefused(2, "mount", "/proc", "EPERM"), new CallRefused(2, "mount", "/sys", "EPERM"));
        RefusedReport refused = session.Summarise().ToReport().Refused;
        Assert.Equal(7, refused.Count);
        Assert.Equal(new RefusalReport("api.example", 2, 1, 1, "not-allowed", "--allow api.example"), Assert.Single(refused.Network));
        CallReport call = Assert.Single(refused.Calls);
        Assert.Equal(("mount", 3L, "EPERM"), (call.Call, call.Times, call.Error));
        Assert.Equal(["/proc", "/sys"], call.Details);
    }

    [Fact]
    public void A_decision_that_nobody_made_counts_as_a_refusal()
    {
        SampleSession session = new SampleSession().Add(new NameLookedUp("x.example", "A", "refused", default));
        Assert.Equal(1, session.Summarise().Refusals);
    }

    [Fact]
    public void What_the_record_lacks_is_summed_by_source()
    {
        SampleSession session = new SampleSession().Add(
            new EventsLost("recorder", 3, "queue full"), new EventsLost("recorder", 4, "queue full"), new EventsLost("ledger", 1, "disk"),
                new EventsLost("ledger", long.MaxValue, "disk"));
        RecordReport record = session.Summarise().ToReport().Record;
        Assert.Equal(long.MaxValue, record.LostCount);
        Assert.Equal([new LostReport("ledger", long.MaxValue, "disk"), new LostReport("recorder", 7, "queue full")], record.Lost);
    }

    [Fact]
    public void Every_kind_of_observation_is_known_to_the_fold()
    {
        Observation[] all =
        [
            new SessionStarted("0", null, [], default, "observe", [], [], ""), new SessionEnded(0, "exited", 1),
                new ProgramRun(1, 0, default, [], default, false), new OpensRepeated(2),
            new FileOpened(1, default, "read", true), new FileChanged(1, default, "mode", null), new SocketConnected(1, "ipv4", "1.2.3.4:5", null),
            new SocketBound(1, "unix", "@x"),
            new SignalSent(1, 2, 9), new CallRefused(1, "bpf", "", "EPERM"), new NameLookedUp("a", "A", "refused", default),
            new FlowRefused("a:1", "not-http", default),
            new FlowEnded("a:1", 1, 1, 1, default), new RequestStarted(1, "GET", "https://a/", "2", [], null, default),
            new RequestEnded(1, 200, "door", [], null, null, 0, 0, 0, null),
            new FlowStarted("a:1", default), new FileHeldBack(default, "", default), new EventsLost("x", 0, ""), new TerminalSequencesDropped("osc-52", 1),
            new BodyInspected(1, "request", BodyFindings.None, default), new CredentialUsed(1, "a", "b", "injected"),
            new PolicyDecided("command", "x", default, null),
            new PolicyChanged("x", "session", null), new ReviewKept(0, 0, 0),
        ];
        int kinds = typeof(Observation).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(Observation)));
        Assert.Equal(kinds, all.Select(observation => observation.GetType()).Distinct().Count());
        Assert.Equal(0, new SampleSession().Add(all).Summarise().ToReport().Record.LostCount);
    }

    [Fact]
    public void The_json_reads_back_as_the_same_report()
    {
        SampleSession session = SampleSession.Busy();
        session.Add(new FileOpened(1, UnixPath.FromBytes([0x2f, 0xff, 0x1b]), "write", false));
        byte[] json = session.Summarise(SummaryLimits.Reading).ToReport().ToUtf8();
        Assert.Equal(json, SessionReport.Parse(json).ToUtf8());
        Assert.DoesNotContain((byte)0x1b, json);
    }

    [Fact]
    public void Limits_that_leave_nothing_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionSummary(new SummaryLimits { Paths = 0 }));
}
