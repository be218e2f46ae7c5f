using System.Numerics;

namespace Vitrine.Audit.Reading.Hiding;

/// <summary>Ways in which one key byte masks many.</summary>
internal enum ByteMask
{
    /// <summary>XOR.</summary>
    Xor,

    /// <summary>Addition.</summary>
    Add,

    /// <summary>XOR with key and index.</summary>
    XorIndex,

    /// <summary>XOR with the sum of key and index.</summary>
    XorSum,

    /// <summary>Addition of key and index.</summary>
    AddIndex,

    /// <summary>XOR with the masked byte before; the key for the first.</summary>
    XorChained,

    /// <summary>XOR, each byte turned by four bits.</summary>
    XorSwapped,
}

/// <summary>Undoes them.</summary>
internal static class ByteMasks
{
    public static ReadOnlySpan<ByteMask> All =>
        [ByteMask.Xor, ByteMask.Add, ByteMask.XorIndex, ByteMask.XorSum, ByteMask.AddIndex, ByteMask.XorChained, ByteMask.XorSwapped];

    public static byte Undo(ByteMask mask, ReadOnlySpan<byte> masked, int at, int index, byte key) => mask switch
    {
        ByteMask.Xor => (byte)(masked[at] ^ key),
        ByteMask.Add => (byte)(masked[at] - key),
        ByteMask.XorIndex => (byte)(masked[at] ^ key ^ index),
        ByteMask.XorSum => (byte)(masked[at] ^ (key + index)),
        ByteMask.AddIndex => (byte)(masked[at] - key - index),
        ByteMask.XorChained => (byte)(masked[at] ^ (index == 0 ? key : masked[at - 1])),
        _ => (byte)(BitOperations.RotateLeft((uint)masked[at] * 0x01010101u, 4) ^ key),
    };

    public static string Name(ByteMask mask) => mask switch
    {
        ByteMask.Xor => "xor",
        ByteMask.Add => "minus",
        ByteMask.XorIndex => "xor index and",
        ByteMask.XorSum => "xor index plus",
        ByteMask.AddIndex => "minus index and",
        ByteMask.XorChained => "xor byte before, first",
        _ => "nibbles swapped, xor",
    };
}
