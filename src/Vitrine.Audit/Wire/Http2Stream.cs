using System.Buffers;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Wire;

/// <summary>A request of HTTP/2 while it is put together.</summary>
internal sealed class Http2Stream(int number, double at, List<HpackField> fields, NoteList notes)
{
    private const int MostFrames = 1 << 20;

    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly List<int> _sizes = [];
    private List<HpackField> _trailers = [];
    private bool _hasData;

    /// <summary>When its last frame came.</summary>
    public double EndedAt { get; set; }

    /// <summary>Whether it said that it is complete.</summary>
    public bool IsEnded { get; set; }

    /// <summary>What is unusual.</summary>
    public NoteList Notes => notes;

    /// <summary>Adds what a DATA frame carries.</summary>
    public void Add(ReadOnlySpan<byte> data, int padding, bool isPadded)
    {
        _hasData = true;
        if (isPadded)
            notes.Add($"data padded by {padding}");
        if (_sizes.Count < MostFrames)
            _sizes.Add(data.Length);
        _body.Write(data);
    }

    /// <summary>Sets the fields behind the body.</summary>
    public void AddTrailers(List<HpackField> trailers) => _trailers = trailers;

    /// <summary>Makes it what is captured.</summary>
    public CapturedExchange ToExchange(CapturedConnection connection)
    {
        if (!IsEnded)
            notes.Add("incomplete request");
        return new CapturedExchange
        {
            Connection = connection.Number,
            Stream = number,
            At = at,
            EndedAt = EndedAt,
            Method = Value(":method") ?? "",
            Host = Value(":authority") ?? Value("host") ?? connection.Host,
            Target = Value(":path") ?? "",
            Version = "HTTP/2",
            Fields = ToFields(fields),
            Forms = string.Join(' ', fields.Select(field => field.Form)),
            Framing = _hasData ? "h2-data" : "none",
            Chunks = _sizes,
            Body = _body.WrittenSpan.ToArray(),
            Trailers = ToFields(_trailers),
            Notes = notes.All,
        };
    }

    private string? Value(string name)
    {
        foreach (HpackField field in fields)
            if (field.Name == name)
                return field.Value;
        return null;
    }

    private static List<CapturedField> ToFields(List<HpackField> fields) => [.. fields.Select(field => new CapturedField(field.Name, field.Value))];
}
