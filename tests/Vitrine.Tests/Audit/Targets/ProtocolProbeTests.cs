using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Audit.Targets;

public sealed class ProtocolProbeTests
{
    private static readonly TargetStart Unknown = new()
    {
        Name = "orchard",
        Directory = "/x",
        BoxDirectory = "/opt/target",
        Command = ["/opt/target/cli"],
        Protocol = AgentProtocol.Unknown
    };

    [Theory]
    [InlineData("/v1/messages?beta=true", AgentProtocol.Anthropic, "ANTHROPIC_BASE_URL", "")]
    [InlineData("/v1/chat/completions", AgentProtocol.OpenAIChat, "OPENAI_BASE_URL", "/v1")]
    [InlineData("/v1/responses", AgentProtocol.OpenAIResponses, "OPENAI_BASE_URL", "/v1")]
    [InlineData("/v1beta/models/g-2:streamGenerateContent?alt=sse", AgentProtocol.Gemini, "GOOGLE_GEMINI_BASE_URL", "")]
    public async Task What_a_target_asks_tells_what_it_speaks(string path, AgentProtocol protocol, string variable, string suffix)
    {
        TargetStart start = await ProtocolProbe.RunAsync(Unknown, false, new Harvest([]), _ => Task.FromResult(Asking(path)));
        Assert.Equal((protocol, variable, suffix), (start.Protocol, start.EndpointVariable, start.EndpointSuffix));
    }

    [Fact]
    public async Task A_wrong_guess_is_put_right_by_a_second_session_with_all_variables()
    {
        TargetStart guess = TargetResolver.Speaking(Unknown, AgentProtocol.Anthropic, new Harvest([]));
        var tried = new List<AgentProtocol>();
        TargetStart start = await ProtocolProbe.RunAsync(guess, false, new Harvest([]), probed =>
        {
            tried.Add(probed.Protocol);
            return Task.FromResult(probed.Protocol == AgentProtocol.Unknown ? Asking("/v1/chat/completions") : Silent());
        });
        Assert.Equal([AgentProtocol.Anthropic, AgentProtocol.Unknown], tried);
        Assert.Equal(AgentProtocol.OpenAIChat, start.Protocol);
    }

    [Fact]
    public async Task What_a_person_says_stands_and_that_no_model_was_asked_is_said()
    {
        TargetStart told = TargetResolver.Speaking(Unknown, AgentProtocol.Anthropic, new Harvest([]));
        Assert.Equal(AgentProtocol.Anthropic,
            (await ProtocolProbe.RunAsync(told, true, new Harvest([]), _ => Task.FromResult(Asking("/v1/responses")))).Protocol);
        TargetStart silent = await ProtocolProbe.RunAsync(told, true, new Harvest([]), _ => Task.FromResult(Silent()));
        Assert.Equal(AgentProtocol.Anthropic, silent.Protocol);
        Assert.Contains(silent.Remarks, remark => remark.Contains("asked no model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_asks_nobody_is_refused_with_what_it_said()
    {
        TargetException refused = await Assert.ThrowsAsync<TargetException>(() => ProtocolProbe.RunAsync(Unknown, false, new Harvest([]),
            _ => Task.FromResult(Silent())));
        Assert.Contains("no key\uFFFD", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--protocol", refused.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/messages")]
    [InlineData("POST", "/v1/messages/count_tokens")]
    [InlineData("POST", "/")]
    public void Other_requests_do_not_count(string method, string path) => Assert.Null(ProtocolProbe.Spoken(Asking(path, method)));

    private static Capture Silent() =>
        new() { Session = "s", Variation = "probe", Repetition = 0, ExitStatus = 1, Seconds = 1, Error = "starting\nno key\a\n"u8.ToArray() };

    private static Capture Asking(string path, string method = "POST") => new()
    {
        Session = "s",
        Variation = "probe",
        Repetition = 0,
        ExitStatus = 0,
        Seconds = 1,
        Exchanges = [new CapturedExchange { Connection = 0, At = 0.1, Method = method, Host = "localhost", Target = path, Version = "1.1", IsModel = true }],
    };
}
