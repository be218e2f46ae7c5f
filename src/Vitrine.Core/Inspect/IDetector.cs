namespace Vitrine.Core.Inspect;

/// <summary>Searches text. Immutable once built, safe for many threads; does not allocate for text in which it finds nothing.</summary>
public interface IDetector
{
    /// <summary>Changes whenever its data does, so that remembered verdicts of older data are not taken for its own.</summary>
    ulong Version { get; }

    /// <summary>Adds what it finds. A zero byte ends a line, a token and a match.</summary>
    void Find(ReadOnlySpan<byte> text, ICollection<Hit> hits);
}
