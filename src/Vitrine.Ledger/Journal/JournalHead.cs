namespace Vitrine.Ledger.Journal;

/// <summary>A point in a log: what a receipt or an end entry elsewhere can name, so that a log cut after it is found out.</summary>
/// <param name="Count">Number of entries up to here.</param>
/// <param name="Chain">Chain hash after the last of them, lower-case hex.</param>
public readonly record struct JournalHead(long Count, string Chain);
