using System.Text;
using Vitrine.Audit.Wire;

namespace Vitrine.Tests.Audit.Wire;

/// <summary>Writes header blocks, apart from the code that is tested but for the lengths of the Huffman codes.</summary>
internal static class HpackWriter
{
    /// <summary>One field without a table: added (form 0 to 3), without (4 to 7) or never (8 to 11); bit 0 makes the name, bit 1 the value Huffman.</summary>
    public static byte[] Literal(byte[] name, byte[] value, int form) =>
        [(byte)((form / 4) switch { 0 => 0x40, 1 => 0x00, _ => 0x10 }), .. Text(name, (form & 1) != 0), .. Text(value, (form & 2) != 0)];

    public static byte[] Literal(string name, string value) => Literal(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value), 4);

    public static HpackField Expected(byte[] name, byte[] value, int form) =>
        new(Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value), $"{"awn"[form / 4]}{"rh"[form & 1]}{"rh"[(form >> 1) & 1]}");

    /// <summary>The code of a byte and its length: the codes in the order of length and symbol, each one more than the last.</summary>
    public static (int Code, int Length) Code(int symbol)
    {
        int code = 0, length = 0;
        byte[] lengths = HuffmanCode.Lengths.ToArray();
        foreach (int each in Enumerable.Range(0, 257).OrderBy(s => lengths[s]).ThenBy(s => s))
        {
            if (length > 0)
                code = (code + 1) << (lengths[each] - length);
            length = lengths[each];
            if (each == symbol)
                break;
        }

        return (code, length);
    }

    private static byte[] Text(byte[] bytes, bool isHuffman)
    {
        byte[] coded = isHuffman ? Huffman(bytes) : bytes;
        return [.. Integer(coded.Length, isHuffman ? 0x80 : 0), .. coded];
    }

    private static List<byte> Integer(int value, int flag)
    {
        if (value < 127)
            return [(byte)(flag | value)];
        var bytes = new List<byte> { (byte)(flag | 127) };
        for (value -= 127; value >= 128; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }

    private static byte[] Huffman(byte[] bytes)
    {
        var bits = new StringBuilder();
        foreach (byte b in bytes)
        {
            (int code, int length) = Code(b);
            bits.Append(Convert.ToString(code, 2).PadLeft(length, '0'));
        }

        while (bits.Length % 8 != 0)
            bits.Append('1');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.ToString(i * 8, 8), 2))];
    }
}
