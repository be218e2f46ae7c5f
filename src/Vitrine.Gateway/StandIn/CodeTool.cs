using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Gateway.Model;

namespace Vitrine.Gateway.StandIn;

/// <summary>
/// A tool that takes a program and hands the real tools to it as functions, declared in its description (Codex's "code mode": <c>declare const tools: {
/// exec_command(args: { cmd: string; … }) … }</c>). The program is one call and prints its result.
/// </summary>
internal sealed partial class CodeTool
{
    private const int MaximumDescription = 1 << 16;

    private readonly ModelTool _tool;
    private readonly string _description;

    private CodeTool(ModelTool tool)
    {
        _tool = tool;
        _description = tool.Description.Length > MaximumDescription ? tool.Description[..MaximumDescription] : tool.Description;
    }

    /// <summary>Null when <paramref name="tool"/> is none.</summary>
    public static CodeTool? Of(ModelTool tool) =>
        tool.Kind == ModelToolKind.Custom && tool.Description.Contains("declare const tools:", StringComparison.Ordinal) ? new CodeTool(tool) : null;

    /// <summary>A program that runs a shell command, or null when no declared function does.</summary>
    public PlannedCall? Shell(string command)
    {
        foreach (string name in (ReadOnlySpan<string>)["exec_command", "shell_command", "shell"])
        {
            Match declaration = Declared.Match(_description);
            while (declaration.Success && declaration.Groups["name"].Value != name)
                declaration = declaration.NextMatch();
            if (declaration.Success
                && CommandArgument.Match(_description, declaration.Index,
                    Math.Min(1024, _description.Length - declaration.Index)) is { Success: true } argument)
                return new(_tool,
                    $"const r = await tools.{name}({{{argument.Groups[1].Value}: {Literal(command)}}});\ntext(typeof r === \"string\" ? r : r.output ?? r);\n");
        }

        return null;
    }

    /// <summary>A program that applies a patch, or null when no declared function does.</summary>
    public PlannedCall? Patch(string patch) => _description.Contains("apply_patch(input: string)", StringComparison.Ordinal)
        ? new(_tool, $"text(await tools.apply_patch({Literal(patch)}));\n")
        : null;

    /// <summary>A JSON string that is also one of JavaScript: the encoder leaves nothing but ASCII in it.</summary>
    private static string Literal(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    [GeneratedRegex(@"declare const tools: \{ (?<name>[A-Za-z_]\w{0,63})\(", RegexOptions.CultureInvariant)]
    private static partial Regex Declared { get; }

    [GeneratedRegex(@"\b(cmd|command): string;", RegexOptions.CultureInvariant)]
    private static partial Regex CommandArgument { get; }
}
