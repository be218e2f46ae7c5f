using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Gateway;
using Vitrine.Gateway.StandIn;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class StandInScriptTests
{
    [Fact]
    public void Every_built_in_script_reads_and_finishes()
    {
        Assert.NotEmpty(StandInScript.BuiltInNames);
        foreach (string name in StandInScript.BuiltInNames)
        {
            Assert.True(StandInScript.TryBuiltIn(name, out StandInScript? script));
            Assert.IsType<ScriptStep.Finish>(script.Content.Steps[^1]);
        }

        Assert.False(StandInScript.TryBuiltIn("nobody", out _));
    }

    [Fact]
    public void Every_kind_of_step_is_read()
    {
        const string Yaml = """
            aside: A title
            steps:
              - say: Look.
                list: src
              - read: a.txt
              - read: [b.txt, "*"]
              - run: make
              - edit: c.txt
                create: text
              - edit: c.txt
                append: text
              - edit: c.txt
                replace: old
                with: ""
              - edit: c.txt
                insert: text
                line: 3
              - finish: Done.
            """;
        Assert.True(StandInScript.TryParse("all", Yaml, out StandInScript? script, out IReadOnlyList<ScriptError> errors));
        Assert.Empty(errors);
        Assert.Equal("all", script.Name);
        Assert.Equal("A title", script.Content.Aside);
        Assert.Equal(["a.txt"], Assert.IsType<ScriptStep.ReadFile>(script.Content.Steps[1]).Files);
        Assert.Equal(["b.txt", "*"], Assert.IsType<ScriptStep.ReadFile>(script.Content.Steps[2]).Files);
        ScriptStep[] plain = [.. script.Content.Steps.Where(step => step is not ScriptStep.ReadFile)];
        Assert.Equal(
            [
                new ScriptStep.ListDirectory("Look.", "src"),
                new ScriptStep.Run("", "make"),
                new ScriptStep.Edit("", "c.txt", new ScriptEdit.Create("text")),
                new ScriptStep.Edit("", "c.txt", new ScriptEdit.Append("text")),
                new ScriptStep.Edit("", "c.txt", new ScriptEdit.Replace("old", "")),
                new ScriptStep.Edit("", "c.txt", new ScriptEdit.Insert(3, "text")),
                new ScriptStep.Finish("Done."),
            ],
            plain);
    }

    [Theory]
    [InlineData("", "1:1: A script is a mapping")]
    [InlineData("- a", "1:1: A script is a mapping")]
    [InlineData("aside: x", "1:1: A script needs 'steps'.")]
    [InlineData("steps: x", "1:8: 'steps' is a list.")]
    [InlineData("steps: []", "1:8: The last step has to be 'finish'.")]
    [InlineData("steps:\n  - run: ls", "2:3: The last step has to be 'finish'.")]
    [InlineData("steps:\n  - finish: a\n  - run: ls", "3:5: No step may follow 'finish'.")]
    [InlineData("steps:\n  - finish: a\n  - finish: b", "3:5: No step may follow 'finish'.")]
    [InlineData("colour: x\nsteps:\n  - finish: a", "1:1: 'colour' is not known here")]
    [InlineData("steps:\n  - fly: a\n  - finish: a", "2:5: 'fly' is not known here")]
    [InlineData("steps:\n  - run: ls\n    list: .\n  - finish: a", "2:5: A step has exactly one of")]
    [InlineData("steps:\n  - run: ls\n    run: ls\n  - finish: a", "3:5: 'run' stands twice.")]
    [InlineData("steps:\n  - run: [ls]\n  - finish: a", "2:10: 'run' is text.")]
    [InlineData("steps:\n  - run:\n  - finish: a", "'run' is empty.")]
    [InlineData("steps:\n  - read: []\n  - finish: a", "2:11: 'read' is empty.")]
    [InlineData("steps:\n  - run: ls\n    with: x\n  - finish: a", "3:5: 'with' belongs to 'edit'.")]
    [InlineData("steps:\n  - edit: f\n  - finish: a", "2:5: 'edit' needs one of")]
    [InlineData("steps:\n  - edit: f\n    create: x\n    append: x\n  - finish: a", "2:5: 'edit' needs one of")]
    [InlineData("steps:\n  - edit: f\n    insert: x\n    line: -1\n  - finish: a", "4:5: 'line' is a number")]
    [InlineData("steps:\n  - finish: a\n    say: b", "3:5: 'finish' is what is said")]
    [InlineData("steps:\n  - plain\n  - finish: a", "2:5: A step is a mapping")]
    [InlineData("steps:\n  - {[a]: b}\n  - finish: a", "2:6: A key is plain text.")]
    [InlineData("steps:\n  - run: *x\n  - finish: a", "2:10: 'run' is text.")]
    [InlineData("steps:\n  - finish: a\n---\nsteps:\n  - finish: b", "A script is one document.")]
    [InlineData("steps:\n  - finish: \"a", "This is not YAML")]
    [InlineData("steps:\n\t- finish: a", "This is not YAML")]
    public void A_fault_is_told_with_its_line_and_column(string yaml, string message)
    {
        Assert.False(StandInScript.TryParse("x", yaml, out StandInScript? script, out IReadOnlyList<ScriptError> errors));
        Assert.Null(script);
        Assert.Contains(errors, error => error.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Assert.False(StandInScript.TryParse("x", "steps:\n  - fly: a\n  - run: [ls]\n  - edit: f\n  - finish: a", out _,
            out IReadOnlyList<ScriptError> errors));
        Assert.Equal([2, 3, 4], errors.Select(error => error.Line));
    }

    [Fact]
    public void Scripts_beyond_the_bounds_are_refused()
    {
        string steps = string.Concat(Enumerable.Repeat("  - run: ls\n", ScriptReader.MaximumSteps));
        Assert.False(StandInScript.TryParse("x", "steps:\n" + steps + "  - finish: a", out _, out IReadOnlyList<ScriptError> errors));
        Assert.Contains(errors, error => error.Message.Contains("at most", StringComparison.Ordinal));
        Assert.False(StandInScript.TryParse("x", new string(' ', StandInScript.MaximumLength + 1), out _, out _));
    }

    [Fact]
    public void A_script_is_loaded_from_a_file()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("vitrine-script-").FullName, "mine.yaml");
        File.WriteAllText(path, "steps:\n  - finish: Bye.\n");
        Assert.True(StandInScript.TryLoad(path, out StandInScript? script, out _));
        Assert.Equal("mine", script.Name);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Whatever_text_comes_the_reader_does_not_throw()
    {
        Gen<string> piece = Gen.Elements("steps:", "\n", "  ", "- ", "run: ls", "finish: a", "edit: f", "create: |", "[", "]", "{", "}", "&a ", "*a", "!!t ",
            "? ", ": ", "\"", "'", "---", "...", "\t", "#", "%YAML 9", "@", "`", "<<: ", "\0", "\ud800");
        Prop.ForAll(piece.ListOf().Select(string.Concat).ToArbitrary(), text =>
        {
            bool read = StandInScript.TryParse("x", text, out _, out IReadOnlyList<ScriptError> errors);
            Assert.Equal(read, errors.Count == 0);
            Assert.All(errors, error => Assert.True(error is { Line: > 0, Column: > 0 }));
        }).QuickCheckThrowOnFailure();
        // Its events end without the mapping's end.
        Assert.False(StandInScript.TryParse("x", "  &a   ...{finish: a\"'\0*a", out _, out _));
        StringBuilder deep = new("steps: ");
        deep.Append('[', 100_000);
        Assert.False(StandInScript.TryParse("x", deep.ToString(), out _, out _));
    }
}
