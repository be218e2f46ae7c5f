using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>Carries out tool calls in a directory of its own, strictly: arguments that the tool's schema does not allow fail the test.</summary>
internal sealed class AgentHands : IDisposable
{
    public AgentHands()
    {
        Workspace = Directory.CreateTempSubdirectory("vitrine-gateway-").FullName;
        File.WriteAllText(Path.Combine(Workspace, "README.md"), "# Sample\nA sample.\n");
        File.WriteAllText(Path.Combine(Workspace, "index.js"), "console.log(1)\n");
    }

    public string Workspace { get; }

    public List<string> Called { get; } = [];

    public string Note => File.ReadAllText(Path.Combine(Workspace, "VITRINE-NOTE.md"));

    /// <summary>Checks the arguments against <paramref name="schema"/> and does what the tool's name says.</summary>
    public (string Text, bool IsError) Call(string name, JsonElement schema, JsonElement arguments)
    {
        Called.Add(name);
        SchemaCheck.Satisfies(schema, arguments);
        return name switch
        {
            "Bash" or "bash" or "run_shell_command" or "shell_command" => Shell(Text("command")),
            "exec_command" => Shell(Text("cmd")),
            "shell" => Shell(arguments.GetProperty("command")[2].GetString()!),
            "Read" or "read_file" or "read" => Read(Text("file_path", "filePath")),
            "list_directory" => (string.Join('\n', Directory.EnumerateFileSystemEntries(Resolve(Text("path", "dir_path"))).Select(Path.GetFileName)), false),
            "Write" or "write_file" or "write" => Write(Text("file_path", "filePath"), Text("content")),
            "Edit" or "edit" or "replace" => Replace(Text("file_path", "filePath"), Text("old_string", "oldString"), Text("new_string", "newString")),
            "str_replace_based_edit_tool" => Editor(Text("command")),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The agent was asked for a tool that it would not run."),
        };

        string Text(string one, string other = "") =>
            (arguments.TryGetProperty(one, out JsonElement value) ? value : arguments.GetProperty(other)).GetString()!;

        (string, bool) Editor(string command) => command switch
        {
            "view" => Read(Text("path")),
            "create" => Write(Text("path"), Text("file_text")),
            "str_replace" => Replace(Text("path"), Text("old_str"), Text("new_str")),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    /// <summary>Applies the one kind of patch that the default script makes.</summary>
    public string ApplyPatch(string patch)
    {
        Called.Add("apply_patch");
        string[] lines = patch.Split('\n');
        Assert.Equal("*** Begin Patch", lines[0]);
        Assert.StartsWith("*** Add File: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(["*** End Patch", ""], lines[^2..]);
        Assert.All(lines[2..^2], line => Assert.StartsWith("+", line, StringComparison.Ordinal));
        File.WriteAllText(Resolve(lines[1]["*** Add File: ".Length..]), string.Concat(lines[2..^2].Select(line => line[1..] + "\n")));
        return "Success. Updated the following files:\nA VITRINE-NOTE.md\n";
    }

    public (string Text, bool IsError) Shell(string command)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", command]) { WorkingDirectory = Workspace, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (output, process.ExitCode != 0);
    }

    public void Dispose() => Directory.Delete(Workspace, recursive: true);

    private (string, bool) Read(string path) => Directory.Exists(Resolve(path)) ? ("EISDIR: illegal operation on a directory", true)
        : File.Exists(Resolve(path)) ? (File.ReadAllText(Resolve(path)), false) : ("File does not exist.", true);

    private (string, bool) Write(string path, string content)
    {
        File.WriteAllText(Resolve(path), content);
        return ("Wrote file.", false);
    }

    private (string, bool) Replace(string path, string old, string replacement)
    {
        string text = File.ReadAllText(Resolve(path));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(Resolve(path), text.Replace(old, replacement, StringComparison.Ordinal));
        return ("Edited.", false);
    }

    private string Resolve(string path)
    {
        string full = Path.GetFullPath(Path.Combine(Workspace, path));
        Assert.StartsWith(Workspace, full, StringComparison.Ordinal);
        return full;
    }
}
