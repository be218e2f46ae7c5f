using Vitrine.Audit.Model;
using Vitrine.Audit.Wire;

namespace Vitrine.Fuzz;

/// <summary>What an agent may put on the wire: anything is read, nothing is made up, and what is read is not more than there was.</summary>
public static class WireFuzz
{
    private const int MostFields = 32 << 20;

    private static readonly CapturedConnection Connection = new(0, "fuzz.example", 80, 0);

    /// <summary>HTTP/1, both directions.</summary>
    public static void Http1(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        ConnectionReading reading = new Http1Requests(new WireBytes(bytes, []), new Http1Answers(new WireBytes(bytes, [])), [], Connection).Read();
        Check(reading, input.Length);
        Check(WireReading.Read(new WireBytes(bytes, []), new WireBytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"u8.ToArray(), []), [], Connection),
            input.Length);
        var answers = new Http1Answers(new WireBytes(bytes, []));
        for (int i = 0; i <= input.Length && answers.Next("GET").Status != 0; i++)
            BrokenPropertyException.Unless(i < input.Length, "More answers than bytes.");
    }

    /// <summary>HTTP/2, both directions.</summary>
    public static void Http2(ReadOnlySpan<byte> input)
    {
        byte[] sent = [.. Http2Frame.Magic, .. input], answered = input.ToArray();
        ConnectionReading reading = WireReading.Read(new WireBytes(sent, []), new WireBytes(answered, []), [], Connection);
        BrokenPropertyException.Unless(reading.Protocol == "h2", "It begins with the magic.");
        Check(reading, input.Length);
        Http2Settings.Describe(reading.Preface);
        Http2Settings.Describe(input);
    }

    /// <summary>Header blocks: the first byte says into how many the rest is cut.</summary>
    public static void Hpack(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        var decoder = new HpackDecoder(256);
        var fields = new List<HpackField>();
        int step = Math.Max(1, input.Length / ((input[0] & 3) + 1));
        for (int at = 1; at < input.Length; at += step)
        {
            bool isRead = decoder.TryDecode(input.Slice(at, Math.Min(step, input.Length - at)), fields);
            BrokenPropertyException.Unless(decoder.TableSize is >= 0 and <= 256, "The table is larger than it may be.");
            if (!isRead)
                BrokenPropertyException.Unless(!decoder.TryDecode([0x82], []), "A broken decoder goes on.");
        }

        BrokenPropertyException.Unless(fields.Sum(field => (long)field.Name.Length + field.Value.Length) <= MostFields, "More came out than may.");
    }

    /// <summary>ClientHellos: the text ends, and does not depend on what is behind the hello.</summary>
    public static void Hello(ReadOnlySpan<byte> input)
    {
        string text = ClientHelloText.Of(input);
        BrokenPropertyException.Unless(text.EndsWith('\n') && text.Length <= 1000 + (input.Length * 64), "The text is longer than it can be.");
        if (HelloRecords.Read(input, out _, out _, out int end) == WireState.Complete)
            BrokenPropertyException.Unless(ClientHelloText.Of(input[..end]) == text, "The text depends on what is behind the hello.");
    }

    private static void Check(ConnectionReading reading, int length)
    {
        long bodies = reading.Exchanges.Sum(exchange => (long)exchange.Body.Length);
        BrokenPropertyException.Unless(bodies + (reading.Opaque?.Length ?? 0) <= length + Http2Frame.Magic.Length, "More was read than there was.");
        BrokenPropertyException.Unless(reading.Exchanges.All(exchange => exchange.Chunks.All(size => size >= 0)), "A size is negative.");
        BrokenPropertyException.Unless(reading.Exchanges.Count <= length, "More requests than bytes.");
    }
}
