namespace Vitrine.Audit.Auditing;

/// <summary>How far an audit is.</summary>
/// <param name="Phase"><c>baseline</c>, <c>one at a time</c>, <c>in pairs</c>, <c>narrowing</c>, <c>confirming</c>.</param>
/// <param name="Sessions">Sessions done, those of an earlier part among them.</param>
/// <param name="Planned">Sessions that the budget is expected to reach.</param>
/// <param name="Elapsed">Time that it took so far, with earlier parts.</param>
/// <param name="Left">Time that it is expected to take still, at most.</param>
/// <param name="Found">Differences confirmed.</param>
public readonly record struct AuditProgress(string Phase, int Sessions, int Planned, TimeSpan Elapsed, TimeSpan Left, int Found);
