using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Words, and triples of neighbouring words, that many unrelated programs share: keywords, names of public interfaces, licences, what compilers and bundlers
/// put into each file. A Bloom filter that <c>bench/Vitrine.Benchmarks -- provenance-model</c> counts out of public packages; of what is not in it, about one
/// in a hundred is held for common, which costs a little evidence and no more.
/// </summary>
internal static class EverydayText
{
    /// <summary>Name of the resource.</summary>
    public const string Resource = "provenance/everyday.bloom";

    /// <summary>Bits set for each entry.</summary>
    public const int Probes = 5;

    private const ulong Mix = 0x9E3779B97F4A7C15;
    private static readonly Lazy<byte[]> Filter = new(Read);
    private static byte[]? s_filter;

    /// <summary>Whether an entry is in the filter.</summary>
    public static bool Contains(ulong entry)
    {
        byte[] filter = s_filter ??= Filter.Value;
        ref byte bits = ref MemoryMarshal.GetArrayDataReference(filter);
        // As Bit says, which stays below the number of bits.
        ulong mixed = entry * Mix, count = (ulong)filter.Length * 8;
        uint at = (uint)(mixed >> 32), step = (uint)mixed | 1;
        for (int probe = 0; probe < Probes; probe++, at += step)
        {
            uint bit = (uint)((at * count) >> 32);
            if ((Unsafe.Add(ref bits, bit >> 3) >> (int)(bit & 7) & 1) == 0)
                return false;
        }

        return true;
    }

    /// <summary>Which bit of a filter of so many bytes belongs to an entry.</summary>
    public static uint Bit(ulong entry, int probe, int bytes)
    {
        ulong mixed = entry * Mix;
        uint at = (uint)(mixed >> 32) + ((uint)probe * ((uint)mixed | 1));
        return (uint)(((ulong)at * ((ulong)bytes * 8)) >> 32);
    }

    /// <summary>A word, in small letters, as a number; equal words have equal numbers, others nearly never.</summary>
    public static ulong Word(ReadOnlySpan<byte> word)
    {
        ulong packed = 14695981039346656037;
        foreach (byte letter in word)
            packed = (packed ^ (letter is >= (byte)'A' and <= (byte)'Z' ? (uint)letter | 0x20 : letter)) * 1099511628211;
        return packed ^ (packed >> 29);
    }

    /// <summary>Three words as a number.</summary>
    public static ulong Triple(ulong first, ulong second, ulong third)
    {
        ulong mixed = ((first * 0xBF58476D1CE4E5B9) + second) * 0x94D049BB133111EB;
        mixed = ((mixed ^ (mixed >> 31)) + third) * 0xBF58476D1CE4E5B9;
        return mixed ^ (mixed >> 32);
    }

    private static byte[] Read()
    {
        using Stream stream = typeof(EverydayText).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidDataException($"{Resource} is missing.");
        var filter = new byte[stream.Length];
        stream.ReadExactly(filter);
        return filter;
    }
}
