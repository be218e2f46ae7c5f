using System.Text;
using System.Text.Json;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Recall;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Inspect.DecodeMemory;

public sealed class InspectorTests
{
    private const string Needle = "canary-secret-value";

    [Fact]
    public void A_resent_history_costs_what_is_new_and_finds_the_same()
    {
        var detector = new NeedleDetector(Needle);
        var inspector = new BodyInspector([detector], new PieceMemory());
        var plain = new BodyInspector([new NeedleDetector(Needle)]);
        List<string> history = [];
        for (int turn = 0; turn < 20; turn++)
        {
            history.Add(string.Join('\n', Enumerable.Repeat($"line of turn {turn}", 200))
                + (turn % 3 == 0 ? " " + Convert.ToBase64String(Encoding.UTF8.GetBytes("x " + Needle + " y")) : ""));
            byte[] body = Body(history);
            detector.Searched = 0;
            BodyFindings remembered = inspector.Inspect(body), fresh = plain.Inspect(body);
            Assert.Equal(fresh.Secrets.OrderBy(each => each.Place), remembered.Secrets.OrderBy(each => each.Place));
            Assert.Equal((turn / 3) + 1, remembered.Secrets.Count);
            Assert.All(remembered.Secrets, each => Assert.Equal("base64", each.Encoding));
            Assert.True(detector.Searched < 2 * history[^1].Length, $"turn {turn} searched {detector.Searched}");
        }

        detector.Version++;
        detector.Searched = 0;
        inspector.Inspect(Body(history));
        Assert.True(detector.Searched > 20 * 200 * 10);
    }

    [Fact]
    public void A_mark_that_moves_leaves_the_long_strings_known()
    {
        var detector = new NeedleDetector(Needle);
        var inspector = new BodyInspector([detector], new PieceMemory());
        string text = new string('a', 5000) + Needle;
        inspector.Inspect(JsonSerializer.SerializeToUtf8Bytes(new { messages = new object[] { new { content = text, mark = "here" } } }));
        detector.Searched = 0;
        BodyFindings found = inspector.Inspect(JsonSerializer.SerializeToUtf8Bytes(new { messages = new object[] { new { content = text } } }));
        Assert.True(detector.Searched < 100);
        Assert.Equal("/messages/0/content", Assert.Single(found.Secrets).Place);
    }

    [Fact]
    public void A_secret_in_a_name_is_in_no_place()
    {
        var inspector = new BodyInspector([new NeedleDetector(Needle)], new PieceMemory());
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            list = new[] { new Dictionary<string, object> { [Needle] = new { inner = Needle
            + new string('x', 300) } } }
        });
        for (int i = 0; i < 2; i++)
        {
            BodyFindings found = inspector.Inspect(body);
            Assert.Equal(2, found.Secrets.Count);
            Assert.All(found.Secrets, each => Assert.DoesNotContain(Needle, each.Place, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Many_findings_are_cut_and_said()
    {
        BodyFindings found = new BodyInspector([new NeedleDetector(Needle)]).Inspect(Body([.. Enumerable.Repeat(Needle, 1000)]));
        Assert.True(found.IsCut && found.Secrets.Count < 1000);
    }

    [Fact]
    public void The_memory_is_bounded()
    {
        var memory = new PieceMemory(96 * 100);
        var inspector = new BodyInspector([], memory);
        for (int i = 0; i < 50; i++)
            inspector.Inspect(Body([.. Enumerable.Range(0, 20).Select(each => new string((char)('a' + each), 300 + i))]));
        Assert.InRange(memory.Count, 1, 110);
    }

    [Fact]
    public void The_hash_is_the_polynomial_and_tells_texts_apart()
    {
        var hash = new PieceHash(UInt128.Parse("243f6a8885a308d313198a2e03707344", System.Globalization.NumberStyles.HexNumber));
        HashSet<UInt128> seen = [];
        byte[] data = new byte[300];
        for (int length = 0; length < data.Length; length++)
            Assert.True(seen.Add(hash.Of(data.AsSpan(0, length), 0)) && seen.Add(hash.Of(data.AsSpan(0, length), 1)));
        for (int bit = 0; bit < data.Length * 8; bit++)
        {
            data[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(seen.Add(hash.Of(data, 0)));
            data[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(new UInt128(0, 5), new UInt128(PieceHash.Carryless(3, 3)[1], PieceHash.Carryless(3, 3)[0]));
    }

    [Fact]
    public void The_hash_is_that_of_the_definition_at_every_length()
    {
        var random = new Random(11);
        byte[] data = new byte[700], key = new byte[16];
        random.NextBytes(data);
        random.NextBytes(key);
        UInt128 secret = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(key);
        var hash = new PieceHash(secret);
        for (int length = 0; length < data.Length; length += 7)
            Assert.Equal(Defined(data.AsSpan(0, length), 9, secret), hash.Of(data.AsSpan(0, length), 9));
    }

    // Horner's rule, bit by bit.
    private static UInt128 Defined(ReadOnlySpan<byte> data, ulong domain, UInt128 key)
    {
        UInt128 state = 0;
        Span<byte> block = stackalloc byte[16];
        for (int at = 0; at < data.Length; at += 16)
        {
            block.Clear();
            data[at..Math.Min(at + 16, data.Length)].CopyTo(block);
            state = Times(state ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(block), key);
        }

        return Times(state ^ new UInt128(domain, (ulong)data.Length), key);
    }

    private static UInt128 Times(UInt128 left, UInt128 right)
    {
        UInt128 product = 0;
        for (int bit = 127; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 127) != 0 ? (UInt128)0x87 : 0);
            product ^= ((right >> bit) & 1) != 0 ? left : 0;
        }

        return product;
    }

    [Fact]
    public void A_conversation_that_is_changed_anywhere_is_judged_as_if_it_were_new()
    {
        var random = new Random(4);
        var inspector = new BodyInspector([new NeedleDetector(Needle)], new PieceMemory());
        var plain = new BodyInspector([new NeedleDetector(Needle)]);
        List<string> history = [.. Enumerable.Range(0, 12).Select(turn => $"message {turn} " + new string((char)('a' + turn), random.Next(10, 900)))];
        for (int turn = 0; turn < 400; turn++)
        {
            int at = random.Next(history.Count);
            switch (random.Next(5))
            {
                case 0:
                    history[at] = history[at].Insert(random.Next(history[at].Length), random.Next(2) == 0 ? Needle : "\"");
                    break;
                case 1:
                    history[at] = "short again " + turn;
                    break;
                case 2 when history.Count > 6:
                    history.RemoveAt(at);
                    break;
                default:
                    history.Add($"turn {turn} " + new string('z', random.Next(700)));
                    break;
            }

            byte[] body = Body(history);
            if (random.Next(4) == 0)
                body[random.Next(body.Length)] = (byte)random.Next(128);
            BodyFindings remembered = inspector.Inspect(body), fresh = plain.Inspect(body);
            Assert.Equal(fresh.Secrets.OrderBy(each => each.Place), remembered.Secrets.OrderBy(each => each.Place));
            Assert.Equal(fresh.Unscanned.OrderBy(each => each.Place), remembered.Unscanned.OrderBy(each => each.Place));
        }
    }

    [Fact]
    public void Conversations_at_the_same_time_do_not_disturb_each_other()
    {
        var inspector = new BodyInspector([new NeedleDetector(Needle)], new PieceMemory());
        Parallel.For(0, 8, conversation =>
        {
            List<string> history = [];
            for (int turn = 0; turn < 60; turn++)
            {
                history.Add($"{conversation} of {turn} " + new string('q', 400) + (turn % 5 == conversation % 5 ? Needle : ""));
                Assert.Equal(history.Count(each => each.EndsWith(Needle, StringComparison.Ordinal)), inspector.Inspect(Body(history)).Secrets.Count);
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void What_is_split_over_events_is_found_once(int size)
    {
        var tails = new StreamTails([new NeedleDetector(Needle)]);
        string text = new string('a', 2000) + Needle + new string('b', 2000);
        int found = 0;
        for (int at = 0; at < text.Length; at += size)
        {
            string delta = JsonSerializer.Serialize(new { type = "delta", delta = new { text = text.Substring(at, Math.Min(size, text.Length - at)) } });
            using DecodedBody decoded = BodyDecoder.Decode(Encoding.UTF8.GetBytes($"event: delta\ndata: {delta}\n\n"), new BodyHead("text/event-stream", null));
            found += tails.Follow(decoded).Secrets.Count;
        }

        Assert.Equal(1, found);
    }

    private static byte[] Body(List<string> texts) =>
        JsonSerializer.SerializeToUtf8Bytes(new { model = "m", messages = texts.Select(each => new { role = "user", content = each }) });
}
