using System.Diagnostics.CodeAnalysis;
using Vitrine.Gateway.StandIn;

namespace Vitrine.Gateway;

/// <summary>What is wrong in a script, and where.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong and what would be right, in one sentence.</param>
public readonly record struct ScriptError(int Line, int Column, string Message)
{
    /// <summary>As compilers write it: <c>line:column: message</c>.</summary>
    public override string ToString() => $"{Line}:{Column}: {Message}";
}

/// <summary>
/// A conversation that the stand-in model plays: steps such as list, read, run, edit and finish, written in YAML. The scripts that come with Vitrine
/// are read when the first step is needed, not before.
/// </summary>
public sealed class StandInScript
{
    /// <summary>The longest script in characters.</summary>
    public const int MaximumLength = 1 << 20;

    private readonly Lazy<ScriptContent> _content;

    private StandInScript(string name, Lazy<ScriptContent> content)
    {
        Name = name;
        _content = content;
    }

    /// <summary>The scripts that come with Vitrine.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } = ["default", "hello"];

    /// <summary>The script that is played when nobody chose another.</summary>
    public static StandInScript Default { get; } = BuiltIn("default");

    /// <summary>The script's name: that of a built-in one, or what the caller gave.</summary>
    public string Name { get; }

    internal ScriptContent Content => _content.Value;

    /// <summary>A script that comes with Vitrine, or false when there is none of that name.</summary>
    public static bool TryBuiltIn(string name, [NotNullWhen(true)] out StandInScript? script)
    {
        script = BuiltInNames.Contains(name, StringComparer.Ordinal) ? BuiltIn(name) : null;
        return script is not null;
    }

    /// <summary>Reads a script from YAML. False and at least one error when it is not a script.</summary>
    public static bool TryParse(string name, string yaml, [NotNullWhen(true)] out StandInScript? script, out IReadOnlyList<ScriptError> errors)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(yaml);
        ScriptContent? content = ScriptReader.Read(yaml, out errors);
        script = content is null ? null : new StandInScript(name, new Lazy<ScriptContent>(content));
        return script is not null;
    }

    /// <summary>Reads a script from a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static bool TryLoad(string path, [NotNullWhen(true)] out StandInScript? script, out IReadOnlyList<ScriptError> errors)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = File.OpenRead(path);
        using StreamReader reader = new(file);
        // Read to one character past the limit, so that a device or a huge file ends here.
        char[] text = new char[MaximumLength + 1];
        int length = reader.ReadBlock(text);
        return TryParse(Path.GetFileNameWithoutExtension(path), new string(text, 0, length), out script, out errors);
    }

    private static StandInScript BuiltIn(string name) => new(name, new Lazy<ScriptContent>(() =>
    {
        using Stream stream = typeof(StandInScript).Assembly.GetManifestResourceStream("script/" + name)
            ?? throw new InvalidOperationException($"The script '{name}' is missing from the program.");
        using StreamReader reader = new(stream);
        return ScriptReader.Read(reader.ReadToEnd(), out IReadOnlyList<ScriptError> errors)
            ?? throw new InvalidOperationException($"The script '{name}' is broken: {errors[0]}");
    }));
}
