namespace Vitrine.Core.Inspect.Decode;

/// <summary>Places within server-sent events.</summary>
internal static class SsePlace
{
    /// <summary>The number of the event at an offset, from 0: how many empty lines end before it.</summary>
    public static int EventAt(ReadOnlySpan<byte> data, int offset)
    {
        int events = 0, at = 0;
        while (at < offset)
        {
            int line = data[at..offset].IndexOf((byte)'\n');
            if (line < 0)
                return events;
            at += line + 1;
            if (at < offset && data[at] is (byte)'\n' or (byte)'\r')
                events++;
        }

        return events;
    }
}
