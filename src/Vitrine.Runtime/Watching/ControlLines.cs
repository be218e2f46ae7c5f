using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Vitrine.Runtime.Watching;

/// <summary>Messages as lines of JSON on a stream; a line that is too long or no message ends the connection.</summary>
internal sealed class ControlLines(Stream stream) : IDisposable
{
    private const int LongestLine = 64 * 1024;
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="IOException">The connection broke, or the line is no message.</exception>
    public async ValueTask<ControlMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                ControlMessage? message = Parse(result.Buffer.Slice(0, end));
                _reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return message;
            }

            bool isTooLong = result.Buffer.Length > LongestLine;
            _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (isTooLong)
                throw new IOException("A control message is longer than it may be.");
            if (result.IsCompleted)
                return null;
        }
    }

    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask WriteAsync(ControlMessage message, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, ControlJson.Default.ControlMessage), (byte)'\n'];
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await stream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Complete();
        _writing.Dispose();
    }

    private static ControlMessage Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonSerializer.Deserialize(ref reader, ControlJson.Default.ControlMessage) ?? throw new IOException("A control message is an object.");
        }
        catch (JsonException malformed)
        {
            throw new IOException("A control message is malformed.", malformed);
        }
    }
}
