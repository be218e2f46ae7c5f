namespace Vitrine.Ledger.Verification;

/// <summary>What became of reading a file that anyone may have made.</summary>
internal enum GuardedStatus
{
    /// <summary>Nothing was read; never a result.</summary>
    None,

    /// <summary>All of it was read.</summary>
    Read,

    /// <summary>There is nothing of that name.</summary>
    Missing,

    /// <summary>It is a link, a directory, a pipe or a device, or the way to it leads over one.</summary>
    NotAFile,

    /// <summary>It is longer than the caller's bound, and was not read.</summary>
    TooLong,

    /// <summary>The system refused: no permission, a failing disk.</summary>
    Unreadable,
}

/// <summary>The outcome of one reading.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Length">Bytes that were read; for <see cref="GuardedStatus.TooLong"/> those that there are at least.</param>
/// <param name="Error">The system's error number, for <see cref="GuardedStatus.Unreadable"/>.</param>
internal readonly record struct GuardedReading(GuardedStatus Status, long Length = 0, int Error = 0)
{
    /// <summary>Whether the bytes are there.</summary>
    public bool IsRead => Status == GuardedStatus.Read;
}
