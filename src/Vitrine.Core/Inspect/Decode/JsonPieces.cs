using System.Runtime.CompilerServices;
using Vitrine.Core.Inspect.Recall;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>
/// Lays the strings, names and long numbers of JSON down. Lenient where a server might be: several values in a row (so NDJSON too), control
/// characters and odd escapes in strings, duplicate names. What is no JSON even so is left to the caller, who searches it as text.
/// </summary>
internal ref struct JsonPieces(Decoding decoding, int container, int start = 0)
{
    /// <summary>Arrays and objects in each other. Beyond it the whole is searched as text.</summary>
    public const int MaxNesting = 512;

    // Shorter numbers hold nothing worth the place: a telephone number has seven digits or more.
    private const int LeastNumber = 6;
    private readonly ReadOnlySpan<byte> _data = decoding.Data(container);
    private readonly ulong[] _objects = new ulong[MaxNesting / 64];
    private int _at = start;
    private int _depth;
    private int _unitEnd;

    /// <summary>Reads it.</summary>
    /// <returns>Whether it was JSON; else the caller goes back to where it was.</returns>
    public bool Read()
    {
        SkipSpace();
        if (_at >= _data.Length)
            return false;
        while (_at < _data.Length)
        {
            if (!Value())
                return false;
            SkipSpace();
            if (_at < _data.Length && _data[_at] == ',')
                return false;
        }

        return true;
    }

    // One value with all that is in it.
    private bool Value()
    {
        int floor = _depth, unitStart = -1, firstPiece = 0, firstSkipped = 0, unitDepth = 0;
        UInt128 unitKey = 0;
        while (true)
        {
            SkipSpace();
            if (_at >= _data.Length)
                return false;
            byte first = _data[_at];
            if (first is (byte)'{' or (byte)'[')
            {
                if (decoding.Memory is { } view && _at >= _unitEnd && _depth is > 0 and <= 3 && !InObject && unitStart < 0)
                {
                    if (Unit(view, _at, UnitKind.Element, out int end, out UInt128 key))
                    {
                        if (view.TryGet(key, out PieceVerdict? known))
                        {
                            decoding.AddKnown(container, new TextRange(_at, end - _at), Role.Value, known);
                            _at = end;
                            goto Closed;
                        }

                        (unitStart, unitKey, unitDepth, _unitEnd) = (_at, key, _depth, end);
                        (firstPiece, firstSkipped) = (decoding.Count, decoding.Skipped.Count);
                    }
                }

                if (_depth >= MaxNesting)
                    return false;
                _at++;
                Push(first == '{');
                SkipSpace();
                if (_at < _data.Length && _data[_at] == (first == '{' ? '}' : ']'))
                {
                    _at++;
                    _depth--;
                }
                else if (first == '{')
                {
                    if (!Name())
                        return false;
                    continue;
                }
                else
                {
                    continue;
                }
            }
            else if (!Scalar(first))
            {
                return false;
            }

        Closed:
            while (true)
            {
                if (unitStart >= 0 && _depth == unitDepth)
                {
                    if (_at == _unitEnd)
                        decoding.Remembered.Add(new RememberedUnit(unitKey, container, unitStart, firstPiece, decoding.Count, firstSkipped,
                            decoding.Skipped.Count));
                    unitStart = -1;
                }

                if (_depth == floor)
                    return true;
                SkipSpace();
                if (_at >= _data.Length)
                    return false;
                byte next = _data[_at++];
                if (next == ',')
                {
                    if (InObject && !Name())
                        return false;
                    break;
                }

                if (next != (InObject ? '}' : ']'))
                    return false;
                _depth--;
            }
        }
    }

    private bool Name()
    {
        SkipSpace();
        if (_at >= _data.Length || _data[_at] != '"' || !String(Role.Name))
            return false;
        SkipSpace();
        return _at < _data.Length && _data[_at++] == ':';
    }

    private bool Scalar(byte first)
    {
        if (first == '"')
            return String(Role.Value);
        int length = _data[_at..].IndexOfAnyExcept(JsonSkip.ScalarCharacters);
        length = length < 0 ? _data.Length - _at : length;
        if (length == 0)
            return false;
        ReadOnlySpan<byte> word = _data.Slice(_at, length);
        if (first is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            if (length >= LeastNumber)
                decoding.AddLeaf(container, _data, new TextRange(_at, length), Layer.JsonNumber, Role.Value);
        }
        else if (!word.SequenceEqual("true"u8) && !word.SequenceEqual("false"u8) && !word.SequenceEqual("null"u8))
        {
            return false;
        }

        _at += length;
        return true;
    }

    private bool String(Role role)
    {
        int start = _at + 1, end;
        UInt128 key = 0;
        bool isUnit = false;
        if (decoding.Memory is { } view)
        {
            isUnit = Unit(view, start, role == Role.Name ? UnitKind.Name : UnitKind.String, out end, out key);
            if (isUnit && view.TryGet(key, out PieceVerdict? known))
            {
                _at = end + 1;
                decoding.AddKnown(container, new TextRange(start, end - start), role, known);
                return true;
            }
        }
        else
        {
            end = JsonSkip.StringEnd(_data, start);
        }

        if (end < 0)
            return false;
        _at = end + 1;
        var source = new TextRange(start, end - start);
        if (source.Length == 0)
            return true;
        int first = decoding.Count, firstSkipped = decoding.Skipped.Count;
        int leaf = decoding.AddLeaf(container, _data, source, Layer.JsonString, role);
        if (leaf >= 0)
            NestedPieces.Read(decoding, leaf);
        if (isUnit)
            decoding.Remembered.Add(new RememberedUnit(key, container, start, first, decoding.Count, firstSkipped, decoding.Skipped.Count));
        return true;
    }

    // Where it ends, -1 for nowhere; and its key, if it is long enough to be remembered.
    private readonly bool Unit(MemoryView view, int start, UnitKind kind, out int end, out UInt128 key)
    {
        LastBody? last = container == decoding.Compared ? decoding.Last : null;
        if (last is not null && last.TryGet(start, kind, out LastBody.Unit unit))
        {
            (end, key) = (unit.End, unit.Key);
            return true;
        }

        end = kind == UnitKind.Element ? JsonSkip.Value(_data, start) : JsonSkip.StringEnd(_data, start);
        key = 0;
        if (end - start < (kind == UnitKind.Element ? PieceMemory.LeastElement : PieceMemory.LeastUnit))
            return false;
        key = view.KeyOf(_data[start..end], kind, decoding[container].Depth);
        last?.Add(new LastBody.Unit(start, end, kind, key));
        return true;
    }

    private readonly bool InObject => (_objects[(_depth - 1) >> 6] & (1UL << ((_depth - 1) & 63))) != 0;

    private void Push(bool isObject)
    {
        ulong bit = 1UL << (_depth & 63);
        _objects[_depth >> 6] = isObject ? _objects[_depth >> 6] | bit : _objects[_depth >> 6] & ~bit;
        _depth++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        if (_at < _data.Length && _data[_at] <= ' ')
            SkipSpaces();
    }

    private void SkipSpaces()
    {
        while (_at < _data.Length && _data[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
    }
}
