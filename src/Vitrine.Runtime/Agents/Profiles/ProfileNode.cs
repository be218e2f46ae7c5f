namespace Vitrine.Runtime.Agents.Profiles;

/// <summary>A part of a profile with its place in the file, so that each error can point at it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal abstract record ProfileNode(long Line, long Column);

/// <summary>A text, number or the like; all are text here.</summary>
internal sealed record ScalarNode(string Text, bool IsQuoted, long Line, long Column) : ProfileNode(Line, Column);

/// <summary>A list.</summary>
internal sealed record ListNode(IReadOnlyList<ProfileNode> Items, long Line, long Column) : ProfileNode(Line, Column);

/// <summary>A mapping in the file's order; its keys are texts and each stands once.</summary>
internal sealed record MapNode(IReadOnlyList<(ScalarNode Key, ProfileNode Value)> Items, long Line, long Column) : ProfileNode(Line, Column);

/// <summary>A profile that can't be read; caught where reading began (<see cref="ProfileReader"/>) and never seen outside.</summary>
internal sealed class ProfileException(long line, long column, string message, string hint = "") : Exception(message)
{
    /// <summary>Line, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>Column, from 1.</summary>
    public long Column { get; } = column;

    /// <summary>What to do about it.</summary>
    public string Hint { get; } = hint;

    /// <summary>An error at a node.</summary>
    public ProfileException(ProfileNode node, string message, string hint = "")
        : this(node.Line, node.Column, message, hint)
    {
    }
}
