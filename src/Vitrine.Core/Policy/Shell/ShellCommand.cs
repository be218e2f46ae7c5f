namespace Vitrine.Core.Policy.Shell;

/// <summary>A command found in a shell's text.</summary>
/// <param name="Words">Program and arguments; at least one word.</param>
/// <param name="IsBuiltIn">Whether the shell does it itself, so that no execve follows.</param>
/// <param name="IsTransparent">Whether it only runs another command, which stands in the list too.</param>
public sealed record ShellCommand(IReadOnlyList<CommandWord> Words, bool IsBuiltIn, bool IsTransparent)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words.Select(word => word.Text));
}

/// <summary>A file that a redirection opens.</summary>
/// <param name="File">The file.</param>
/// <param name="Access">How.</param>
public sealed record ShellRedirection(CommandWord File, PathAccess Access);
