namespace Vitrine.Gateway.StandIn;

/// <summary>One step of a script, in words that every agent has a tool for.</summary>
/// <param name="Say">What the model says before it acts; may be empty.</param>
internal abstract record ScriptStep(string Say)
{
    /// <summary>List a directory.</summary>
    internal sealed record ListDirectory(string Say, string Path) : ScriptStep(Say);

    /// <summary>Read the first of <paramref name="Files"/> that a listing showed; <c>*</c> stands for the first file of all.</summary>
    internal sealed record ReadFile(string Say, IReadOnlyList<string> Files) : ScriptStep(Say);

    /// <summary>Run a shell command.</summary>
    internal sealed record Run(string Say, string Command) : ScriptStep(Say);

    /// <summary>Change a file.</summary>
    internal sealed record Edit(string Say, string File, ScriptEdit Change) : ScriptStep(Say);

    /// <summary>End the turn with <paramref name="Text"/>.</summary>
    internal sealed record Finish(string Text) : ScriptStep("");
}

/// <summary>How a file is changed.</summary>
internal abstract record ScriptEdit
{
    private ScriptEdit()
    {
    }

    /// <summary>Write the whole file, replacing what was there.</summary>
    internal sealed record Create(string Text) : ScriptEdit;

    /// <summary>Add to the end of the file, or create it.</summary>
    internal sealed record Append(string Text) : ScriptEdit;

    /// <summary>Replace the only occurrence of <paramref name="Old"/>.</summary>
    internal sealed record Replace(string Old, string New) : ScriptEdit;

    /// <summary>Insert after line <paramref name="Line"/>; 0 is the beginning.</summary>
    internal sealed record Insert(int Line, string Text) : ScriptEdit;
}
