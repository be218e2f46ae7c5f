using System.Buffers;
using System.Globalization;
using System.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Wire;

/// <summary>A body in chunks (RFC 9112 section 7.1): its bytes without the framing, and the framing.</summary>
internal sealed class Http1Chunks
{
    private const int LongestLine = 4096;
    private const int Most = 1 << 20;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly List<string> _lines = [];
    private bool _isOdd;

    /// <summary>The bytes.</summary>
    public ArrayBufferWriter<byte> Body { get; } = new();

    /// <summary>Sizes of the chunks that have bytes.</summary>
    public List<int> Sizes { get; } = [];

    /// <summary>The lines before the chunks, where one is not plain.</summary>
    public IReadOnlyList<string> Lines => _isOdd ? _lines : [];

    /// <summary>The fields behind the last chunk.</summary>
    public List<CapturedField> Trailers { get; private set; } = [];

    /// <summary>How far it was read.</summary>
    public int End { get; private set; }

    /// <summary>
    /// Reads from <paramref name="at"/> on; what came before an end or a fault is kept. Without <paramref name="keeps"/> only the end is looked for.
    /// </summary>
    public WireState Read(ReadOnlySpan<byte> bytes, int at, NoteList notes, bool keeps = true)
    {
        End = at;
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[End..];
            int feed = rest[..Math.Min(rest.Length, LongestLine)].IndexOf((byte)'\n');
            if (feed < 0)
                return rest.Length < LongestLine ? WireState.Incomplete : WireState.Malformed;
            if (!TryReadLine(rest[..feed], keeps, notes, out int size))
                return WireState.Malformed;
            ReadOnlySpan<byte> data = rest[(feed + 1)..];
            if (size == 0)
                return ReadTrailers(bytes, End + feed + 1, notes);
            ReadOnlySpan<byte> present = data[..Math.Min(size, data.Length)];
            if (keeps)
            {
                Body.Write(present);
                Sizes.Add(present.Length);
            }

            if (present.Length < size)
            {
                End = bytes.Length;
                return WireState.Incomplete;
            }

            ReadOnlySpan<byte> close = data[size..];
            int length = close.StartsWith("\r\n"u8) ? 2 : close.StartsWith("\n"u8) ? 1 : 0;
            End += feed + 1 + size + length;
            if (length == 0)
                return close.IsEmpty || close.SequenceEqual("\r"u8) ? WireState.Incomplete : WireState.Malformed;
            if (Sizes.Count >= Most)
                return WireState.Malformed;
        }
    }

    private WireState ReadTrailers(ReadOnlySpan<byte> bytes, int at, NoteList notes)
    {
        End = at;
        WireState state = Http1Head.Read(bytes, at, notes, out Http1Head? trailers, isTrailer: true);
        if (trailers is not null)
            (Trailers, End) = (trailers.Fields, trailers.End);
        return state;
    }

    private bool TryReadLine(ReadOnlySpan<byte> line, bool keeps, NoteList notes, out int size)
    {
        size = 0;
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        else
            notes.Add("line ends with a bare line feed");
        int digits = line.IndexOfAnyExcept(Digits);
        ReadOnlySpan<byte> number = digits < 0 ? line : line[..digits];
        ReadOnlySpan<byte> significant = number.TrimStart((byte)'0');
        if (number.IsEmpty || significant.Length > 8 || !TryParse(significant, out size))
            return false;
        ReadOnlySpan<byte> behind = digits < 0 ? [] : line[digits..].TrimStart(" \t"u8);
        if (!behind.IsEmpty && behind[0] != ';')
            return false;
        if (!keeps)
            return true;
        string text = Encoding.Latin1.GetString(line);
        _isOdd |= text != size.ToString("x", CultureInfo.InvariantCulture);
        _lines.Add(text);
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> digits, out int size)
    {
        size = 0;
        return digits.IsEmpty || (int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size) && size >= 0);
    }
}
