using System.Buffers;
using System.Net;
using System.Text;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress.Capture;
using Vitrine.Egress.Naming;
using Vitrine.Egress.Rewriting;
using Vitrine.Egress.Sockets;

namespace Vitrine.Fuzz;

/// <summary>DNS messages: any bytes get no answer, or a bounded one with their id.</summary>
public static class EgressDnsFuzz
{
    private static readonly DnsResponder Responder =
        new(new NetworkPolicy(NetworkMode.Observe, []), new NameTable(64), new NoRecorder(), new RepeatFilter(64));

    /// <summary>One input.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        Span<byte> reply = stackalloc byte[DnsReply.MaximumLength];
        int length = Responder.Answer(input, reply);
        if (length != 0 && (length < DnsQuestion.HeaderLength || !reply[..2].SequenceEqual(input[..2]) || (reply[2] & 0x80) == 0))
            throw new InvalidOperationException("The answer is none to this question.");
    }

    private sealed class NoRecorder : IRecorder
    {
        public void Record(Observation observation)
        {
            byte[] entry = new Entry(Entry.CurrentVersion, "fuzz", 0, default, observation).ToUtf8();
            if (entry.Length > Entry.MaximumSize)
                throw new InvalidOperationException("The entry is too large.");
        }

        public ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IPayloadWriter CreatePayload() => throw new NotSupportedException();
    }
}

/// <summary>First bytes of a connection: never an exception, the same in any segments, and what is decided stays decided.</summary>
public static class EgressGreetingFuzz
{
    /// <summary>One input.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        GreetingKind whole = Greeting.Look(input, out ClientHello hello);
        byte[] bytes = input.ToArray();
        int cut = bytes.Length / 2;
        GreetingKind half = Greeting.Look(bytes.AsSpan(0, cut), out _);
        if (half != GreetingKind.Undecided && half != whole && bytes.Length <= ClientHello.MaximumLength)
            throw new InvalidOperationException("More bytes changed the verdict.");
        var first = new Segment(bytes.AsMemory(0, cut), null);
        var last = new Segment(bytes.AsMemory(cut), first);
        GreetingKind split = Greeting.Look(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length), out ClientHello again);
        if (bytes.Length <= ClientHello.MaximumLength && (split != whole || again != hello))
            throw new InvalidOperationException("The verdict depends on the segments.");
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            before?.Next = this;
        }
    }
}

/// <summary>Frames of a WebSocket: a bounded header or none, the same in any pieces, and what was read is written alike.</summary>
public static class EgressFrameFuzz
{
    /// <summary>One input.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        Span<byte> written = stackalloc byte[FrameHeader.MaximumLength];
        foreach (bool isMasked in (ReadOnlySpan<bool>)[true, false])
        {
            FrameReading reading = FrameHeader.Read(input, isMasked, out FrameHeader header, out int consumed);
            BrokenPropertyException.Unless(consumed <= Math.Min(input.Length, FrameHeader.MaximumLength), "A header is longer than it can be.");
            if (reading == FrameReading.Incomplete)
                BrokenPropertyException.Unless(input.Length < FrameHeader.MaximumLength, "A whole header is not seen as one.");
            if (reading != FrameReading.Complete)
                continue;
            int length = header.Write(written, isMasked);
            BrokenPropertyException.Unless(header.Length >= 0 && written[..length].SequenceEqual(input[..consumed]), "A header has two forms.");
            for (int i = 0; i < consumed; i++)
                BrokenPropertyException.Unless(FrameHeader.Read(input[..i], isMasked, out _, out _) == FrameReading.Incomplete,
                    "A part of a header is taken for all.");
        }
    }
}

/// <summary>Answers with placeholders in them: in any pieces no byte is lost, and no whole placeholder stays.</summary>
public static class EgressRewriteFuzz
{
    private static readonly byte[] Find = "[redacted:1]"u8.ToArray();
    private static readonly ReplacementTable Table = new([new(Find, "*"u8.ToArray(), null)]);
    private static readonly ReplacementTable Nothing = new([new("\u0001\u0002 never \u0003"u8.ToArray(), [], null)]);

    /// <summary>One input.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        int step = bytes.Length == 0 ? 1 : (bytes[0] % 7) + 1;
        var plain = new StreamRewriter(Table, static _ => { });
        byte[] rewritten = Collect(bytes, step, plain.Push);
        BrokenPropertyException.Unless(rewritten.AsSpan().IndexOf(Find) < 0, "A placeholder is left.");
        var whole = new StreamRewriter(Table, static _ => { });
        BrokenPropertyException.Unless(whole.Push(bytes, isLast: true).Span.SequenceEqual(rewritten), "The result depends on the pieces.");
        var events = new EventSplitter(Table, static _ => { });
        BrokenPropertyException.Unless(Collect(bytes, step, events.Push).Length <= bytes.Length, "Events grew although what goes in is shorter.");
        var idle = new EventSplitter(Nothing, static _ => { });
        if (bytes.AsSpan().IndexOf((byte)1) < 0)
            BrokenPropertyException.Unless(Collect(bytes, step, idle.Push).AsSpan().SequenceEqual(bytes), "Events lost a byte.");
    }

    private static byte[] Collect(byte[] bytes, int step, Func<ReadOnlyMemory<byte>, bool, ReadOnlyMemory<byte>> push)
    {
        var output = new MemoryStream();
        for (int at = 0; at < bytes.Length; at += step)
            output.Write(push(bytes.AsMemory(at, Math.Min(step, bytes.Length - at)), false).Span);
        output.Write(push(default, true).Span);
        return output.ToArray();
    }
}

/// <summary>Hosts and rules: what parses is canonical, and parses to itself.</summary>
public static class EgressHostFuzz
{
    /// <summary>One input.</summary>
    public static void Run(ReadOnlySpan<byte> input)
    {
        string text = Encoding.Latin1.GetString(input);
        if (HostName.TryParse(text, out HostName host)
            && (!HostName.TryParse(host.ToUriHost(), out HostName again) || again != host || host.IsAddress != IPAddress.TryParse(host.Name, out _)))
            throw new InvalidOperationException("A host is not canonical.");
        if (HostRule.TryParse(text, out HostRule? rule) && (rule.Covers(default(HostName)) || rule.Covers(rule.Host) == rule.IsWildcard))
            throw new InvalidOperationException("A rule does not cover what it says.");
    }
}
