using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>
/// Reads a model's answer while it passes: an event stream, an array of objects, or one object. Keeps no more than one event, and of what it read the sums
/// and the names of the tools called.
/// </summary>
public sealed class AnswerReader
{
    /// <summary>The longest event, or single answer, that is read; a longer one is passed over and the result says so.</summary>
    public const int LongestEvent = 1 << 20;

    private readonly Protocol? _protocol;
    private readonly bool _isEventStream;
    private readonly PartList _parts = new();
    private byte[] _held = [];
    private int _length, _depth;
    private bool _inString, _afterBackslash, _tooLong;

    /// <summary>Begins an answer.</summary>
    /// <param name="facts">The request's host, method and target, and the answer's content type.</param>
    public AnswerReader(in BodyFacts facts)
    {
        _protocol = Protocol.Of(facts) is { Shape: BodyShape.Model } protocol ? protocol : null;
        _isEventStream = facts.IsType("text/event-stream");
    }

    /// <summary>The names of the tools that the model called, without repeats.</summary>
    public IReadOnlyList<string> Tools => _parts.Calls;

    /// <summary>Takes the next bytes, of any length.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_protocol is null)
            return;
        if (_isEventStream)
            AppendLines(bytes);
        else
            AppendObjects(bytes);
    }

    /// <summary>What the answer said; null where it is not the answer of a model.</summary>
    public BodyMeaning? Complete()
    {
        if (_protocol is not { } protocol)
            return null;
        if (_isEventStream && _length > 0)
            Line();
        return new BodyMeaning(protocol.Name, protocol.Purpose, _parts.Model, _parts.TokensIn, _parts.TokensOut, _parts.Bytes);
    }

    /// <summary>Whether something of the answer could not be read.</summary>
    public bool IsCut => _parts.IsCut || _tooLong;

    private void AppendLines(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end)
        {
            Hold(bytes[..end]);
            Line();
            bytes = bytes[(end + 1)..];
        }

        Hold(bytes);
    }

    private void Line()
    {
        ReadOnlySpan<byte> line = _held.AsSpan(0, _length);
        _length = 0;
        if (line.StartsWith("data:"u8) && line[5..].TrimStart((byte)' ') is var data && data.StartsWith("{"u8))
            Event(data);
    }

    // The end of each outermost object is found by its brackets alone; whether it is JSON shows when it is read.
    private void AppendObjects(ReadOnlySpan<byte> bytes)
    {
        int from = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte next = bytes[i];
            if (_inString)
            {
                if (_afterBackslash)
                    _afterBackslash = false;
                else if (next == '\\')
                    _afterBackslash = true;
                else if (next == '"')
                    _inString = false;
            }
            else if (next == '"')
            {
                _inString = true;
            }
            else if (next == '{' && _depth++ == 0)
            {
                from = i;
                _length = 0;
            }
            else if (next == '}' && _depth > 0 && --_depth == 0)
            {
                Hold(bytes[from..(i + 1)]);
                Event(_held.AsSpan(0, _length));
                _length = 0;
            }
        }

        if (_depth > 0)
            Hold(bytes[from..]);
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestEvent - _length)
        {
            _tooLong = true;
            bytes = bytes[..(LongestEvent - _length)];
        }

        if (_held.Length < _length + bytes.Length)
            Array.Resize(ref _held, Math.Min(LongestEvent, Math.Max(4096, 2 * (_length + bytes.Length))));
        bytes.CopyTo(_held.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Event(ReadOnlySpan<byte> json)
    {
        new ModelText(json, 0, isAnswer: true, _parts).Read();
        // Each event of the Responses stream that is not a delta repeats what the deltas said.
        if (!_isEventStream || _protocol?.Name != "openai-responses" || json.IndexOf(".delta\""u8) >= 0)
            _parts.Total();
        _parts.Clear();
    }
}
