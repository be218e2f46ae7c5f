using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>How a path was used; each is counted for itself.</summary>
internal enum FileAccess
{
    /// <summary>Opened to read.</summary>
    Read,

    /// <summary>Opened to write, made, truncated, or renamed into place.</summary>
    Write,

    /// <summary>A directory was listed.</summary>
    List,

    /// <summary>Asked for, and not there.</summary>
    Absent,

    /// <summary>Removed, or renamed away.</summary>
    Remove,
}

/// <summary>What happened to one path that is kept.</summary>
internal sealed class FileUse(UnixPath path)
{
    private const int Kinds = 5;
    private Counts _counts;

    public UnixPath Path { get; } = path;

    /// <summary>Made in this session: it was not there when it was first written.</summary>
    public bool IsCreated { get; set; }

    /// <summary>Removed or renamed away, and not made again since.</summary>
    public bool IsGone { get; set; }

    /// <summary>Times of one use.</summary>
    public long this[FileAccess access] => _counts[(int)access];

    /// <summary>Counts one use; true when it is the first of its kind.</summary>
    public bool Count(FileAccess access) => _counts[(int)access]++ == 0;

    [System.Runtime.CompilerServices.InlineArray(Kinds)]
    private struct Counts
    {
        private long _first;
    }
}
