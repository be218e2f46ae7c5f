using System.Buffers;
using System.Text;

namespace Vitrine.Audit.Wire;

/// <summary>A field as HPACK gave it.</summary>
/// <param name="Name">Its name; characters are bytes.</param>
/// <param name="Value">Its value.</param>
/// <param name="Form">How it was written: see <see cref="Model.CapturedExchange.Forms"/>.</param>
internal readonly record struct HpackField(string Name, string Value, string Form);

/// <summary>
/// Decodes header blocks (RFC 7541) of one direction of a connection. A block that is malformed, or decodes to too much, is the last one: the table is then
/// unknown. An entry may be referred to again and again by a single byte, so what all blocks decode to is bounded as a whole.
/// </summary>
/// <param name="maximumTable">The size of the dynamic table that the other side allowed, in the bytes of section 4.1.</param>
internal sealed class HpackDecoder(int maximumTable)
{
    /// <summary>The size that holds until another is agreed on.</summary>
    public const int StandardTable = 4096;

    private const int MostOfBlock = 1 << 20;
    private const int MostOfAll = 32 << 20;
    private const int Overhead = 32;

    private readonly HpackTable _table = new(maximumTable);
    private readonly ArrayBufferWriter<byte> _text = new();
    private long _all;
    private bool _isBroken;

    /// <summary>The size of the dynamic table.</summary>
    public int TableSize => _table.Size;

    /// <summary>Decodes a block behind what is in <paramref name="fields"/>; those before a fault are given too.</summary>
    public bool TryDecode(ReadOnlySpan<byte> block, List<HpackField> fields)
    {
        int at = 0;
        long size = 0;
        bool isFirst = true;
        while (at < block.Length && !_isBroken)
        {
            if ((block[at] & 0xe0) == 0x20)
            {
                // A change of the size stands at the beginning of a block only (section 4.2).
                _isBroken = !isFirst || !TryReadInteger(block, ref at, 5, out int changed) || !_table.TryResize(changed);
                continue;
            }

            isFirst = false;
            _isBroken = !TryReadField(block, ref at, out HpackField field);
            if (_isBroken)
                break;
            size += field.Name.Length + field.Value.Length + Overhead;
            _isBroken = size > MostOfBlock || (_all += field.Name.Length + field.Value.Length + Overhead) > MostOfAll;
            if (!_isBroken)
                fields.Add(field);
        }

        return !_isBroken;
    }

    private bool TryReadField(ReadOnlySpan<byte> block, ref int at, out HpackField field)
    {
        field = default;
        byte first = block[at];
        (int bits, char letter) = (first & 0x80) != 0 ? (7, 'i') : (first & 0x40) != 0 ? (6, 'a') : (first & 0x10) != 0 ? (4, 'n') : (4, 'w');
        if (!TryReadInteger(block, ref at, bits, out int index))
            return false;
        (string Name, string Value) entry = ("", "");
        if (index > 0 && !_table.TryGet(index, out entry))
            return false;
        if (letter == 'i')
        {
            field = new HpackField(entry.Name, entry.Value, "i");
            return index > 0;
        }

        (string name, char nameForm) = (entry.Name, '#');
        if (index == 0 && !TryReadString(block, ref at, out name, out nameForm))
            return false;
        if (!TryReadString(block, ref at, out string value, out char valueForm))
            return false;
        if (letter == 'a')
            _table.Add(name, value);
        field = new HpackField(name, value, $"{letter}{nameForm}{valueForm}");
        return true;
    }

    private bool TryReadString(ReadOnlySpan<byte> block, ref int at, out string text, out char form)
    {
        (text, form) = ("", 'r');
        if (at >= block.Length)
            return false;
        bool isCoded = (block[at] & 0x80) != 0;
        if (!TryReadInteger(block, ref at, 7, out int length) || length > block.Length - at)
            return false;
        ReadOnlySpan<byte> bytes = block.Slice(at, length);
        at += length;
        if (!isCoded)
        {
            text = Encoding.Latin1.GetString(bytes);
            return true;
        }

        form = 'h';
        _text.ResetWrittenCount();
        if (!HuffmanCode.TryDecode(bytes, _text))
            return false;
        text = Encoding.Latin1.GetString(_text.WrittenSpan);
        return true;
    }

    /// <summary>Section 5.1. What needs more than 28 bits is none that could be meant.</summary>
    internal static bool TryReadInteger(ReadOnlySpan<byte> block, ref int at, int prefix, out int value)
    {
        value = 0;
        if (at >= block.Length)
            return false;
        int most = (1 << prefix) - 1;
        value = block[at++] & most;
        if (value < most)
            return true;
        for (int shift = 0; shift < 28; shift += 7)
        {
            if (at >= block.Length)
                return false;
            byte next = block[at++];
            value += (next & 0x7f) << shift;
            if ((next & 0x80) == 0)
                return true;
        }

        return false;
    }
}
