using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>A program that is about to run, as execve has it.</summary>
/// <param name="Program">The file that runs, symbolic links resolved.</param>
/// <param name="Called">The path by which it was called (<c>/usr/bin/awk</c> for <c>/usr/bin/mawk</c>), made absolute; null where nobody knows it.</param>
/// <param name="Arguments">argv, its first element included.</param>
/// <param name="AreArgumentsCut">Whether there was more: then what would have been in it counts as unknown.</param>
public readonly record struct CommandFacts(UnixPath Program, UnixPath? Called, IReadOnlyList<string> Arguments, bool AreArgumentsCut = false);
