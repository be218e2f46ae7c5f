namespace Vitrine.Tests.Gateway;

/// <summary>Tools in the shape in which agents were seen to offer them in November 2026, with distractors that have to be left alone.</summary>
internal static class RealTools
{
    /// <summary>Claude Code 2.1.</summary>
    public const string ClaudeCode = """
        [{"name":"Agent","description":"Launch a new agent","input_schema":{"type":"object","properties":{"description":{"type":"string"},"prompt":{"type":"string"}},"required":["description","prompt"],"additionalProperties":false}},
        {"name":"Bash","description":"Executes a bash command and returns its output.","input_schema":{"type":"object","properties":{"command":{"type":"string"},"timeout":{"type":"number"},"description":{"type":"string"},"run_in_background":{"type":"boolean"}},"required":["command"],"additionalProperties":false}},
        {"name":"Edit","description":"Performs exact string replacement in a file.","input_schema":{"type":"object","properties":{"file_path":{"description":"The absolute path to the file to modify","type":"string"},"old_string":{"type":"string"},"new_string":{"type":"string"},"replace_all":{"default":false,"type":"boolean"}},"required":["file_path","old_string","new_string"],"additionalProperties":false}},
        {"name":"EnterWorktree","description":"Enters a worktree","input_schema":{"type":"object","properties":{"path":{"type":"string"}},"additionalProperties":false}},
        {"name":"Read","description":"Reads a file from the local filesystem.\n- Reading a directory, a missing file, or an empty file returns an error","input_schema":{"type":"object","properties":{"file_path":{"description":"The absolute path to the file to read","type":"string"},"offset":{"type":"integer","minimum":0},"limit":{"type":"integer","exclusiveMinimum":0}},"required":["file_path"],"additionalProperties":false}},
        {"name":"TaskOutput","description":"Reads output","input_schema":{"type":"object","properties":{"task_id":{"type":"string"}},"required":["task_id"]}},
        {"type":"web_search_20250305","name":"web_search","max_uses":5},
        {"name":"Write","description":"Writes a file to the local filesystem.","input_schema":{"type":"object","properties":{"file_path":{"description":"The absolute path to the file to write (must be absolute, not relative)","type":"string"},"content":{"type":"string"}},"required":["file_path","content"],"additionalProperties":false}}]
        """;

    /// <summary>The tools that the Messages API defines itself, without schemas.</summary>
    public const string AnthropicDefined = """[{"type":"bash_20250124","name":"bash"},{"type":"text_editor_20250728","name":"str_replace_based_edit_tool"}]""";

    /// <summary>Qwen Code 0.15.</summary>
    public const string QwenCode = """
        [{"type":"function","function":{"name":"list_directory","description":"Lists the names of files","parameters":{"properties":{"path":{"description":"The absolute path to the directory to list (must be absolute, not relative)","type":"string"},"ignore":{"items":{"type":"string"},"type":"array"}},"required":["path"],"type":"object"}}},
        {"type":"function","function":{"name":"read_file","description":"Reads a file","parameters":{"properties":{"file_path":{"description":"The absolute path to the file to read. Relative paths are not supported.","type":"string"},"offset":{"type":"number"}},"required":["file_path"],"type":"object"}}},
        {"type":"function","function":{"name":"edit","description":"Replaces text within a file.","parameters":{"properties":{"file_path":{"description":"The absolute path. Must start with '/'.","type":"string"},"old_string":{"type":"string"},"new_string":{"type":"string"}},"required":["file_path","old_string","new_string"],"type":"object"}}},
        {"type":"function","function":{"name":"write_file","description":"Writes content to a file","parameters":{"properties":{"file_path":{"description":"The absolute path to the file to write to","type":"string"},"content":{"type":"string"}},"required":["file_path","content"],"type":"object"}}},
        {"type":"function","function":{"name":"monitor","description":"Starts a long-running shell command","parameters":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"],"additionalProperties":false}}},
        {"type":"function","function":{"name":"run_shell_command","description":"Executes a given shell command","parameters":{"type":"object","properties":{"command":{"type":"string"},"is_background":{"type":"boolean"},"timeout":{"type":"number"},"description":{"type":"string"}},"required":["command","is_background","description"]}}}]
        """;

    /// <summary>A shell and nothing else, with more required than a command.</summary>
    public const string ShellOnly = """
        [{"type":"function","function":{"name":"bash","description":"Runs a command","parameters":{"type":"object","properties":{"command":{"type":"string"},"description":{"type":"string","maxLength":100},"timeout_ms":{"type":"integer","minimum":1000,"maximum":30000},"mode":{"type":"string","enum":["sync","async"]},"workdir":{"type":"string"},"tags":{"type":"array","minItems":1,"items":{"type":"string","minLength":9}}},"required":["command","description","timeout_ms","mode","workdir","tags"],"additionalProperties":false}}}]
        """;

    /// <summary>Codex 0.169 with a model that it knows.</summary>
    public const string Codex = """
        [{"type":"function","name":"exec_command","description":"Runs a command in a PTY","strict":false,"parameters":{"type":"object","properties":{"cmd":{"type":"string"},"workdir":{"type":"string"},"yield_time_ms":{"type":"number"}},"required":["cmd"],"additionalProperties":false}},
        {"type":"function","name":"write_stdin","description":"Writes characters","strict":false,"parameters":{"type":"object","properties":{"chars":{"type":"string"},"session_id":{"type":"number"}},"required":["session_id"],"additionalProperties":false}},
        {"type":"custom","name":"apply_patch","description":"Use the `apply_patch` tool to edit files.","format":{"type":"grammar","syntax":"lark","definition":"start: begin_patch"}},
        {"type":"function","name":"view_image","description":"View a local image file","strict":false,"parameters":{"type":"object","properties":{"path":{"type":"string"}},"required":["path"],"additionalProperties":false}},
        {"type":"namespace","name":"multi_agent_v1","description":"Sub-agents.","tools":[{"type":"function","name":"close_agent","description":"Close","strict":false,"parameters":{"type":"object","properties":{"target":{"type":"string"}},"required":["target"],"additionalProperties":false}}]},
        {"type":"web_search","external_web_access":true}]
        """;

    /// <summary>A shell whose command is words, as older Codex had it.</summary>
    public const string CodexWords =
        """[{"type":"function","name":"shell","description":"Runs a command","parameters":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"workdir":{"type":"string"}},"required":["command"],"additionalProperties":false}}]""";

    /// <summary>OpenAI's own local shell.</summary>
    public const string CodexLocalShell = """[{"type":"local_shell"},{"type":"web_search"}]""";

    /// <summary>Tools in a namespace only.</summary>
    public const string Namespaced =
        """[{"type":"namespace","name":"functions","description":"","tools":[{"type":"function","name":"shell_command","description":"Runs","parameters":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}}]}]""";

    /// <summary>Codex with a model of "code mode".</summary>
    public const string CodexCode = """
        [{"type":"namespace","name":"functions","description":"","tools":[{"type":"custom","name":"exec","description":"Run JavaScript code to orchestrate tool calls\n\n### `apply_patch`\nFREEFORM\n\nexec tool declaration:\n```ts\ndeclare const tools: { apply_patch(input: string): Promise<unknown>; };\n```\n\n### `exec_command`\nRuns a command\n\nexec tool declaration:\n```ts\ndeclare const tools: { exec_command(args: {\n  // Shell command to execute.\n  cmd: string;\n  login?: boolean;\n}): Promise<{ output: string; }>; };\n```","format":{"type":"grammar","syntax":"lark","definition":"start: SOURCE"}}]}]
        """;

    /// <summary>Gemini CLI 0.61, where types may be in upper case.</summary>
    public const string GeminiCli = """
        [{"functionDeclarations":[
        {"name":"list_directory","description":"Lists files","parametersJsonSchema":{"type":"object","properties":{"dir_path":{"description":"The path to the directory to list","type":"string"}},"required":["dir_path"]}},
        {"name":"read_file","description":"Reads a file","parameters":{"type":"OBJECT","properties":{"file_path":{"type":"STRING"}},"required":["file_path"]}},
        {"name":"replace","description":"Replaces text","parametersJsonSchema":{"type":"object","properties":{"file_path":{"type":"string"},"instruction":{"type":"string"},"old_string":{"type":"string"},"new_string":{"type":"string"}},"required":["file_path","instruction","old_string","new_string"]}},
        {"name":"write_file","description":"Writes a file","parametersJsonSchema":{"type":"object","properties":{"file_path":{"type":"string"},"content":{"type":"string"}},"required":["file_path","content"]}},
        {"name":"run_shell_command","description":"Executes","parametersJsonSchema":{"type":"object","properties":{"command":{"type":"string"},"description":{"type":"string"}},"required":["command"]}}]},{"googleSearch":{}}]
        """;
}
