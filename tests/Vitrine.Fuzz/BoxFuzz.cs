using Vitrine.Sandbox.Record;

namespace Vitrine.Fuzz;

/// <summary>What the recorder reads out of the agent's memory.</summary>
internal static class BoxFuzz
{
    /// <summary>A socket address of any bytes is read or is none.</summary>
    public static void SocketAddress(ReadOnlySpan<byte> input)
    {
        SocketAddressText? address = SocketAddressText.Parse(input[..Math.Min(input.Length, SocketAddressText.Maximum)]);
        BrokenPropertyException.Unless(address is not { } known || known.Family is "ipv4" or "ipv6" or "unix", "an address has a family that is recorded");
    }

    /// <summary>A tidied path never grows, has no empty and no <c>.</c> part, and stays as it is when tidied again.</summary>
    public static void Tidy(ReadOnlySpan<byte> input)
    {
        byte[] path = [(byte)'/', .. input];
        int length = TracedPath.Tidy(path, path.Length);
        ReadOnlySpan<byte> once = path.AsSpan(0, length);
        BrokenPropertyException.Unless(length <= input.Length + 1 && once.IndexOf("//"u8) < 0 && once.IndexOf("/./"u8) < 0, "no empty part");
        byte[] again = once.ToArray();
        int second = TracedPath.Tidy(again, again.Length);
        BrokenPropertyException.Unless(once.SequenceEqual(again.AsSpan(0, second)), "tidying is idempotent");
    }
}
