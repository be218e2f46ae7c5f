using System.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Wire;

/// <summary>How far reading came.</summary>
internal enum WireState
{
    /// <summary>The bytes ended before it did.</summary>
    Incomplete,

    /// <summary>All of it.</summary>
    Complete,

    /// <summary>It is not what it should be.</summary>
    Malformed,
}

/// <summary>
/// The head of an HTTP/1 message (RFC 9112), with nothing lost but what the notes tell: its first line and its fields in their order and case, duplicates and
/// white space too. Characters are bytes (Latin-1). Lenient where a sender could hide something in being odd, for that has to be shown.
/// </summary>
internal sealed class Http1Head
{
    private const int Longest = 1 << 20;
    private const int MostFields = 10_000;

    private Http1Head(string start, List<CapturedField> fields, int end)
    {
        Start = start;
        Fields = fields;
        End = end;
    }

    /// <summary>The request line or status line; empty for trailers.</summary>
    public string Start { get; }

    /// <summary>The fields. A line without a colon is a name without a value, a folded line a value without a name.</summary>
    public List<CapturedField> Fields { get; }

    /// <summary>Where what follows begins.</summary>
    public int End { get; }

    /// <summary>Reads a head that begins at <paramref name="at"/>.</summary>
    public static WireState Read(ReadOnlySpan<byte> bytes, int at, NoteList notes, out Http1Head? head, bool isTrailer = false)
    {
        head = null;
        int end = at;
        string? start = isTrailer ? "" : null;
        var fields = new List<CapturedField>();
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[end..];
            int feed = rest.IndexOf((byte)'\n');
            if (feed < 0)
                return bytes.Length - at > Longest ? WireState.Malformed : WireState.Incomplete;
            bool isPair = feed > 0 && rest[feed - 1] == '\r';
            ReadOnlySpan<byte> line = rest[..(isPair ? feed - 1 : feed)];
            end += feed + 1;
            if (end - at > Longest || fields.Count >= MostFields)
                return WireState.Malformed;
            if (!isPair)
                notes.Add("line ends with a bare line feed");
            if (start is null)
                start = Encoding.Latin1.GetString(line);
            else if (line.IsEmpty)
                break;
            else
                fields.Add(ReadField(line, notes));
        }

        head = new Http1Head(start, fields, end);
        return WireState.Complete;
    }

    /// <summary>Value of the first field of a name, case aside; null for none.</summary>
    public string? Value(string name)
    {
        foreach (CapturedField field in Fields)
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        return null;
    }

    /// <summary>Values of all fields of a name.</summary>
    public IEnumerable<string> Values(string name) =>
        Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    private static CapturedField ReadField(ReadOnlySpan<byte> line, NoteList notes)
    {
        int colon = line.IndexOf((byte)':');
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            notes.Add("folded field");
            return new CapturedField("", Encoding.Latin1.GetString(line)) { Before = "" };
        }

        if (colon < 0)
        {
            notes.Add("field without a colon");
            return new CapturedField(Encoding.Latin1.GetString(line), "") { Before = "" };
        }

        if (colon == 0 || line[colon - 1] is (byte)' ' or (byte)'\t')
            notes.Add("white space or nothing before a colon");
        ReadOnlySpan<byte> value = line[(colon + 1)..];
        ReadOnlySpan<byte> open = value.TrimStart(" \t"u8);
        ReadOnlySpan<byte> trimmed = open.TrimEnd(" \t"u8);
        return new CapturedField(Encoding.Latin1.GetString(line[..colon]), Encoding.Latin1.GetString(trimmed))
        {
            Before = Encoding.Latin1.GetString(value[..(value.Length - open.Length)]),
            After = Encoding.Latin1.GetString(open[trimmed.Length..]),
        };
    }
}
