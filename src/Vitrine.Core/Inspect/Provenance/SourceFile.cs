using System.Runtime.CompilerServices;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>One version of one file: what a claim is compared with. Immutable, but for the list of other paths that have the same content.</summary>
internal sealed unsafe class SourceFile
{
    private const int SeedEvidence = 3, SeedLength = 16;
    private UnixPath[] _paths;
    private byte[][] _names;

    private SourceFile(UnixPath path, int lineCount, int[] ends, int[] numbers) =>
        (_paths, _names, LineCount, Ends, Numbers) = ([path], [path.ToBytes()], lineCount, ends, numbers);

    /// <summary>All paths that have, or had, this content; the first is the one indexed first.</summary>
    public IReadOnlyList<UnixPath> Paths => Volatile.Read(ref _paths);

    /// <summary>Lines, blank ones and an unfinished last one included.</summary>
    public int LineCount { get; }

    /// <summary>Where each line that is not blank ends in <see cref="Dense"/>; it begins where the one before ends.</summary>
    public int[] Ends { get; }

    /// <summary>The number of each such line, from 1.</summary>
    public int[] Numbers { get; }

    /// <summary>Fingerprint of each such line.</summary>
    public ulong[] Hashes { get; private init; } = [];

    /// <summary>Of each such line, whether it is distinctive enough to be looked up by itself; others are found beside it.</summary>
    public bool[] IsSeed { get; private init; } = [];

    /// <summary>The text without white space, between <see cref="DenseText.Slack"/> bytes on both sides, pinned; null where there was no room for it.</summary>
    public byte[]? Dense { get; private init; }

    /// <summary>In place of <see cref="Dense"/>: a second fingerprint of each line, which makes 128 bits of both.</summary>
    public ulong[]? Digests { get; private init; }

    /// <summary>Digest of content and places of lines: equal files are indexed once.</summary>
    public UInt128 Identity { get; private init; }

    /// <summary>Bytes that are kept for it.</summary>
    public long Weight => (Dense?.Length ?? 0) + (8L * (Digests?.Length ?? 0)) + (16L * Ends.Length);

    public int Start(int line) => line == 0 ? 0 : Ends[line - 1];

    public int Length(int line) => Ends[line] - Start(line);

    /// <summary>First byte of the dense text; the array is pinned.</summary>
    public byte* DensePointer => (byte*)Unsafe.AsPointer(ref Dense![0]) + DenseText.Slack;

    /// <summary>Whether the file's line is these dense bytes, behind which <see cref="DenseHash.Overread"/> bytes may be read.</summary>
    public bool IsLine(int line, byte* text, int length, ProvenanceKey key)
    {
        if (Length(line) != length)
            return false;
        return Dense is not null
            ? new ReadOnlySpan<byte>(text, length).SequenceEqual(new ReadOnlySpan<byte>(DensePointer + Start(line), length))
            : Hashes[line] == key.Hash.Of(text, length) && Digests![line] == key.Second.Of(text, length);
    }

    /// <summary>Length of the dense text.</summary>
    public int DenseLength => Ends.Length == 0 ? 0 : Ends[^1];

    /// <summary>
    /// Whether text is the beginning of a line, cut by whoever sent it: what is left of it agrees, and behind that is at most a mark of omission.
    /// </summary>
    public bool BeginsWith(int line, ReadOnlySpan<byte> text)
    {
        const int Shortest = 12;
        if (Dense is null || text.Length < Shortest)
            return false;
        int agreed = text.CommonPrefixLength(new ReadOnlySpan<byte>(DensePointer + Start(line), Length(line)));
        ReadOnlySpan<byte> rest = text[agreed..];
        return agreed >= Shortest && agreed < Length(line) && (rest.IsEmpty || rest.StartsWith("..."u8) || rest.StartsWith("…"u8) || rest.StartsWith("["u8));
    }

    /// <summary>Whether these are all lines of a file that has some.</summary>
    public bool IsWhole(int first, int last)
    {
        const int FewestLines = 3, FewestBytes = 64;
        return first == 0 && last == Ends.Length - 1 && last >= FewestLines - 1 && DenseLength >= FewestBytes;
    }

    /// <summary>The lines of which a range of the dense text has all or at least a fragment's length.</summary>
    /// <returns>False if there is none.</returns>
    public bool LinesWithin(int start, int end, out int first, out int last)
    {
        (first, last) = (LineAt(start), LineAt(end - 1));
        if (start > Start(first) && Math.Min(end, Ends[first]) - start < Winnowing.FragmentLength)
            first++;
        if (end < Ends[last] && end - Math.Max(start, Start(last)) < Winnowing.FragmentLength)
            last--;
        return first <= last;
    }

    private int LineAt(int place)
    {
        int at = Array.BinarySearch(Ends, place + 1);
        return at >= 0 ? at : ~at;
    }

    public bool HasPath(UnixPath path)
    {
        foreach (UnixPath each in Paths)
            if (each == path)
                return true;
        return false;
    }

    /// <summary>Whether one of its paths stands in a text, as a path and not as a part of another name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="searches">How many searches are left.</param>
    public bool IsNamedIn(ReadOnlySpan<byte> text, ref int searches)
    {
        const int Shortest = 4;
        foreach (byte[] name in Volatile.Read(ref _names))
            for (ReadOnlySpan<byte> rest = text; name.Length >= Shortest && searches-- > 0;)
            {
                int at = rest.LastIndexOf(name);
                if (at < 0)
                    break;
                if ((at == 0 || !IsOfName(rest[at - 1])) && (at + name.Length == rest.Length || !IsOfName(rest[at + name.Length])))
                    return true;
                rest = rest[..at];
            }

        return false;
    }

    private static bool IsOfName(byte value) =>
        value is >= (byte)'a'
            and <= (byte)'z'
            or >= (byte)'A'
            and <= (byte)'Z'
            or >= (byte)'0'
            and <= (byte)'9'
            or (byte)'_'
            or (byte)'-'
            or (byte)'.'
            or >= 0x80;

    /// <summary>Notes that another path has the same content. One writer at a time.</summary>
    public void AddPath(UnixPath path) =>
        (_names, _paths) = ([.. _names, path.ToBytes()], [.. _paths, path]);

    /// <summary>Reads a file's text.</summary>
    public static SourceFile Read(UnixPath path, ReadOnlySpan<byte> content, bool keepText, ProvenanceKey key)
    {
        byte[] dense = GC.AllocateUninitializedArray<byte>(content.Length + (2 * DenseText.Slack), pinned: true);
        var lines = new DenseLine[(content.Length / 2) + 2];
        byte* text = (byte*)Unsafe.AsPointer(ref dense[0]) + DenseText.Slack;
        int length, count;
        fixed (byte* raw = content)
        fixed (DenseLine* to = lines)
            length = DenseText.Squeeze(raw, content.Length, text, to, out count);
        int[] ends = new int[count], numbers = new int[count];
        var hashes = new ulong[count];
        var seeds = new bool[count];
        ulong[]? digests = keepText ? null : new ulong[count];
        int number = 1, counted = 0;
        ulong identity = key.Hash.Of(text, length), places = key.Second.Of(text, length);
        for (int line = 0; line < count; line++)
        {
            DenseLine each = lines[line];
            number += content[counted..each.RawStart].Count((byte)'\n');
            counted = each.RawStart;
            int next = line + 1 < count ? lines[line + 1].RawStart : content.Length;
            seeds[line] = each.Length >= SeedLength
                || (each.Length >= ProvenanceIndex.ShortestLine && Evidence.Of(content[each.RawStart..next], SeedEvidence) == SeedEvidence);
            (ends[line], numbers[line]) = (each.End, number);
            hashes[line] = key.Hash.Of(text + each.Start, each.Length);
            if (digests is not null)
                digests[line] = key.Second.Of(text + each.Start, each.Length);
            places = System.Numerics.BitOperations.RotateLeft(places ^ (ulong)number, 13) * 0x9E3779B97F4A7C15;
        }

        int total = content.Count((byte)'\n') + (content.IsEmpty || content[^1] == '\n' ? 0 : 1);
        byte[]? kept = null;
        if (keepText)
        {
            kept = GC.AllocateUninitializedArray<byte>(length + (2 * DenseText.Slack), pinned: true);
            dense.AsSpan(0, kept.Length).CopyTo(kept);
        }

        return new SourceFile(path, total, ends, numbers)
        {
            Dense = kept,
            Digests = digests,
            Hashes = hashes,
            IsSeed = seeds,
            Identity = new UInt128(identity, places ^ (ulong)total)
        };
    }
}
