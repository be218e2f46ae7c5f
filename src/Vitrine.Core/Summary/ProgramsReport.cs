using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>Programs run.</summary>
/// <param name="Runs">Program starts in all.</param>
/// <param name="Programs">Programs by path, the most frequent first.</param>
/// <param name="MorePrograms">Programs past that list.</param>
/// <param name="RepeatedOpens">Opens that repeated an earlier one of the same process, and so have no entry of their own.</param>
/// <param name="Tree">Program starts in order, each with the id of the one above it.</param>
/// <param name="MoreInTree">Starts past that list.</param>
public sealed record ProgramsReport(
    long Runs, IReadOnlyList<ProgramReport> Programs, More MorePrograms, long RepeatedOpens, IReadOnlyList<ProcessReport> Tree, long MoreInTree);

/// <summary>One program.</summary>
/// <param name="Name">Last component of its path.</param>
/// <param name="Program">Its path.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="Runs">How often it was started.</param>
public sealed record ProgramReport(string Name, UnixPath Program, Place Place, long Runs);

/// <summary>One start of a program. Process numbers come again in a long session; ids do not.</summary>
/// <param name="Id">Number of this start, from 0.</param>
/// <param name="Parent">Id of the start above it: what this process ran before, or what its parent ran; null where not seen.</param>
/// <param name="Process">Process number on the host.</param>
/// <param name="Time">When.</param>
/// <param name="Program">Path of the program.</param>
/// <param name="Arguments">Its arguments, the name first.</param>
/// <param name="ArgumentsCut">Whether arguments are missing.</param>
/// <param name="WorkingDirectory">Where it was started.</param>
public sealed record ProcessReport(
    int Id, int? Parent, int Process, DateTimeOffset Time, UnixPath Program, IReadOnlyList<string> Arguments, bool ArgumentsCut, UnixPath WorkingDirectory);
