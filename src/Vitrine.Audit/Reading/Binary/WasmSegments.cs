namespace Vitrine.Audit.Reading.Binary;

/// <summary>Sections of a WebAssembly module that hold strings: data, imports, exports, custom ones (WebAssembly core specification, 5.5).</summary>
internal static class WasmSegments
{
    public static IEnumerable<(int Offset, ReadOnlyMemory<byte> Data)> Of(ReadOnlyMemory<byte> module)
    {
        int at = 8;
        while (at < module.Length)
        {
            byte id = module.Span[at++];
            if (!Leb(module.Span, ref at, out uint size) || size > module.Length - at)
                yield break;
            // 0 custom, 2 imports, 7 exports, 11 data; code (10) holds no strings.
            if (id is 0 or 2 or 7 or 11)
                yield return (at, module.Slice(at, (int)size));
            at += (int)size;
        }
    }

    private static bool Leb(ReadOnlySpan<byte> bytes, ref int at, out uint value)
    {
        value = 0;
        for (int shift = 0; shift < 35 && at < bytes.Length; shift += 7)
        {
            byte one = bytes[at++];
            value |= (uint)(one & 0x7f) << shift;
            if (one < 0x80)
                return true;
        }

        return false;
    }
}
