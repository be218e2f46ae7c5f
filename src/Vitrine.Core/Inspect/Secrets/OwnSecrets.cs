using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>
/// Values that the person really has, kept as keyed hashes only, and found at any place of a text in clear and in the usual encodings.
/// </summary>
/// <remarks>
/// Of each form of each value, the four pieces of five bytes at its first four places are entered into a bit table. The text is then asked at every fourth
/// byte only: wherever a value lies, one of its pieces lies at such a place. A piece that is known leads to the value's length, and HMAC-SHA256 of that
/// many bytes decides. All hashes are keyed with a key of the session, so they say nothing elsewhere.
/// </remarks>
public sealed class OwnSecrets
{
    /// <summary>The id under which such values are reported.</summary>
    public const string Rule = "own-value";

    private const int Stride = PieceFilter.Stride, Piece = PieceFilter.Piece;

    private readonly byte[] _macKey;
    private readonly ulong _factor, _mask;
    private readonly PieceFilter _filter;
    private readonly Dictionary<ulong, int> _heads = [];
    private readonly List<Entry> _entries = [];

    /// <summary>Hashes the values. They are not kept.</summary>
    /// <param name="key">At least 32 random bytes, one key for each session.</param>
    /// <param name="values">Where the person has a value, and the value. What is too short or too common is left out, see
    /// <see cref="OwnSecretForms.IsDistinctive"/>.</param>
    /// <exception cref="ArgumentException">The key is too short.</exception>
    public OwnSecrets(ReadOnlySpan<byte> key, IEnumerable<(string Name, ReadOnlyMemory<byte> Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (key.Length < 32)
            throw new ArgumentException("The key has fewer than 32 bytes.", nameof(key));
        Span<byte> derived = HMACSHA256.HashData(key, "vitrine own secrets pieces"u8);
        _factor = BinaryPrimitives.ReadUInt64LittleEndian(derived) | 1;
        _mask = BinaryPrimitives.ReadUInt64LittleEndian(derived[8..]);
        _macKey = HMACSHA256.HashData(key, "vitrine own secrets values"u8);
        List<byte[]> forms = [];
        foreach ((string name, ReadOnlyMemory<byte> value) in values)
            if (OwnSecretForms.IsDistinctive(value.Span))
            {
                Count++;
                foreach ((byte[] form, string encoding) in OwnSecretForms.Of(value.Span))
                    Add(name, encoding, form, forms);
            }

        _filter = new PieceFilter(BinaryPrimitives.ReadUInt64LittleEndian(derived[16..]), _entries.Count);
        foreach (byte[] form in forms)
            _filter.Add(form);
    }

    /// <summary>How many values are looked for.</summary>
    public int Count { get; }

    /// <summary>Finds the values in a text.</summary>
    internal void Find(ReadOnlySpan<byte> text, List<SecretHit> hits, int most)
    {
        if (Count == 0)
            return;
        int done = 0;
        for (int at = _filter.Next(text, 0); at >= 0; at = _filter.Next(text, at + Stride))
        {
            if (!_heads.TryGetValue(Hash(text, at), out int entry))
                continue;
            for (; entry >= 0 && hits.Count < most; entry = _entries[entry].Next)
            {
                Entry known = _entries[entry];
                int start = at - known.Offset;
                if (start < done
                    || start + known.Length > text.Length
                    || Hash(text, start + known.Length - Piece) != known.Last
                    || !IsSame(known, text.Slice(start, known.Length)))
                    continue;
                hits.Add(new SecretHit(new TextRange(start, known.Length), Rule, known.Name, known.Encoding, SecretCheck.None));
                done = start + known.Length;
                break;
            }
        }
    }

    private bool IsSame(Entry known, ReadOnlySpan<byte> text)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(_macKey, text, mac);
        return BinaryPrimitives.ReadUInt128LittleEndian(mac) == known.Mac;
    }

    private void Add(string name, string encoding, byte[] form, List<byte[]> forms)
    {
        if (form.Length < PieceFilter.ShortestLiteral)
            return;
        forms.Add(form);
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(_macKey, form, mac);
        UInt128 value = BinaryPrimitives.ReadUInt128LittleEndian(mac);
        ulong last = Hash(form, form.Length - Piece);
        for (int offset = 0; offset < Stride; offset++)
        {
            ulong hash = Hash(form, offset);
            int next = _heads.TryGetValue(hash, out int head) ? head : -1;

            // A bound on how long one piece's list gets: beyond it, many values begin alike and one of their other pieces finds them.
            if (Depth(next) >= 64)
                continue;
            InsertByLength(hash, next, new Entry(name, encoding, offset, form.Length, last, value, -1));
        }
    }

    /// <summary>The longest first: a cut value must not hide the whole one.</summary>
    private void InsertByLength(ulong hash, int head, Entry entry)
    {
        int previous = -1, at = head;
        while (at >= 0 && _entries[at].Length >= entry.Length)
            (previous, at) = (at, _entries[at].Next);
        _entries.Add(entry with { Next = at });
        if (previous < 0)
            _heads[hash] = _entries.Count - 1;
        else
            _entries[previous] = _entries[previous] with { Next = _entries.Count - 1 };
    }

    private int Depth(int entry)
    {
        int depth = 0;
        for (; entry >= 0; entry = _entries[entry].Next)
            depth++;
        return depth;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Hash(ReadOnlySpan<byte> text, int at)
    {
        ulong piece = at + 8 <= text.Length
            ? BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) & 0xFF_FFFF_FFFF
            : BinaryPrimitives.ReadUInt32LittleEndian(text[at..]) | (ulong)text[at + 4] << 32;
        return (piece ^ _mask) * _factor;
    }

    private readonly record struct Entry(string Name, string Encoding, int Offset, int Length, ulong Last, UInt128 Mac, int Next);
}
