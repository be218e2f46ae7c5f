namespace Vitrine.Core.Inspect.Recall;

/// <summary>
/// One body that came before, with the keys of its units. Where the next body of a conversation begins with the same bytes, its units there have the same ends
/// and the same keys, so comparing takes the place of stepping over and hashing. For one thread at a time.
/// </summary>
internal sealed class LastBody
{
    private byte[] _bytes = [];
    private int _length;
    private ulong _version;
    private List<Unit> _units = [];
    private List<Unit> _next = [];
    private int _cursor;
    private int _common;

    /// <summary>How many bytes the body has.</summary>
    public int Length => _length;

    /// <summary>How many bytes it takes to keep it.</summary>
    public int Room => _bytes.Length;

    /// <summary>How many bytes it begins with that <paramref name="body"/> begins with too.</summary>
    public int Common(ReadOnlySpan<byte> body) => _bytes.AsSpan(0, _length).CommonPrefixLength(body);

    /// <summary>Starts with a body that has <paramref name="common"/> bytes in common.</summary>
    /// <param name="common">As <see cref="Common"/> says.</param>
    /// <param name="version">What keys depend on.</param>
    public void Start(int common, ulong version)
    {
        (_common, _cursor) = (common, 0);
        _next.Clear();
        if (_version == version)
            return;
        _units.Clear();
        _version = version;
    }

    /// <summary>Finds a unit that starts there, and keeps it for the next body.</summary>
    /// <param name="start">Where it starts; not before where the last one was asked for.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="unit">The unit.</param>
    public bool TryGet(int start, UnitKind kind, out Unit unit)
    {
        while (_cursor < _units.Count && _units[_cursor].Start < start)
            _cursor++;
        unit = _cursor < _units.Count ? _units[_cursor] : default;
        // What ends a unit is the byte behind it, or its last one.
        if (_cursor >= _units.Count || unit.Start != start || unit.Kind != kind || unit.End >= _common)
            return false;
        _next.Add(unit);
        return true;
    }

    /// <summary>Adds a unit that was hashed.</summary>
    public void Add(in Unit unit) => _next.Add(unit);

    /// <summary>Takes the body in place of the one before.</summary>
    public void End(ReadOnlySpan<byte> body)
    {
        if (_bytes.Length < body.Length)
            Array.Resize(ref _bytes, body.Length + (body.Length / 8));
        body[_common..].CopyTo(_bytes.AsSpan(_common));
        _length = body.Length;
        (_units, _next) = (_next, _units);
    }

    /// <summary>Bytes that have a key.</summary>
    public readonly record struct Unit(int Start, int End, UnitKind Kind, UInt128 Key);
}
