using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Terminal;

/// <summary>How a read or write of a terminal went.</summary>
internal enum Transfer
{
    /// <summary>Some bytes went over.</summary>
    Done,

    /// <summary>Nothing to read, or no room to write, at the moment.</summary>
    Later,

    /// <summary>The other side is gone (EIO, or end of file), or the descriptor isn't made for it.</summary>
    Gone,
}

/// <summary>Reading and writing of one descriptor, with the outcomes that a relay tells apart.</summary>
internal static unsafe class TerminalDescriptor
{
    public static Transfer Read(int descriptor, Span<byte> buffer, out int count)
    {
        nint result;
        fixed (byte* pointer = buffer)
            result = TerminalNative.Read(descriptor, pointer, (nuint)buffer.Length);
        return Outcome(result, out count);
    }

    public static Transfer Write(int descriptor, ReadOnlySpan<byte> bytes, out int count)
    {
        nint result;
        fixed (byte* pointer = bytes)
            result = TerminalNative.Write(descriptor, pointer, (nuint)bytes.Length);
        return Outcome(result, out count);
    }

    private static Transfer Outcome(nint result, out int count)
    {
        count = (int)Math.Max(0, result);
        if (result > 0)
            return Transfer.Done;
        return result < 0 && Marshal.GetLastPInvokeError() is TerminalNative.EAGAIN or TerminalNative.EINTR ? Transfer.Later : Transfer.Gone;
    }
}
