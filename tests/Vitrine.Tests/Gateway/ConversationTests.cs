using Vitrine.Gateway;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class ConversationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Claude_Code_completes_the_script(bool stream) => Completes(new AnthropicAgent(RealTools.ClaudeCode), stream, ["Bash", "Read", "Bash", "Write"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task The_tools_that_the_Messages_API_defines_complete_the_script(bool stream) =>
        Completes(new AnthropicAgent(RealTools.AnthropicDefined), stream, ["bash", "str_replace_based_edit_tool", "bash", "str_replace_based_edit_tool"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Qwen_Code_completes_the_script(bool stream) =>
        Completes(new ChatAgent(RealTools.QwenCode), stream, ["list_directory", "read_file", "run_shell_command", "write_file"]);

    [Fact]
    public Task A_shell_alone_completes_the_script() => Completes(new ChatAgent(RealTools.ShellOnly), true, ["bash", "bash", "bash", "bash"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Codex_completes_the_script_and_edits_by_patch(bool stream) =>
        Completes(new ResponsesAgent(RealTools.Codex), stream, ["exec_command", "exec_command", "exec_command", "apply_patch"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Codex_in_code_mode_completes_the_script(bool stream) =>
        Completes(new ResponsesAgent(RealTools.CodexCode, asItem: true), stream,
            ["exec:exec_command", "exec:exec_command", "exec:exec_command", "apply_patch"]);

    [Theory]
    [InlineData(RealTools.CodexWords, "shell")]
    [InlineData(RealTools.CodexLocalShell, "local_shell")]
    [InlineData(RealTools.Namespaced, "shell_command")]
    public async Task Every_kind_of_shell_completes_the_script(string tools, string name)
    {
        await Completes(new ResponsesAgent(tools), true, [name, name, name, name]);
        await Completes(new ResponsesAgent(tools), false, [name, name, name, name]);
    }

    [Theory]
    [InlineData(false, true, "")]
    [InlineData(true, true, "?alt=sse")]
    [InlineData(true, true, "")]
    [InlineData(true, false, "?alt=sse")]
    [InlineData(false, false, "")]
    public Task Gemini_CLI_completes_the_script_with_and_without_ids(bool stream, bool withIds, string alt) =>
        Completes(new GeminiAgent(RealTools.GeminiCli, withIds, alt), stream, ["list_directory", "read_file", "run_shell_command", "write_file"]);

    [Fact]
    public async Task A_second_prompt_plays_the_script_again_and_appends_to_the_note()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        using AgentHands hands = new();
        AnthropicAgent agent = new(RealTools.ClaudeCode);
        await agent.RunAsync(server, hands, true, "first");
        string once = hands.Note;
        await agent.RunAsync(server, hands, true, "second");
        // The file is there now, so a tool that writes whole files would lose what is in it.
        Assert.Equal(["Bash", "Read", "Bash", "Write", "Bash", "Read", "Bash", "Bash"], hands.Called);
        Assert.Equal(once + once, hands.Note);
    }

    [Fact]
    public async Task A_failed_step_is_taken_another_way()
    {
        // No README is there, and nothing has an extension: the read fails, then the shell's, and the script goes on.
        await using StandInServer server = await StandInServer.StartAsync();
        using AgentHands hands = new();
        foreach (string file in Directory.GetFiles(hands.Workspace))
            File.Delete(file);
        await new AnthropicAgent(RealTools.ClaudeCode).RunAsync(server, hands, true, "go");
        Assert.Equal(["Bash", "Read", "Bash", "Bash", "Write"], hands.Called);
    }

    [Fact]
    public async Task Replace_and_insert_change_the_file_with_tools_and_without()
    {
        const string Yaml = """
            steps:
              - edit: README.md
                replace: A sample.
                with: It's "changed" \ $HOME `x`.
              - edit: index.js
                insert: "// 'first' $x"
                line: 0
              - edit: index.js
                insert: "// last"
                line: 2
              - edit: new.txt
                create: "a\n%s\n"
              - finish: Done.
            """;
        Assert.True(StandInScript.TryParse("edits", Yaml, out StandInScript? script, out _));
        await using StandInServer server = await StandInServer.StartAsync(script);
        foreach (string tools in new[] { RealTools.QwenCode, RealTools.ShellOnly })
        {
            using AgentHands hands = new();
            Assert.Equal("Done.", await new ChatAgent(tools).RunAsync(server, hands, true, "go"));
            Assert.Equal("# Sample\nIt's \"changed\" \\ $HOME `x`.\n", await ReadAsync(hands, "README.md"));
            Assert.Equal("// 'first' $x\nconsole.log(1)\n// last\n", await ReadAsync(hands, "index.js"));
            Assert.Equal("a\n%s\n", await ReadAsync(hands, "new.txt"));
        }
    }

    [Fact]
    public async Task Parallel_sessions_do_not_disturb_each_other()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        AgentHands[] hands = [.. Enumerable.Range(0, 8).Select(_ => new AgentHands())];
        await Task.WhenAll(hands.Select((one, i) => i % 2 == 0
            ? new AnthropicAgent(RealTools.ClaudeCode).RunAsync(server, one, true, "go")
            : new ResponsesAgent(RealTools.Codex).RunAsync(server, one, false, "go")));
        Assert.All(hands, one => Assert.Equal(4, one.Called.Count));
        foreach (AgentHands one in hands)
            one.Dispose();
    }

    private static Task<string> ReadAsync(AgentHands hands, string name) =>
        File.ReadAllTextAsync(Path.Combine(hands.Workspace, name), TestContext.Current.CancellationToken);

    private static async Task Completes(FakeAgent agent, bool stream, string[] called)
    {
        await using StandInServer server = await StandInServer.StartAsync();
        using AgentHands hands = new();
        string text = await agent.RunAsync(server, hands, stream, "Explain this repository.");
        Assert.Contains("VITRINE-NOTE.md", text, StringComparison.Ordinal);
        Assert.Equal(called, hands.Called);
        Assert.StartsWith("# Note\n\nThe stand-in model was here", hands.Note, StringComparison.Ordinal);
    }
}
