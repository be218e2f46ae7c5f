using System.Buffers.Binary;

namespace Vitrine.Tests.Sandbox.Seccomp;

/// <summary>Runs a classic BPF program over struct seccomp_data, as the kernel would; only the instructions that seccomp filters use.</summary>
internal static class BpfInterpreter
{
    public static uint Run(ReadOnlySpan<byte> program, int number, uint architecture, params ReadOnlySpan<ulong> arguments)
    {
        Span<byte> data = stackalloc byte[64];
        data.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data[4..], architecture);
        for (int i = 0; i < arguments.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(data[(16 + (i * 8))..], arguments[i]);
        uint accumulator = 0;
        for (int at = 0; at < program.Length / 8; at++)
        {
            ReadOnlySpan<byte> instruction = program.Slice(at * 8, 8);
            uint k = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(instruction))
            {
                case 0x20:
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)k..]);
                    break;
                case 0x54:
                    accumulator &= k;
                    break;
                case 0x06:
                    return k;
                case 0x15:
                    at += accumulator == k ? instruction[2] : instruction[3];
                    break;
                case 0x35:
                    at += accumulator >= k ? instruction[2] : instruction[3];
                    break;
                case 0x45:
                    at += (accumulator & k) != 0 ? instruction[2] : instruction[3];
                    break;
                default:
                    throw new InvalidOperationException("An instruction that no seccomp filter has.");
            }
        }

        throw new InvalidOperationException("The program runs off its end.");
    }
}
