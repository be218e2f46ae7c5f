using System.Buffers.Binary;

namespace Vitrine.Sandbox.Seccomp;

/// <summary>
/// Assembles a classic BPF program for seccomp(2): a list of (code, jt, jf, k) instructions of eight bytes. Jumps are to labels, forward only,
/// as the kernel demands; a jump out of reach (255 instructions) is an error here and not a wrong filter there.
/// </summary>
internal sealed class BpfProgram
{
    private readonly List<(ushort Code, string? True, string? False, uint K)> _code = [];
    private readonly Dictionary<string, int> _labels = [];

    /// <summary>Loads a 32-bit word of struct seccomp_data.</summary>
    public void Load(int offset) => _code.Add((0x20, null, null, (uint)offset));

    /// <summary>A &amp;= mask.</summary>
    public void And(uint mask) => _code.Add((0x54, null, null, mask));

    /// <summary>Ends with an action.</summary>
    public void Return(uint action) => _code.Add((0x06, null, null, action));

    /// <summary>Jumps if A equals the value, else to the other label; null goes on with the next instruction.</summary>
    public void IfEqual(uint value, string? then, string? otherwise = null) => _code.Add((0x15, then, otherwise, value));

    /// <summary>Jumps if A &gt;= value (unsigned).</summary>
    public void IfAtLeast(uint value, string? then, string? otherwise = null) => _code.Add((0x35, then, otherwise, value));

    /// <summary>Jumps if A &amp; bits is not zero.</summary>
    public void IfAnySet(uint bits, string? then, string? otherwise = null) => _code.Add((0x45, then, otherwise, bits));

    /// <summary>Names the next instruction.</summary>
    public void Label(string name) => _labels.Add(name, _code.Count);

    /// <summary>Number of instructions.</summary>
    public int Length => _code.Count;

    /// <summary>The program as the kernel reads it.</summary>
    /// <exception cref="InvalidOperationException">A label is missing, lies behind, or is too far.</exception>
    public byte[] Assemble()
    {
        var bytes = new byte[_code.Count * 8];
        for (int i = 0; i < _code.Count; i++)
        {
            (ushort code, string? whenTrue, string? whenFalse, uint k) = _code[i];
            Span<byte> at = bytes.AsSpan(i * 8, 8);
            BinaryPrimitives.WriteUInt16LittleEndian(at, code);
            at[2] = Distance(i, whenTrue);
            at[3] = Distance(i, whenFalse);
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], k);
        }

        return bytes;
    }

    private byte Distance(int from, string? label)
    {
        if (label is null)
            return 0;
        int distance = _labels[label] - from - 1;
        return distance is >= 0 and <= 255 ? (byte)distance : throw new InvalidOperationException($"The jump to '{label}' spans {distance} instructions.");
    }
}
