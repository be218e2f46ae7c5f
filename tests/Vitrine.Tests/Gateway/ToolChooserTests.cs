using System.Text.Json;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.StandIn;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class ToolChooserTests
{
    private static readonly ModelTool Shell = Tool("run_command", """{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}""");
    private static readonly ModelTool Glob = Tool("glob", """{"type":"object","properties":{"pattern":{"type":"string"},"path":{"type":"string"}},"required":["pattern"]}""");

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
        ModelTool[] tools = [Glob, new("web_search", "", ModelToolKind.Hosted, default), Tool("write_stdin", """{"type":"object","properties":{"command":{"type":"string"}}}""")];
        Assert.Null(First(tools, new ScriptStep.Run("", "ls")));
        Assert.Null(First(tools, new ScriptStep.Edit("", "f", new ScriptEdit.Create("x"))));
        ModelRequest request = new() { Model = "m", Tools = [tools[2]], Messages = [new(ModelRole.User, [new ModelPart.Text("go")])] };
        ModelEvent[] events = [.. new StandInProvider(StandInScript.Default, "call").Answer(request)];
        Assert.DoesNotContain(events, next => next is ModelEvent.CallStarted);
        Assert.Equal(new ModelEvent.Finished(FinishReason.Stop), events[^1]);
    }

    [Fact]
    public void An_append_never_overwrites_where_no_listing_rules_the_file_out()
    {
        ModelTool write = Tool("write", """{"type":"object","properties":{"path":{"type":"string"},"content":{"type":"string"}},"required":["path","content"]}""");
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

    private static ModelTool Tool(string name, string schema) => new(name, "", ModelToolKind.Function, JsonElement.Parse(schema));

    private static PlannedCall? First(ModelTool[] tools, ScriptStep step)
    {
        ModelRequest request = new() { Model = "m", Tools = tools };
        IReadOnlyList<PlannedCall> ways = new ToolChooser(new ToolBox(tools), Workspace.Of(request, StandInScript.Default.Content)).WaysTo(step);
        return ways.Count == 0 ? null : ways[0];
    }
}
