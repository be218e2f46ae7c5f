namespace Vitrine.Ledger.Journal;

/// <summary>Whether a log could be opened for appending.</summary>
public enum JournalOpenStatus
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>Opened; a torn tail was cut off.</summary>
    Opened,

    /// <summary>Another writer has it.</summary>
    Locked,

    /// <summary>It is no log, or was changed after it was written. It was left as it is: appending would hide that.</summary>
    Damaged,
}

/// <summary>The result of opening a log for appending.</summary>
/// <param name="Status">Whether it could be.</param>
/// <param name="Found">The state in which it was found, before a torn tail was cut off; <c>default</c> where it was not read.</param>
/// <param name="Writer">The writer, when opened.</param>
public readonly record struct JournalOpening(JournalOpenStatus Status, JournalVerification Found, JournalWriter? Writer);
