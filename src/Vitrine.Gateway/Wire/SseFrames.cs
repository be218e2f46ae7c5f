using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Gateway.Wire;

/// <summary>Writes server-sent events whose data is one JSON object on one line (WHATWG HTML, section 9.2).</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The JSON writer owns nothing: the buffer is the caller's, and each frame is flushed.")]
internal sealed class SseFrames
{
    /// <summary>Writes text as it is, like the real servers do; only what JSON demands is escaped.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false };

    private readonly IBufferWriter<byte> _output;
    private readonly Utf8JsonWriter _json;

    /// <summary>Frames are written to <paramref name="output"/>; whoever owns it flushes.</summary>
    public SseFrames(IBufferWriter<byte> output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, JsonOptions);
    }

    /// <summary>The writer of the open frame.</summary>
    public Utf8JsonWriter Json => _json;

    /// <summary>Opens a frame and its object. An empty <paramref name="name"/> writes no event line.</summary>
    public Utf8JsonWriter Begin(ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty)
        {
            _output.Write("event: "u8);
            _output.Write(name);
            _output.Write("\n"u8);
        }

        _output.Write("data: "u8);
        _json.Reset(_output);
        _json.WriteStartObject();
        return _json;
    }

    /// <summary>Closes the object and the frame.</summary>
    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _output.Write("\n\n"u8);
    }
}
