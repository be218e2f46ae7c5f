using System.Buffers;

namespace Vitrine.Audit.Wire;

/// <summary>What one header block says.</summary>
/// <param name="Frame">The HEADERS frame that it begins with.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="End">Where what follows begins.</param>
internal sealed record Http2Block(Http2Frame Frame, List<HpackField> Fields, int End);

/// <summary>Puts header blocks together from HEADERS and CONTINUATION frames and decodes them (RFC 9113 section 4.3).</summary>
internal sealed class Http2Blocks(HpackDecoder decoder)
{
    private const int Longest = 1 << 20;

    /// <summary>Reads the block that begins with <paramref name="frame"/>. Complete with null for a block of a promise.</summary>
    public WireState Read(ReadOnlySpan<byte> bytes, Http2Frame frame, NoteList notes, out Http2Block? block)
    {
        block = null;
        if (!frame.TryUnpad(bytes, out ReadOnlySpan<byte> fragment, out int padding))
            return WireState.Malformed;
        if (padding > 0 || frame.Has(Http2Frame.Padded))
            notes.Add($"head padded by {padding}");
        if (frame.Type == FrameType.Headers && frame.Has(Http2Frame.HasPriority))
        {
            if (fragment.Length < 5)
                return WireState.Malformed;
            notes.Add($"priority {Http2Settings.Priority(fragment)}");
            fragment = fragment[5..];
        }

        int end = frame.End;
        var fields = new List<HpackField>();
        if (frame.Has(Http2Frame.EndHeaders))
        {
            block = new Http2Block(frame, fields, end);
            return decoder.TryDecode(fragment, fields) ? WireState.Complete : WireState.Malformed;
        }

        var joined = new ArrayBufferWriter<byte>();
        joined.Write(fragment);
        int continuations = 0;
        Http2Frame next;
        do
        {
            if (!Http2Frame.TryRead(bytes, end, out next))
                return WireState.Incomplete;
            if (next.Type != FrameType.Continuation || next.Stream != frame.Stream || joined.WrittenCount > Longest || ++continuations > 10_000)
                return WireState.Malformed;
            joined.Write(next.Payload(bytes));
            end = next.End;
        }
        while (!next.Has(Http2Frame.EndHeaders));
        notes.Add($"head in {continuations + 1} frames");
        block = new Http2Block(frame, fields, end);
        return decoder.TryDecode(joined.WrittenSpan, fields) ? WireState.Complete : WireState.Malformed;
    }
}
