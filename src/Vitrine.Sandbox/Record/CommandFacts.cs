using Vitrine.Core.Model;

namespace Vitrine.Sandbox.Record;

/// <summary>A program that is about to run, as the kernel was asked for it.</summary>
/// <param name="Program">Path as asked for, made absolute.</param>
/// <param name="File">Path of the file itself, links followed; the same where it could not be told.</param>
/// <param name="Arguments">argv.</param>
/// <param name="ArgumentsCut">Whether argv was longer than what is read; what stands behind is not known.</param>
/// <param name="WorkingDirectory">Where it starts.</param>
/// <param name="Process">Process, as the host sees it.</param>
public sealed record CommandFacts(UnixPath Program, UnixPath File, IReadOnlyList<string> Arguments, bool ArgumentsCut, UnixPath WorkingDirectory, int Process)
{
    /// <summary>
    /// Whether this is the interpreter that the first line of a judged script names: what forbids it holds, but it needs no leave of its own.
    /// </summary>
    public bool IsInterpreter { get; init; }
}
