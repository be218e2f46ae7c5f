using System.Text.Json;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.StandIn;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class ToolChooserTests
{
    private static readonly ModelTool Shell = Tool("run_command", """{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}""");
    private static readonly ModelTool Glob = Tool("glob",
        """{"type":"object","properties":{"pattern":{"type":"string"},"path":{"type":"string"}},"required":["pattern"]}""");

    [Fact]
    public void A_tool_of_its_own_goes_before_one_in_a_namespace_and_the_better_name_before_the_other()
    {
        ModelTool inside = Shell with { Name = "bash", Namespace = "functions" };
        ModelTool better = Shell with { Name = "bash" };
        Assert.Same(Shell, First([inside, Shell], new ScriptStep.Run("", "ls"))!.Value.Tool);
        Assert.Same(better, First([Shell, better], new ScriptStep.Run("", "ls"))!.Value.Tool);
        Assert.Same(inside, First([inside], new ScriptStep.Run("", "ls"))!.Value.Tool);
    }

    [Fact]
    public void A_pattern_lists_where_nothing_else_can()
    {
        Assert.Equal("""{"pattern":"*"}""", First([Glob], new ScriptStep.ListDirectory("", "."))!.Value.Arguments);
        Assert.Same(Shell, First([Glob, Shell], new ScriptStep.ListDirectory("", "."))!.Value.Tool);
    }

    [Fact]
    public void A_step_that_no_tool_can_take_is_passed_over()
    {
        ModelTool[] tools = [Glob, new("web_search", "", ModelToolKind.Hosted, default),
            Tool("write_stdin", """{"type":"object","properties":{"command":{"type":"string"}}}""")];
        Assert.Null(First(tools, new ScriptStep.Run("", "ls")));
        Assert.Null(First(tools, new ScriptStep.Edit("", "f", new ScriptEdit.Create("x"))));
        ModelRequest request = new() { Model = "m", Tools = [tools[2]], Messages = [new(ModelRole.User, [new ModelPart.Text("go")])] };
        ModelEvent[] events = [.. new StandInProvider(StandInScript.Default, "call").Answer(request)];
        Assert.DoesNotContain(events, next => next is ModelEvent.CallStarted);
        Assert.Equal(new ModelEvent.Finished(FinishReason.Stop), events[^1]);
    }

    [Fact]
    public void Tools_of_other_names_are_told_by_their_arguments_and_descriptions()
    {
        ModelTool[] tools =
        [
            Tool("sh", """{"type":"object","properties":{"script":{"type":"string"},"timeout":{"type":"integer"}},"required":["script"]}""",
                "Executes a shell command and returns what it printed."),
            Tool("fetch_file", """{"type":"object","properties":{"path":{"type":"string"},"offset":{"type":"integer"}},"required":["path"]}""",
                "Returns the content of a text file, from the line given by offset on."),
            Tool("directory", """{"type":"object","properties":{"path":{"type":"string"}},"required":[]}""",
                "Returns the names in a directory without those that .gitignore excludes."),
            Tool("alter",
                """{"type":"object","properties":{"path":{"type":"string"},"old_string":{"type":"string"},"new_string":{"type":"string"}},"required":["path","old_string","new_string"]}""",
                "Exchanges a passage in a file."),
            Tool("put_down", """{"type":"object","properties":{"path":{"type":"string"},"body":{"type":"string"}},"required":["path","body"]}""",
                "Writes a text to a file."),
            Tool("match", """{"type":"object","properties":{"pattern":{"type":"string"},"path":{"type":"string"}},"required":["pattern"]}""",
                "Finds lines in files that match a regular expression, with the names of the files."),
            Tool("look_up", """{"type":"object","properties":{"url":{"type":"string"}},"required":["url"]}""", "Returns the content of a page."),
        ];
        Assert.Equal("sh", First(tools, new ScriptStep.Run("", "ls"))!.Value.Tool.Name);
        Assert.Equal("fetch_file", First(tools, new ScriptStep.ReadFile("", ["README.md"]))!.Value.Tool.Name);
        Assert.Equal("directory", First(tools, new ScriptStep.ListDirectory("", "."))!.Value.Tool.Name);
        Assert.Equal("alter", First(tools, new ScriptStep.Edit("", "f", new ScriptEdit.Replace("a", "b")))!.Value.Tool.Name);
        Assert.Equal("""{"path":"f","body":"x"}""", First(tools, new ScriptStep.Edit("", "f", new ScriptEdit.Create("x")))!.Value.Arguments);
        ModelTool known = Tool("bash", """{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}""");
        Assert.Equal("bash", First([.. tools, known], new ScriptStep.Run("", "ls"))!.Value.Tool.Name);
    }

    [Fact]
    public void The_one_text_that_a_shell_takes_is_its_command_whatever_it_is_called()
    {
        ModelTool shell = Tool("do_it", """{"type":"object","properties":{"what":{"type":"string"}},"required":["what"]}""", "Runs a command in the terminal.");
        Assert.Equal("""{"what":"ls"}""", First([shell], new ScriptStep.Run("", "ls"))!.Value.Arguments);
    }

    [Fact]
    public void An_append_never_overwrites_where_no_listing_rules_the_file_out()
    {
        ModelTool write = Tool("write",
            """{"type":"object","properties":{"path":{"type":"string"},"content":{"type":"string"}},"required":["path","content"]}""");
        ScriptStep append = new ScriptStep.Edit("", "NOTE.md", new ScriptEdit.Append("x"));
        Assert.Null(First([write], append));
        Assert.Same(Shell, First([write, Shell], append)!.Value.Tool);
    }

    [Fact]
    public void Text_is_cut_into_pieces_but_no_character_is()
    {
        string text = "a" + string.Concat(Enumerable.Repeat("😀", 20));
        string[] pieces = [.. TextPieces.Split(text, 4)];
        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1])));
    }

    private static ModelTool Tool(string name, string schema, string description = "") =>
        new(name, description, ModelToolKind.Function, JsonElement.Parse(schema));

    private static PlannedCall? First(ModelTool[] tools, ScriptStep step)
    {
        ModelRequest request = new() { Model = "m", Tools = tools };
        IReadOnlyList<PlannedCall> ways = new ToolChooser(new ToolBox(tools), Workspace.Of(request, StandInScript.Default.Content)).WaysTo(step);
        return ways.Count == 0 ? null : ways[0];
    }
}
