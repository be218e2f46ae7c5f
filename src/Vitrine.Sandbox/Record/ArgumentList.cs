using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Sandbox.Record;

/// <summary>The argv of a program about to run, within bounds: the agent chooses how long it is.</summary>
internal readonly record struct ArgumentList(IReadOnlyList<string> Arguments, bool IsCut)
{
    private const int MostArguments = 256, MostBytes = 16 * 1024, LongestArgument = 4096;

    /// <summary>Reads it from a waiting thread.</summary>
    public static ArgumentList Read(int thread, ulong address)
    {
        var arguments = new List<string>();
        Span<byte> pointer = stackalloc byte[8];
        Span<byte> text = stackalloc byte[LongestArgument];
        int total = 0;
        while (address != 0 && TracedMemory.TryRead(thread, address + ((ulong)arguments.Count * 8), pointer))
        {
            ulong at = BinaryPrimitives.ReadUInt64LittleEndian(pointer);
            if (at == 0)
                return new ArgumentList(arguments, false);
            int length = TracedMemory.ReadText(thread, at, text);
            total += Math.Max(length, 0);
            if (length < 0 || total > MostBytes || arguments.Count == MostArguments)
                break;
            arguments.Add(Encoding.UTF8.GetString(text[..length]));
            if (length == LongestArgument)
                break;
        }

        return new ArgumentList(arguments, true);
    }
}
