using Vitrine.Sandbox.Terminal;

namespace Vitrine.Fuzz;

/// <summary>
/// The terminal filter with arbitrary bytes. The first byte chooses how the rest is split. What must hold: no exception, nothing but what
/// <see cref="TerminalOutputScan"/> accepts, no more bytes than came in, the same output however it is split, and a second filter changes nothing.
/// </summary>
public static class TerminalFuzz
{
    /// <summary>Runs one input.</summary>
    /// <exception cref="InvalidOperationException">A property doesn't hold.</exception>
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        int size = (data[0] & 0x7F) + 1;
        bool allowClipboard = data[0] >= 0x80;
        ReadOnlySpan<byte> stream = data[1..];

        byte[] whole = Filter(stream, stream.Length, allowClipboard, out byte[] end, out _);
        byte[] split = Filter(stream, size, allowClipboard, out byte[] splitEnd, out _);
        Require(whole.AsSpan().SequenceEqual(split) && end.AsSpan().SequenceEqual(splitEnd), "A split changes the output.");
        Require(whole.Length <= stream.Length, "The output is longer than the input.");
        TerminalOutputScan.Check(whole, allowClipboard);
        TerminalOutputScan.Check(end, allowClipboard);
        byte[] again = Filter(whole, whole.Length, allowClipboard, out byte[] endAgain, out long dropped);
        Require(whole.AsSpan().SequenceEqual(again) && end.AsSpan().SequenceEqual(endAgain) && dropped == 0, "A second filter finds something to drop.");
    }

    private static byte[] Filter(ReadOnlySpan<byte> stream, int size, bool allowClipboard, out byte[] end, out long dropped)
    {
        var filter = new TerminalFilter(allowClipboard);
        var output = new List<byte>(stream.Length);
        while (!stream.IsEmpty)
        {
            ReadOnlySpan<byte> piece = stream[..Math.Min(size, stream.Length)];
            var buffer = new byte[filter.MaximumOutput(piece.Length)];
            output.AddRange(buffer.AsSpan(0, filter.Write(piece, buffer)));
            stream = stream[piece.Length..];
        }

        var last = new byte[TerminalFilter.MaximumFinish];
        end = last[..filter.Finish(last)];
        dropped = filter.Dropped.Values.Sum();
        return [.. output];
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException(what);
    }
}
