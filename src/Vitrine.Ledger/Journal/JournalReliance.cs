namespace Vitrine.Ledger.Journal;

/// <summary>
/// What must be on disk before entries are, since they rely on it. Called by the writing thread; an exception from either breaks the writer.
/// </summary>
/// <param name="BeforeFirstFlush">Done once, before anything is acknowledged: the directories in which the log is found.</param>
/// <param name="BeforeWrite">Done before each batch goes to the kernel, which may put it on disk at any time from then on: the payloads that its
/// entries name. Whatever was there when an entry was appended is to be on disk when this returns.</param>
public readonly record struct JournalReliance(Action? BeforeFirstFlush = null, Action? BeforeWrite = null);
