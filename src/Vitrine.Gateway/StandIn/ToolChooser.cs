using System.Text.Json;
using Vitrine.Gateway.Model;

namespace Vitrine.Gateway.StandIn;

/// <summary>A call that would take a step.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">Its arguments: JSON, or free text for a custom tool.</param>
internal readonly record struct PlannedCall(ModelTool Tool, string Arguments);

/// <summary>Finds the ways to take a step with the tools that the agent offers, the best first; the shell is the last resort for everything.</summary>
internal sealed class ToolChooser(ToolBox tools, Workspace workspace)
{
    private const int MaximumWays = 4;

    private readonly ArgumentFiller _filler = new(workspace);

    /// <summary>The ways to take <paramref name="step"/>; none when no tool can.</summary>
    public IReadOnlyList<PlannedCall> WaysTo(ScriptStep step)
    {
        IEnumerable<PlannedCall> ways = step switch
        {
            ScriptStep.ListDirectory list => WaysToList(list),
            ScriptStep.ReadFile read => WaysToRead(read),
            ScriptStep.Run run => Shell(run.Command, Purpose(run, "Run a command")),
            ScriptStep.Edit edit => WaysToEdit(edit, Purpose(edit, "Edit a file")),
            _ => [],
        };
        return [.. ways.Take(MaximumWays)];
    }

    /// <summary>A call of <paramref name="shape"/> with nothing but what it requires.</summary>
    public PlannedCall LeastCall(ToolShape shape) => shape.Tool.Kind switch
    {
        ModelToolKind.Custom => new(shape.Tool, "vitrine"),
        ModelToolKind.LocalShell => LocalShell(shape, "true"),
        _ => Call(shape, "Answer", []),
    };

    private static string Purpose(ScriptStep step, string otherwise) => step.Say.Length > 0 ? step.Say : otherwise;

    private IEnumerable<PlannedCall> WaysToList(ScriptStep.ListDirectory step)
    {
        string purpose = Purpose(step, "List a directory");
        foreach (ToolShape shape in tools.Lists)
            yield return Call(shape, purpose, [(ToolNames.DirectoryArgument, step.Path)]);
        foreach (ToolShape shape in tools.ReadsOfDirectories)
            yield return Call(shape, purpose, [(ToolNames.PathArgument, step.Path)]);
        foreach (PlannedCall call in Shell(ShellCommands.List(step.Path), purpose))
            yield return call;
        foreach (ToolShape shape in tools.Globs)
            yield return Call(shape, purpose, [(ToolNames.PatternArgument, step.Path == "." ? "*" : step.Path + "/*")]);
    }

    private IEnumerable<PlannedCall> WaysToRead(ScriptStep.ReadFile step)
    {
        string purpose = Purpose(step, "Read a file");
        string file = workspace.Listing.Choose(step.Files);
        foreach (ToolShape shape in tools.Reads)
            yield return Call(shape, purpose, [(ToolNames.PathArgument, file)]);
        foreach (ToolShape shape in tools.Editors)
            yield return Call(shape, purpose, [(["command"], "view"), (ToolNames.PathArgument, file)]);
        foreach (PlannedCall call in Shell(ShellCommands.Read(file), purpose))
            yield return call;
    }

    private IEnumerable<PlannedCall> WaysToEdit(ScriptStep.Edit step, string purpose) => step.Change switch
    {
        // The tools that write whole files would lose what is there; so they append only to a file that a listing did not show.
        ScriptEdit.Append append when workspace.Listing.IsKnown && !workspace.Listing.Mentions(step.File) =>
            [.. WaysWithTools(step.File, new ScriptEdit.Create(append.Text), purpose), .. Shell(ShellCommands.Edit(step.File, append), purpose)],
        _ => [.. WaysWithTools(step.File, step.Change, purpose), .. Shell(ShellCommands.Edit(step.File, step.Change), purpose)],
    };

    private IEnumerable<PlannedCall> WaysWithTools(string file, ScriptEdit change, string purpose)
    {
        switch (change)
        {
            case ScriptEdit.Create create:
                foreach (ToolShape shape in tools.Creates)
                    yield return Call(shape, purpose, [(ToolNames.PathArgument, file), (ToolNames.ContentArgument, create.Text)]);
                foreach (ToolShape shape in tools.Editors)
                    yield return Call(shape, purpose, [(["command"], "create"), (ToolNames.PathArgument, file), (["filetext"], create.Text)]);
                break;
            case ScriptEdit.Replace replace:
                foreach (ToolShape shape in tools.Replaces)
                    yield return Call(shape, purpose,
                        [(ToolNames.PathArgument, file), (ToolNames.OldArgument, replace.Old), (ToolNames.NewArgument, replace.New)]);
                foreach (ToolShape shape in tools.Editors)
                    yield return Call(shape, purpose,
                        [(["command"], "str_replace"), (ToolNames.PathArgument, file), (["oldstr"], replace.Old), (["newstr"], replace.New)]);
                break;
            case ScriptEdit.Insert insert:
                string line = insert.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
                foreach (ToolShape shape in tools.Inserts)
                    yield return Call(shape, purpose,
                        [(ToolNames.PathArgument, file), (ToolNames.LineArgument, line), (ToolNames.InsertedArgument, insert.Text)]);
                foreach (ToolShape shape in tools.Editors)
                    yield return Call(shape, purpose,
                        [(["command"], "insert"), (ToolNames.PathArgument, file), (["insertline"], line), (ToolNames.InsertedArgument, insert.Text)]);
                break;
        }

        if (PatchText.Of(file, change) is { } patch)
        {
            foreach (ToolShape shape in tools.Patches)
                yield return shape.Tool.Kind == ModelToolKind.Custom ? new(shape.Tool, patch) : Call(shape, purpose, [(ToolNames.PatchArgument, patch)]);
            foreach (PlannedCall call in tools.Codes.Select(code => code.Patch(patch)).OfType<PlannedCall>())
                yield return call;
        }
    }

    private IEnumerable<PlannedCall> Shell(string command, string purpose) => tools.Shells
        .Select(shape => shape.Tool.Kind == ModelToolKind.LocalShell
            ? LocalShell(shape, command)
            : Call(shape, purpose, [(ToolNames.CommandArgument, command)]))
        .Concat(tools.Codes.Select(code => code.Shell(command)).OfType<PlannedCall>())
        .Take(1);

    /// <summary>The arguments of a local shell call are its action, of which the protocol alone gives the schema.</summary>
    private static PlannedCall LocalShell(ToolShape shape, string command) =>
        new(shape.Tool, $$$"""{"type":"exec","command":["bash","-lc","{{{JsonEncodedText.Encode(command)}}}"],"env":{}}""");

    private PlannedCall Call(ToolShape shape, string purpose, (string[] Names, string Value)[] values)
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        foreach ((string[] names, string value) in values)
        {
            if ((shape.Find(names) ?? (values.Length == 1 ? shape.Only : null)) is { } property)
                given.TryAdd(property.Name, IsPath(names) && WantsAbsolute(shape, property) ? workspace.Absolute(value) : value);
        }

        return new(shape.Tool, _filler.Fill(shape, given, purpose));
    }

    private static bool IsPath(string[] names) => ReferenceEquals(names, ToolNames.PathArgument) || ReferenceEquals(names, ToolNames.DirectoryArgument);

    private static bool WantsAbsolute(ToolShape shape, ToolProperty property) =>
        property.Plain.Contains("absolute", StringComparison.Ordinal)
        || property.Description.Contains("absolute", StringComparison.OrdinalIgnoreCase)
        || property.Description.Contains("start with '/'", StringComparison.Ordinal)
        || shape.Tool.Description.Contains("absolute path", StringComparison.OrdinalIgnoreCase);
}
