using System.Buffers.Binary;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// The random key of a session's index. All hashes depend on it, so that whoever writes the files or the text can't make lines that collide or fill one place
/// of a table. A collision would cost time only: each claim is compared with the file.
/// </summary>
public sealed class ProvenanceKey
{
    /// <summary>How many random bytes a key is made of.</summary>
    public const int Length = 64;

    /// <summary>Makes a key of <see cref="Length"/> bytes from the system's random generator.</summary>
    /// <exception cref="ArgumentException">There are fewer or more.</exception>
    public ProvenanceKey(ReadOnlySpan<byte> random)
    {
        if (random.Length != Length)
            throw new ArgumentException($"A key has {Length} bytes.", nameof(random));
        ulong Word(ReadOnlySpan<byte> from, int index) => BinaryPrimitives.ReadUInt64LittleEndian(from[(index * 8)..]);
        Hash = new(Word(random, 0), Word(random, 1), Word(random, 2) | 1, Word(random, 3));
        Second = new(Word(random, 4), Word(random, 5), Word(random, 6) | 1, Word(random, 3));
        ulong order = Word(random, 7);
        (OrderA, OrderB) = ((ushort)(order | 1), (ushort)((order >> 16) | 1));
    }

    internal DenseHash Hash { get; }

    /// <summary>For digests of lines whose text is not kept: 64 bits more, under another key.</summary>
    internal DenseHash Second { get; }

    internal ushort OrderA { get; }

    internal ushort OrderB { get; }
}
