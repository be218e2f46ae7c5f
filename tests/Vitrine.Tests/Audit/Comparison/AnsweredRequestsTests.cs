using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>Sessions in which the model fails at first, beside those in which it does not.</summary>
public sealed class AnsweredRequestsTests
{
    private static readonly Dictionary<string, (string Channel, Action<Draft> Plant)> s_planted = new()
    {
        ["a listener"] = (Channels.ListeningSocket, draft => draft.Listeners.Add("ipv6 [::]:0")),
        ["a look-up"] = (Channels.Dns, draft => draft.Names.Add(new CapturedName("status.agent-eu.example", "A", 0.3))),
        ["another word in the prompt"] = (Channels.ModelInstruction,
        draft => draft.System = draft.System.Replace("Don't guess", "Don't assume", StringComparison.Ordinal)),
        ["a change of the shell's profile"] = (Channels.Persistence,
        draft => draft.Files.Add(new CapturedFile("home", ".profile", "changed", 420, "export A=1\n"u8.ToArray(), 11))),
    };

    public static TheoryData<string> Planted => [.. s_planted.Keys];

    [Theory]
    [MemberData(nameof(Planted))]
    public void What_is_done_where_the_model_fails_at_first_is_found(string kind)
    {
        Finding[] found = Grave(draft => If(draft, () => s_planted[kind].Plant(draft)));
        Assert.Contains(found, finding => (finding.Factor, finding.Channel) == (Factors.ServerResponse, s_planted[kind].Channel));
        Assert.DoesNotContain(Grave(_ => { }), finding => finding.Factor == Factors.ServerResponse);
    }

    [Fact]
    public void Asking_again_is_lawful() => Assert.Empty(Grave(draft => If(draft, () =>
    {
        draft.Fields.Add(("x-retry", "1"));
        draft.Pause = 0.5;
        draft.NewConnections = true;
    })));

    [Fact]
    public void As_many_questions_as_had_to_fail_and_did_are_left_out_and_nothing_else()
    {
        CapturedExchange[] all = [Of(0.4, 200), Of(0.1, 529), Of(0.2, 529) with { IsModel = false }, Of(0.3, 503), Of(0.35, 500)];
        Capture capture = new SyntheticAgent().Run(SyntheticAudit.Baseline, Variation.Baseline, 0, 1) with { Exchanges = all };
        Assert.Same(capture, AnsweredRequests.Of(capture, 0));
        Assert.Equal([0.4, 0.2, 0.35], AnsweredRequests.Of(capture, 2).Exchanges.Select(exchange => exchange.At));
        // What was answered, or refused by somebody else, had not to fail.
        Capture answered = capture with { Exchanges = [Of(0.1, 200), Of(0.2, 429), Of(0.3, 529), Of(0.4, 529) with { Method = "GET" }] };
        Assert.Equal([0.1, 0.2, 0.4], AnsweredRequests.Of(answered, 2).Exchanges.Select(exchange => exchange.At));
        // A session in which every question fails has asked all the same.
        Assert.Equal([0.2], AnsweredRequests.Of(capture with { Exchanges = [Of(0.1, 529), Of(0.2, 529)] }, 20).Exchanges.Select(exchange => exchange.At));
    }

    private static CapturedExchange Of(double at, int status) =>
        new()
        {
            Connection = 0,
            At = at,
            EndedAt = at,
            Method = "POST",
            Host = "localhost",
            Target = "/v1/messages",
            Version = "1.1",
            Fields = [],
            Body = Array.Empty<byte>(),
            IsModel = true,
            Status = status,
            AnsweredBy = "stand-in"
        };

    private static void If(Draft draft, Action act)
    {
        if (draft.Variation.Of(Factors.ServerResponse) is not null)
            act();
    }

    private static Finding[] Grave(Action<Draft> plant) =>
        [.. new SyntheticAudit(new SyntheticAgent(plant), 7).FindingsBeside(Variation.Baseline,
            Variation.Of(new Level(Factors.ServerResponse, "fails", new MachineChanges { FailFirst = 1 }))).Where(finding => finding.Severity > Severity.Low)];
}
