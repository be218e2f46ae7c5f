using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Recall;

namespace Vitrine.Benchmarks;

/// <summary>Decoding a prompt of one megabyte: 100 messages of code. Bytes divided by the time are the speed.</summary>
[MemoryDiagnoser]
public class InspectDecodeBenchmarks
{
    private readonly byte[] _body = Body();
    private readonly byte[] _escaped;
    private readonly byte[] _target;
    private readonly PieceHash _hash = PieceHash.Random();
    private readonly BodyInspector _remembers = new([], new PieceMemory());
    private readonly BodyInspector _forgets = new([]);

    /// <summary>Makes the text that is unescaped.</summary>
    public InspectDecodeBenchmarks()
    {
        _escaped = _body[_body.AsSpan().IndexOf("content"u8)..];
        _escaped = _escaped.AsSpan(10, JsonSkip.StringEnd(_escaped, 10) - 10).ToArray();
        _target = new byte[_escaped.Length + JsonEscapes.Slack];
        Console.WriteLine($"body {_body.Length} bytes, escaped string {_escaped.Length} bytes");
        _ = _remembers.Inspect(_body);
    }

    /// <summary>Unescapes one message of some ten kilobytes.</summary>
    [Benchmark]
    public int Unescape() => JsonEscapes.Undo(_escaped, _target);

    /// <summary>Hashes the whole body.</summary>
    [Benchmark]
    public UInt128 Hash() => _hash.Of(_body, 0);

    /// <summary>Decodes the whole body, with all that is looked for in strings.</summary>
    [Benchmark]
    public int Decode()
    {
        using DecodedBody decoded = BodyDecoder.Decode(_body);
        return decoded.Text.Length;
    }

    /// <summary>The same through the inspector, with no detector and nothing remembered.</summary>
    [Benchmark]
    public bool InspectNew() => _forgets.Inspect(_body).IsClean;

    /// <summary>The same body again, remembered.</summary>
    [Benchmark]
    public bool InspectKnown() => _remembers.Inspect(_body).IsClean;

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static byte[] Body()
    {
        const string Line =
            "        if (value is not null && text.StartsWith(\"prefix\", StringComparison.Ordinal))\n            return new Thing(value, number + {0});\n\n";
        var messages = Enumerable.Range(0, 100).Select(turn => new
        {
            role = turn % 2 == 0 ? "user" : "assistant",
            content = string.Concat(Enumerable.Range(0, 75).Select(line => Line.Replace("{0}", $"{turn}{line}", StringComparison.Ordinal))),
        });
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { model = "m", messages }, Options));
    }
}
