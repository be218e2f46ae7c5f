using System.Text.RegularExpressions;
using Vitrine.Gateway.Model;

namespace Vitrine.Gateway.StandIn;

/// <summary>The tools of a request, sorted by what they can do. A tool may do several things; each list has the best first.</summary>
internal sealed partial class ToolBox
{
    private const int MostRequired = 3;
    private readonly List<ToolShape> _shapes;

    /// <summary>Sorts <paramref name="tools"/>; those that cannot be called are left out.</summary>
    public ToolBox(IReadOnlyList<ModelTool> tools)
    {
        _shapes = [.. tools.Select(ToolShape.Of).OfType<ToolShape>()];
        Codes = [.. tools.Select(CodeTool.Of).OfType<CodeTool>()];
    }

    /// <summary>Tools that take a program.</summary>
    public IReadOnlyList<CodeTool> Codes { get; }

    /// <summary>Whether nothing can be called.</summary>
    public bool IsEmpty => _shapes.Count == 0;

    /// <summary>The tool called <paramref name="name"/>, or null.</summary>
    public ToolShape? Named(string? name) => _shapes.Find(shape => shape.Tool.Name == name);

    /// <summary>Any tool at all.</summary>
    public ToolShape? Any => _shapes.FirstOrDefault();

    /// <summary>Runs a shell command.</summary>
    public IEnumerable<ToolShape> Shells =>
        Ranked(ToolNames.Shell, IsShell, shape => (shape.Find(ToolNames.CommandArgument) ?? shape.Only) is not null && Says(shape, ShellWords));

    /// <summary>Lists a directory, and nothing else.</summary>
    public IEnumerable<ToolShape> Lists => Ranked(ToolNames.List, shape => shape.Find(ToolNames.DirectoryArgument) is not null,
        shape => shape.Find(ToolNames.DirectoryArgument) is not null && TakesPathOnly(shape) && Says(shape, ListWords));

    /// <summary>Finds files by a pattern.</summary>
    public IEnumerable<ToolShape> Globs =>
        Ranked(ToolNames.Glob, shape => shape.Find(ToolNames.PatternArgument) is not null,
            shape => shape.Find(ToolNames.PatternArgument) is not null && Says(shape, GlobWords));

    /// <summary>Reads a file.</summary>
    public IEnumerable<ToolShape> Reads => Ranked(ToolNames.Read, shape => shape.Find(ToolNames.PathArgument) is not null && !IsEditor(shape),
        shape => (shape.Find(ToolNames.PathArgument) ?? shape.Only) is not null && TakesPathOnly(shape) && Says(shape, ReadWords) && !Says(shape, ListWords));

    /// <summary>Reads a file, and lists when it is given a directory, as its description says.</summary>
    public IEnumerable<ToolShape> ReadsOfDirectories =>
        Reads.Where(shape => FilesOrDirectories.IsMatch(shape.Tool.Description.AsSpan(0, Math.Min(shape.Tool.Description.Length, 4096))));

    /// <summary>Writes a whole file.</summary>
    public IEnumerable<ToolShape> Creates =>
        Ranked(ToolNames.Create, IsCreate, shape => IsCreate(shape) && shape.Find(ToolNames.OldArgument) is null && Says(shape, CreateWords));

    /// <summary>Replaces a text in a file.</summary>
    public IEnumerable<ToolShape> Replaces =>
        Ranked(ToolNames.Replace, IsReplace, shape => IsReplace(shape) && Says(shape, FileWords));

    /// <summary>Inserts after a line of a file.</summary>
    public IEnumerable<ToolShape> Inserts =>
        Ranked(ToolNames.Insert, IsInsert, shape => IsInsert(shape) && Says(shape, CreateWords));

    /// <summary>Applies a patch in the format of apply_patch.</summary>
    public IEnumerable<ToolShape> Patches =>
        Ranked(ToolNames.Patch, shape => shape.Tool.Kind == ModelToolKind.Custom || shape.Find(ToolNames.PatchArgument) is not null, _ => false);

    /// <summary>One tool for view, create, str_replace and insert, chosen by its <c>command</c> (Anthropic's text editor and its kin).</summary>
    public IEnumerable<ToolShape> Editors => _shapes.Where(shape => IsEditor(shape) && shape.Find(ToolNames.PathArgument) is not null);

    // Others speak of directories only to say that they cannot read them.
    [GeneratedRegex(@"\b(?:or|and) director(?:y|ies)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FilesOrDirectories { get; }

    private static bool IsEditor(ToolShape shape) => shape.Find(["command"]) is { } command && SchemaReading.Lists(command.Schema, "str_replace");

    private static bool IsShell(ToolShape shape) =>
        shape.Tool.Kind == ModelToolKind.LocalShell || (shape.Find(ToolNames.CommandArgument) is not null && !IsEditor(shape));

    private static bool IsCreate(ToolShape shape) =>
        shape.Find(ToolNames.PathArgument) is not null && shape.Find(ToolNames.ContentArgument) is not null && !IsEditor(shape);

    private static bool IsReplace(ToolShape shape) =>
        shape.Find(ToolNames.PathArgument) is not null
        && shape.Find(ToolNames.OldArgument) is not null
        && shape.Find(ToolNames.NewArgument) is not null
        && !IsEditor(shape);

    private static bool IsInsert(ToolShape shape) =>
        shape.Find(ToolNames.PathArgument) is not null
        && shape.Find(ToolNames.LineArgument) is not null
        && shape.Find(ToolNames.InsertedArgument) is not null
        && !IsEditor(shape);

    // Neither a search nor a change.
    private static bool TakesPathOnly(ToolShape shape) =>
        shape.Find(ToolNames.ContentArgument) is null
        && shape.Find(ToolNames.OldArgument) is null
        && shape.Find(ToolNames.PatternArgument) is null
        && shape.Find(ToolNames.CommandArgument) is null
        && !IsEditor(shape);

    private static bool Says(ToolShape shape, Regex words)
    {
        ReadOnlySpan<char> description = shape.Tool.Description.AsSpan(0, Math.Min(shape.Tool.Description.Length, 4096));
        return shape.Tool.Kind == ModelToolKind.Function
            && words.IsMatch(description)
            && !OtherThings.IsMatch(description)
            && !OtherThings.IsMatch(shape.Plain);
    }

    [GeneratedRegex(@"\bfiles?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FileWords { get; }

    // What is read and written besides plain files, programs that are running already, and what asks a person.
    [GeneratedRegex(@"image|picture|screenshot|\burl|\bweb|https?:|notebook|\bmcp|session|sub-?agent|\bstdin\b|\bskill|\bask|question|approv|permission|confirm|worktree|repositor|background|\bplan\b|memory|slash|\bkill|\bissue|pull request|comment",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherThings { get; }

    [GeneratedRegex(@"\b(?:shell|bash|terminal|command line)\b|\b(?:run|execut|invok|start)\w*\b[^.]{0,40}\b(?:command|program|script)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShellWords { get; }

    [GeneratedRegex(@"\b(?:names|entries|files|list\w*|contents?|what)\b[^.]{0,40}\b(?:director(?:y|ies)|folders?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListWords { get; }

    [GeneratedRegex(@"\b(?:glob|names? match\w*|find\w* (?:all )?files|paths? match\w*)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GlobWords { get; }

    [GeneratedRegex(@"\b(?:read|show|return|open|print|display|load|get|view|contents?|text|lines?)\w*\b[^.]{0,40}\bfiles?\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReadWords { get; }

    [GeneratedRegex(@"\b(?:writ|creat|sav|stor|mak|put)\w*\b[^.]{0,60}\bfiles?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CreateWords { get; }

    /// <summary>
    /// Known names in the order of preference; a namespace comes after all that have none. Where there is no known name, tools whose arguments and description
    /// say the same.
    /// </summary>
    private IEnumerable<ToolShape> Ranked(string[] names, Func<ToolShape, bool> fits, Func<ToolShape, bool> seems)
    {
        ToolShape[] known =
        [
            .. _shapes.Select(shape => (Shape: shape, Rank: Array.IndexOf(names, shape.Plain)))
                .Where(entry => entry.Rank >= 0 && fits(entry.Shape))
                .OrderBy(entry => entry.Shape.Tool.Namespace is null ? entry.Rank : entry.Rank + names.Length)
                .Select(entry => entry.Shape),
        ];
        // A guess is no reason to make up what else a tool wants.
        return known.Length > 0
            ? known
            : _shapes.Where(shape => !ToolNames.IsKnown(shape.Plain)
                && shape.Tool.Namespace is null
                && shape.Properties.Count(property => property.Required) <= MostRequired
                && seems(shape));
    }
}
