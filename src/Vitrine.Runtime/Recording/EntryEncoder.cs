using System.Buffers;
using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Recording;

/// <summary>Makes an entry and its leaf's bytes, which always fit; one buffer for all, so not for use by two threads at once.</summary>
internal sealed class EntryEncoder(string session) : IDisposable
{
    private const int LargestKeptBuffer = 1024 * 1024;
    private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });
    private ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The bytes of the entry that was last encoded; valid until the next.</summary>
    public ReadOnlySpan<byte> Leaf => _buffer.WrittenSpan;

    /// <summary>
    /// Encodes an observation, cut if need be; or, where that is not enough, an <see cref="EventsLost"/> in its place.
    /// </summary>
    /// <param name="isWhole">False when the observation itself is not in the entry.</param>
    public Entry Encode(long index, DateTimeOffset time, Observation observation, out bool isWhole)
    {
        // RFC 3339 with microseconds.
        var moment = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        var entry = new Entry(Entry.CurrentVersion, session, index, moment, observation);
        isWhole = true;
        if (TryEncode(entry))
            return entry;
        foreach (ObservationCutter step in ObservationCutter.Steps)
        {
            entry = entry with { Data = step.Cut(observation) };
            if (TryEncode(entry))
                return entry;
        }

        isWhole = false;
        entry = entry with { Data = new EventsLost("recorder", 1, "too-large: " + observation.GetType().Name) };
        return TryEncode(entry) ? entry : throw new InvalidOperationException("An entry that only counts does not fit.");
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private bool TryEncode(Entry entry)
    {
        if (_buffer.Capacity > LargestKeptBuffer)
            _buffer = new ArrayBufferWriter<byte>(4096);
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        JsonSerializer.Serialize(_writer, entry, EntryJson.Default.Entry);
        return _buffer.WrittenCount <= Entry.MaximumSize;
    }
}
