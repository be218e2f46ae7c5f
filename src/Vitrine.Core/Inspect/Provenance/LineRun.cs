namespace Vitrine.Core.Inspect.Provenance;

/// <summary>Lines of a segment that are those of a file, one after the other.</summary>
/// <param name="File">Number of the version of the file.</param>
/// <param name="First">First line of the file, counted among those that are not blank, from 0.</param>
/// <param name="Last">Last line of the file.</param>
/// <param name="QueryFirst">First line of the segment.</param>
/// <param name="QueryLast">Last line of the segment.</param>
/// <param name="Bytes">Dense bytes.</param>
internal readonly record struct LineRun(int File, int First, int Last, int QueryFirst, int QueryLast, int Bytes);
