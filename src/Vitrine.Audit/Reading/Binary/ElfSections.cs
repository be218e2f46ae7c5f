using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Audit.Reading.Binary;

/// <summary>A section of an ELF file.</summary>
internal readonly record struct ElfSection(string Name, uint Type, bool IsCode, ulong Address, int Offset, int Size);

/// <summary>The section table of a 64-bit little-endian ELF file (System V ABI, chapter 4). What lies outside the file is left out.</summary>
internal static class ElfSections
{
    private const int Most = 4096;
    private const uint NoBits = 8;

    public static List<ElfSection> Read(ReadOnlySpan<byte> file)
    {
        var sections = new List<ElfSection>();
        // 2: 64 bits; 1: little-endian.
        if (file.Length < 64 || file[4] != 2 || file[5] != 1)
            return sections;
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(file[40..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file[60..]);
        int names = BinaryPrimitives.ReadUInt16LittleEndian(file[62..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(file[58..]) != 64
            || count > Most
            || table > (ulong)file.Length
            || table + ((ulong)count * 64) > (ulong)file.Length)
            return sections;
        ReadOnlySpan<byte> headers = file.Slice((int)table, count * 64);
        ReadOnlySpan<byte> text = names < count && Range(headers.Slice(names * 64, 64), file.Length) is (int start, int size) ? file.Slice(start, size) : [];
        for (int at = 0; at < count; at++)
        {
            ReadOnlySpan<byte> header = headers.Slice(at * 64, 64);
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (type is 0 or NoBits || Range(header, file.Length) is not (int offset, int length))
                continue;
            uint name = BinaryPrimitives.ReadUInt32LittleEndian(header);
            sections.Add(new ElfSection(Name(text, name), type, (BinaryPrimitives.ReadUInt64LittleEndian(header[8..]) & 4) != 0,
                BinaryPrimitives.ReadUInt64LittleEndian(header[16..]), offset, length));
        }

        return sections;
    }

    private static (int Offset, int Size)? Range(ReadOnlySpan<byte> header, int length)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        return offset <= (ulong)length && size <= (ulong)length - offset ? ((int)offset, (int)size) : null;
    }

    private static string Name(ReadOnlySpan<byte> text, uint at)
    {
        if (at >= text.Length)
            return "";
        ReadOnlySpan<byte> rest = text[(int)at..];
        int end = rest.IndexOf((byte)0);
        return Encoding.ASCII.GetString(rest[..Math.Min(end < 0 ? rest.Length : end, 64)]);
    }
}
