namespace Vitrine.Audit.Reading.Hiding;

/// <summary>Ways in which a repeated key masks bytes.</summary>
internal enum KeyMask
{
    /// <summary>XOR.</summary>
    Xor,

    /// <summary>XOR with key and index.</summary>
    XorIndex,

    /// <summary>XOR with key and the index's lowest three bits.</summary>
    XorIndex8,

    /// <summary>XOR with key and the index's lowest four bits.</summary>
    XorIndex16,

    /// <summary>XOR with the sum of key and index.</summary>
    XorSum,

    /// <summary>Addition.</summary>
    Add,

    /// <summary>Subtraction.</summary>
    Subtract,

    /// <summary>Addition of key and index.</summary>
    AddIndex,
}

/// <summary>Undoes them.</summary>
internal static class KeyMasks
{
    /// <summary>All.</summary>
    public static ReadOnlySpan<KeyMask> All =>
        [KeyMask.Xor, KeyMask.XorIndex, KeyMask.XorIndex8, KeyMask.XorIndex16, KeyMask.XorSum, KeyMask.Add, KeyMask.Subtract, KeyMask.AddIndex];

    /// <summary>Those that are used over bytes that are no text.</summary>
    public static ReadOnlySpan<KeyMask> OfBytes => [KeyMask.Xor, KeyMask.XorIndex, KeyMask.Add];

    public static byte Undo(KeyMask mask, byte masked, byte key, int index) => unchecked(mask switch
    {
        KeyMask.Xor => (byte)(masked ^ key),
        KeyMask.XorIndex => (byte)(masked ^ key ^ index),
        KeyMask.XorIndex8 => (byte)(masked ^ key ^ (index & 7)),
        KeyMask.XorIndex16 => (byte)(masked ^ key ^ (index & 15)),
        KeyMask.XorSum => (byte)(masked ^ (key + index)),
        KeyMask.Add => (byte)(masked - key),
        KeyMask.Subtract => (byte)(masked + key),
        _ => (byte)(masked - key - index),
    });

    /// <summary>What can be undone without the key.</summary>
    public static byte Prepare(KeyMask mask, byte masked, int index) => mask == KeyMask.XorSum ? masked : Undo(mask, masked, 0, index);

    public static byte[] Undo(KeyMask mask, ReadOnlySpan<byte> masked, int[]? index, byte[] key)
    {
        byte[] plain = new byte[masked.Length];
        for (int at = 0; at < plain.Length; at++)
        {
            int place = index?[at] ?? at;
            plain[at] = Undo(mask, masked[at], key[place % key.Length], place);
        }

        return plain;
    }

    public static string Name(KeyMask mask) => mask switch
    {
        KeyMask.Xor => "xor",
        KeyMask.XorIndex => "xor index and",
        KeyMask.XorIndex8 => "xor index & 7 and",
        KeyMask.XorIndex16 => "xor index & 15 and",
        KeyMask.XorSum => "xor index plus",
        KeyMask.Add => "minus",
        KeyMask.Subtract => "plus",
        _ => "minus index and",
    };
}
