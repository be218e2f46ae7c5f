using System.Globalization;

namespace Vitrine.Audit.Reading;

/// <summary>Where something stands in a package.</summary>
/// <param name="File">Path within the package; what lies in another file follows after <c>!</c>: <c>app.asar!main.js</c>.</param>
/// <param name="Offset">Bytes from the start of that file.</param>
/// <param name="Line">Line from 1; 0 where there are no lines, as in an executable.</param>
public readonly record struct SourcePlace(string File, long Offset, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}")
        : string.Create(CultureInfo.InvariantCulture, $"{File}+0x{Offset:x}");
}
