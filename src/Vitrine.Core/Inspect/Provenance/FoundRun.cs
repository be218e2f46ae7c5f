namespace Vitrine.Core.Inspect.Provenance;

/// <summary>Lines of a file that were found one after the other, compared with it.</summary>
/// <param name="File">Number of the version of the file.</param>
/// <param name="First">First line, counted among those that are not blank, from 0.</param>
/// <param name="Last">Last line.</param>
/// <param name="At">Where in the text: within the right piece always, within it about.</param>
/// <param name="IsWeak">Whether they could as well stand in a file that has nothing to do with it, so that something else must speak for the file.</param>
/// <param name="Others">Other files that have the same, as long; null where there is none.</param>
internal readonly record struct FoundRun(int File, int First, int Last, int At, bool IsWeak, List<FoundElsewhere>? Others);

/// <summary>The same lines in another file.</summary>
internal readonly record struct FoundElsewhere(int File, int First, int Last);
