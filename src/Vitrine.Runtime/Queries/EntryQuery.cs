using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>Which entries are looked for; what is null or empty asks for nothing. All that is given must hold of an entry.</summary>
public sealed record EntryQuery
{
    /// <summary>The longest text and the most of them: more are not typed by anyone.</summary>
    public const int LongestText = 4096, MostTexts = 32;

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Name of the agent, or of a plain command; case does not count.</summary>
    public string? Agent { get; init; }

    /// <summary>The session's workspace is this directory or lies below it.</summary>
    public UnixPath? Workspace { get; init; }

    /// <summary>A host that the entry speaks of, such as <c>*.example.com</c>; case does not count.</summary>
    public Glob? Host { get; init; }

    /// <summary>What was decided.</summary>
    public Effect? Decision { get; init; }

    /// <summary>A file that the entry speaks of; see <see cref="Path"/>.</summary>
    public FilePattern? File { get; init; }

    /// <summary>The program that was run; see <see cref="Path"/>.</summary>
    public FilePattern? Program { get; init; }

    /// <summary>Kind of the observation, such as <c>request-started</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this session.</summary>
    public SessionId? Session { get; init; }

    /// <summary>Texts that the entry holds, each anywhere in one of its values; case does not count.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Whether stored bodies are searched for the texts too.</summary>
    public bool InBodies { get; init; }

    /// <summary>Whether the oldest come first, not the newest.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>How many entries at most; 0 for all.</summary>
    public long Limit { get; init; }

    /// <summary>
    /// A pattern for files and programs: a name without a slash is meant wherever it lies, one with a slash from the workspace, <c>~/</c> or the root. What
    /// covers a directory covers all that is in it. Null when it is no pattern, which <paramref name="why"/> explains.
    /// </summary>
    public static FilePattern? Path(string text, out string why)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isName = text.Length > 0 && text[0] is not '~' && text is not "." and not ".." && !text.TrimEnd('/').Contains('/');
        return FilePattern.TryParse(isName ? "/**/" + text : text, out FilePattern? pattern, out why) ? pattern : null;
    }

    internal void Validate()
    {
        if (Limit < 0)
            throw new ArgumentException("A limit is not negative.", nameof(Limit));
        if (Texts.Count > MostTexts || Texts.Any(text => text.Length is 0 or > LongestText))
            throw new ArgumentException($"There are at most {MostTexts} texts of 1 to {LongestText} characters.", nameof(Texts));
    }
}
