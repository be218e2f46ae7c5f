using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Goes through JSON to say the pointer of a place. It goes forward only, so that many places in order cost one pass.</summary>
internal sealed class PointerWalk(int container)
{
    // A place is for people and for the record: more is cut.
    private const int MostName = 64;
    private const int MostPlace = 400;
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    private readonly List<Frame> _frames = [];
    private int _values;
    private bool _isOnString;

    /// <summary>The piece that it goes through.</summary>
    public int Container => container;

    /// <summary>Where it is.</summary>
    public int At { get; private set; }

    /// <summary>Goes to the token that starts at <paramref name="target"/>; for a string that is its inside.</summary>
    public void MoveTo(ReadOnlySpan<byte> data, int target)
    {
        if (_isOnString && At < target)
        {
            _isOnString = false;
            EndValue();
        }

        while (At < target)
        {
            // Behind most tokens there is a colon at most before the next.
            int step = data[At] == ':' && At + 1 < data.Length && data[At + 1] == '"'
                ? 1
                : data[At] is (byte)'"' or (byte)','
                    ? 0
                    : data[At..].IndexOfAny(Structure);
            if (step < 0 || At + step >= target)
            {
                At = target;
                return;
            }

            At += step;
            switch (data[At])
            {
                case (byte)'"':
                    int start = At + 1, end = JsonSkip.StringEnd(data, start);
                    end = end < 0 ? data.Length : end;
                    if (_frames.Count > 0 && _frames[^1] is { IsObject: true, IsNameNext: true } frame)
                        _frames[^1] = frame with { IsNameNext = false, Name = new TextRange(start, end - start) };
                    At = end + 1;
                    // A string at the top is the value itself, and only a later place has it behind.
                    _isOnString = start >= target;
                    if (_isOnString)
                        return;
                    EndValue();
                    break;
                case (byte)'{' or (byte)'[':
                    _frames.Add(new Frame(data[At] == '{', true, 0, default));
                    At++;
                    break;
                case (byte)',':
                    if (_frames.Count > 0)
                        _frames[^1] = _frames[^1] with { IsNameNext = true, Index = _frames[^1].Index + 1 };
                    At++;
                    break;
                default:
                    if (_frames.Count > 0)
                        _frames.RemoveAt(_frames.Count - 1);
                    At++;
                    EndValue();
                    break;
            }
        }
    }

    /// <summary>The pointer of the place.</summary>
    public string Pointer(ReadOnlySpan<byte> data, HashSet<(int Container, int Start)> hidden)
    {
        var pointer = new StringBuilder();
        if (_values > 0)
            pointer.Append(CultureInfo.InvariantCulture, $"[{_values}]");
        foreach (Frame each in _frames)
        {
            pointer.Append('/');
            if (!each.IsObject)
                pointer.Append(CultureInfo.InvariantCulture, $"{each.Index}");
            else if (hidden.Contains((container, each.Name.Start)))
                pointer.Append('*');
            else
                PlaceName.Append(pointer, Layer.JsonString, data.Slice(each.Name.Start, Math.Min(each.Name.Length, MostName)), each.Name.Length > MostName);
            if (pointer.Length > MostPlace)
                return pointer.Append('…').ToString();
        }

        return pointer.ToString();
    }

    private void EndValue() => _values += _frames.Count == 0 ? 1 : 0;

    private readonly record struct Frame(bool IsObject, bool IsNameNext, int Index, TextRange Name);
}
