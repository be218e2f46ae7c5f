using System.Globalization;

namespace Vitrine.Audit.Wire;

/// <summary>Reads what was answered over HTTP/2: the status of each stream, and when its last frame was written.</summary>
internal static class Http2Answers
{
    private const int Most = 100_000;

    /// <summary>Reads all that there is; <paramref name="table"/> is what the client allows.</summary>
    public static Dictionary<int, WireAnswer> Read(WireBytes bytes, int table)
    {
        var answers = new Dictionary<int, WireAnswer>();
        var left = new Dictionary<int, long>();
        var blocks = new Http2Blocks(new HpackDecoder(table));
        var notes = new NoteList();
        for (int at = 0; Http2Frame.TryRead(bytes.Span, at, out Http2Frame frame);)
        {
            at = frame.End;
            WireAnswer answer = answers.GetValueOrDefault(frame.Stream);
            if (frame.Type == FrameType.Headers)
            {
                if (blocks.Read(bytes.Span, frame, notes, out Http2Block? block) != WireState.Complete)
                    break;
                at = block!.End;
                foreach (HpackField field in block.Fields)
                {
                    if (field.Name == ":status" && int.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status >= 200)
                        answer = answer with { Status = status };
                    if (field.Name == "content-length"
                        && left.Count < Most
                        && long.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
                        left[frame.Stream] = length;
                }
            }

            // A client that has all that was announced may reset the stream before the frame that ends it is written.
            if (frame.Type == FrameType.Data
                && left.TryGetValue(frame.Stream, out long missing)
                && frame.TryUnpad(bytes.Span, out ReadOnlySpan<byte> data, out _))
                left[frame.Stream] = missing - data.Length;
            bool ends = (frame.Type == FrameType.Data && left.GetValueOrDefault(frame.Stream, -1) == 0)
                || (frame.Type is FrameType.Headers or FrameType.Data && frame.Has(Http2Frame.EndStream))
                || frame.Type == FrameType.ResetStream;
            if (ends && answer.EndedAt is null)
                answer = answer with { EndedAt = bytes.AtEnd(at) };
            if (answer != default && (answers.Count < Most || answers.ContainsKey(frame.Stream)))
                answers[frame.Stream] = answer;
        }

        return answers;
    }
}
