using System.Text;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>The pieces found so far; bounded.</summary>
internal sealed class PartList
{
    private const int MaximumParts = 1 << 15, MaximumCalls = 256, LongestName = 200;
    private readonly List<MeaningPart> _parts = [];
    private readonly List<string> _calls = [];
    private readonly Dictionary<string, long> _bytes = [];

    public int Count => _parts.Count;

    public IReadOnlyList<MeaningPart> Parts => _parts;

    public IReadOnlyDictionary<string, long> Bytes => _bytes;

    /// <summary>The names of the tools called, without repeats.</summary>
    public IReadOnlyList<string> Calls => _calls;

    public bool IsCut { get; set; }

    public string? Model { get; set; }

    public long? TokensIn { get; set; }

    public long? TokensOut { get; set; }

    public void Add(PartKind kind, int start, int length, string? name = null)
    {
        if (length <= 0)
            return;
        if (_parts.Count < MaximumParts)
            _parts.Add(new MeaningPart(kind, new TextRange(start, length), name));
        else
            IsCut = true;
    }

    /// <summary>Gives the pieces from <paramref name="first"/> on that have no kind or name yet theirs.</summary>
    public void Resolve(int first, PartKind kind, string? name)
    {
        for (int i = first; i < _parts.Count; i++)
        {
            MeaningPart part = _parts[i];
            if (part.Kind == PartKind.Other && kind != PartKind.Other)
                part = part with { Kind = kind };
            if (name is not null && part.Name is null && part.Kind is PartKind.ToolCall or PartKind.ToolResult or PartKind.Event)
                part = part with { Name = name };
            _parts[i] = part;
        }
    }

    /// <summary>Notes that a tool is called.</summary>
    public void Call(string name)
    {
        if (name.Length > 0 && _calls.Count < MaximumCalls && !_calls.Contains(name))
            _calls.Add(name);
    }

    /// <summary>Adds the sizes of the pieces to the totals.</summary>
    public void Total()
    {
        foreach (MeaningPart part in _parts)
        {
            string name = PartKinds.Name(part.Kind);
            _bytes[name] = _bytes.GetValueOrDefault(name) + part.Range.Length;
        }
    }

    /// <summary>Forgets the pieces, once their sizes are in the totals.</summary>
    public void Clear() => _parts.Clear();

    /// <summary>A name, as far as it is kept.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.Length > LongestName ? bytes[..LongestName] : bytes);
}
