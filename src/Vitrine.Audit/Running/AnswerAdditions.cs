using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Running;

/// <summary>
/// Writes a stand-in's answer with what is added to it. It takes the stand-in's own bytes alone, which hold one JSON object or array, or events with one object
/// in a line each.
/// </summary>
internal sealed class AnswerAdditions(Stream output, Func<bool> isStream, AnswerAddition addition) : Stream
{
    // Where an answer speaks of itself; what a model said is not touched: clients send that back as it is.
    private static readonly string[] AboutItself = ["message", "response", "usage", "usageMetadata", "error", "metadata"];
    private static readonly HashSet<string> s_ofProtocol = new(StringComparer.Ordinal)
    {
        "id", "object", "type", "model", "role", "index", "created", "created_at", "status", "finish_reason", "finishReason", "stop_reason", "stop_sequence",
            "text", "content", "delta", "arguments", "partial_json", "name", "call_id",
        "item_id", "output_index", "content_index", "sequence_number", "input_tokens", "output_tokens", "total_tokens", "prompt_tokens", "completion_tokens",
        "candidates", "promptFeedback", "functionCall", "incomplete_details", "errors", "error", "choices", "output", "tool_calls", "message", "response",
        "usage",
    };

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _held = new();
    private string _lineEnd = "";
    private bool _isCommented;

    /// <summary>Answers with the addition.</summary>
    public static async Task<bool> AnswerAsync(HttpContext context, AnswerAddition addition, Func<HttpContext, Task<bool>> answer)
    {
        foreach ((string name, string value) in addition.Headers)
            context.Response.Headers[name] = value;
        IHttpResponseBodyFeature original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var stream = new AnswerAdditions(original.Stream,
            () => context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true, addition);
        var feature = new StreamResponseBodyFeature(stream, original);
        context.Features.Set<IHttpResponseBodyFeature>(feature);
        try
        {
            bool isAnswered = await answer(context).ConfigureAwait(false);
            if (isAnswered)
            {
                await feature.Writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                await stream.FinishAsync(context.RequestAborted).ConfigureAwait(false);
            }

            return isAnswered;
        }
        finally
        {
            context.Features.Set(original);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _held.Write(buffer.Span);
        if (!isStream())
            return;
        if (_lineEnd.Length == 0 && _held.WrittenSpan.IndexOf((byte)'\n') is >= 0 and var first)
            _lineEnd = first > 0 && _held.WrittenSpan[first - 1] == '\r' ? "\r\n" : "\n";
        byte[] between = Encoding.ASCII.GetBytes(_lineEnd + _lineEnd);
        while (between.Length > 0 && _held.WrittenSpan.IndexOf(between) is >= 0 and var end)
        {
            byte[] rest = _held.WrittenSpan[(end + between.Length)..].ToArray();
            byte[] whole = Event(Encoding.UTF8.GetString(_held.WrittenSpan[..end]));
            _held.ResetWrittenCount();
            _held.Write(rest);
            await output.WriteAsync(whole, cancellationToken).ConfigureAwait(false);
        }
    }

    // What is no stream is one document.
    private async Task FinishAsync(CancellationToken cancellation)
    {
        if (_held.WrittenCount > 0)
            await output.WriteAsync(isStream() ? _held.WrittenMemory : Document(_held.WrittenMemory), cancellation).ConfigureAwait(false);
        _held.ResetWrittenCount();
        await output.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private byte[] Event(string lines)
    {
        const string Data = "data: ";
        var written = new StringBuilder();
        foreach (string line in lines.Split(_lineEnd))
            written.Append(line.StartsWith(Data + "{", StringComparison.Ordinal)
                ? Data + Encoding.UTF8.GetString(Document(Encoding.UTF8.GetBytes(line[Data.Length..])))
                : line).Append(_lineEnd);
        written.Append(_lineEnd);
        if (!_isCommented && addition.Comments.Count > 0)
        {
            foreach (string comment in addition.Comments)
                written.Append(": ").Append(comment.ReplaceLineEndings(" ")).Append(_lineEnd);
            written.Append(_lineEnd);
            _isCommented = true;
        }

        return Encoding.UTF8.GetBytes(written.ToString());
    }

    private byte[] Document(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written, Options))
        {
            if (document.RootElement.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStartArray();
                foreach (JsonElement one in document.RootElement.EnumerateArray())
                    Object(writer, one, 0);
                writer.WriteEndArray();
            }
            else
            {
                Object(writer, document.RootElement, 0);
            }
        }

        return written.WrittenSpan.ToArray();
    }

    private void Object(Utf8JsonWriter writer, JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            element.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (IsReplaced(member))
                writer.WriteRawValue(addition.Members[member.Name]);
            else if (depth < 2 && AboutItself.Contains(member.Name))
                Object(writer, member.Value, depth + 1);
            else
                member.Value.WriteTo(writer);
        }

        foreach ((string name, string value) in addition.Members)
            if (!s_ofProtocol.Contains(name) && !element.TryGetProperty(name, out _))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value);
            }

        writer.WriteEndObject();
    }

    // A value that the answer has of itself may be another; without these no client understands the answer.
    private bool IsReplaced(JsonProperty member) =>
        addition.Members.ContainsKey(member.Name)
        && member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
        && !s_ofProtocol.Contains(member.Name);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");
}
