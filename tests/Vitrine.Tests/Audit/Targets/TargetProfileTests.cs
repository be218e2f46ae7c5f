using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Audit.Targets;

public sealed class TargetProfileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vitrine-profile-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("@openai/codex", AgentProtocol.OpenAIResponses, "OPENAI_API_KEY")]
    [InlineData("opencode-ai", AgentProtocol.OpenAIChat, "OPENAI_API_KEY")]
    [InlineData("@qwen-code/qwen-code", AgentProtocol.OpenAIChat, "OPENAI_API_KEY")]
    [InlineData("@google/gemini-cli", AgentProtocol.Gemini, "GEMINI_API_KEY")]
    [InlineData("@anthropic-ai/claude-code", AgentProtocol.Anthropic, "ANTHROPIC_API_KEY")]
    [InlineData("@github/copilot", AgentProtocol.OpenAIChat, "COPILOT_PROVIDER_API_KEY")]
    public void A_real_agent_is_started_without_a_word_that_gives_the_box_away(string package, AgentProtocol protocol, string key)
    {
        TargetProfile? profile = TargetProfile.ForPackage(package);
        Assert.NotNull(profile);
        Assert.Equal((protocol, key), (profile.Agent.Protocol, profile.KeyVariable));
        var start = new TargetStart
        {
            Name = package,
            Directory = "/x",
            BoxDirectory = "/opt/target",
            Command = ["/opt/target/program"],
            Protocol = protocol,
            KeyVariable = key,
            Profile = profile
        };
        var machine = AuditMachine.Of(start, new MachineChanges { Endpoint = "http://llm.example", ApiKey = "sk-other-account" }, "Do it.");
        Assert.Empty(machine.Unmade);
        Assert.Equal("/opt/target/program", machine.Command[0]);
        Assert.Contains(machine.Command, word => word.Contains("Do it.", StringComparison.Ordinal));
        Assert.Equal("sk-other-account", machine.Environment[key]);
        string[] all = [.. machine.Command, .. machine.Environment.Select(one => $"{one.Key}={one.Value}"),
            .. machine.HomeFiles.Select(one => $"{one.Key}={one.Value}")];
        Assert.Contains(all, text => text.Contains("http://llm.example", StringComparison.Ordinal));
        Assert.DoesNotContain(all, text => text.Contains("vitrine", StringComparison.OrdinalIgnoreCase) || text.Contains("SANDBOX", StringComparison.Ordinal));
    }

    [Fact]
    public void A_profile_is_found_by_file_or_name_and_its_faults_are_said()
    {
        Assert.Null(TargetProfile.ForPackage("orchard"));
        Assert.Equal("codex", TargetProfile.Find("codex", _directory).Agent.Name);
        File.WriteAllText(Path.Combine(_directory, "mine.yaml"),
            TargetProfile.Find("codex", _directory).Text.Replace("name: codex", "name: mine", StringComparison.Ordinal));
        Assert.Equal("mine", TargetProfile.Find("mine.yaml", _directory).Agent.Name);
        File.WriteAllText(Path.Combine(_directory, "bad.yaml"), "name: bad\nprotocol: telepathy\n");
        Assert.Contains("bad.yaml:", Assert.Throws<TargetException>(() => TargetProfile.Find("bad.yaml", _directory)).Message, StringComparison.Ordinal);
        Assert.Contains("codex", Assert.Throws<TargetException>(() => TargetProfile.Find("none\a", _directory)).Hint, StringComparison.Ordinal);
    }
}
