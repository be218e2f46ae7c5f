using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Vitrine.Core.Inspect.Recall;

/// <summary>A memory as one body uses it: with the version of what is looked for, so that a verdict of another version is not one.</summary>
internal sealed class MemoryView(PieceMemory memory, ulong version)
{
    /// <summary>The key of bytes.</summary>
    /// <param name="bytes">As they stand in what holds them.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="depth">How many layers they are in, since these are limited.</param>
    public UInt128 KeyOf(ReadOnlySpan<byte> bytes, UnitKind kind, byte depth) =>
        memory.KeyOf(bytes, BitOperations.RotateLeft(version, 16) ^ ((ulong)kind << 8) ^ depth);

    /// <summary>The body that came before, taken out of the memory; null where there is no use of one.</summary>
    public LastBody? Take(ReadOnlySpan<byte> body) => memory.Bodies.Take(body, version);

    /// <summary>Keeps the body for the next.</summary>
    public void Return(LastBody last, ReadOnlySpan<byte> body)
    {
        last.End(body);
        memory.Bodies.Return(last);
    }

    public bool TryGet(UInt128 key, [NotNullWhen(true)] out PieceVerdict? verdict) => (verdict = memory.Get(key)) is not null;

    public void Set(UInt128 key, PieceVerdict verdict) => memory.Set(key, verdict);
}
