using System.Buffers;
using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Runtime.Recording;

/// <summary>
/// Makes an entry, seals it and makes its leaf, which always fit; one set of buffers for all, so not for use by two threads at once.
/// </summary>
/// <param name="session">The session's id.</param>
/// <param name="cipher">What seals; null when the session's key is gone, and then there are leaves only.</param>
/// <param name="policy">Digest of the session's policy, where the record goes on; else it is that of the <see cref="SessionStarted"/>.</param>
internal sealed class EntryEncoder(string session, EntryCipher? cipher, string? policy = null) : IDisposable
{
    private const int LargestKeptBuffer = 1024 * 1024;
    private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });
    private readonly ArrayBufferWriter<byte> _leaf = new(1024);
    private ArrayBufferWriter<byte> _entry = new(4096);
    private byte[] _sealed = new byte[4096];
    private int _sealedLength;
    private string? _policy = policy;

    /// <summary>The leaf of the entry that was last encoded; valid until the next.</summary>
    public ReadOnlySpan<byte> Leaf => _leaf.WrittenSpan;

    /// <summary>Its sealed record, likewise; empty without a cipher.</summary>
    public ReadOnlySpan<byte> Sealed => _sealed.AsSpan(0, _sealedLength);

    /// <summary>
    /// Encodes an observation, cut if need be; or, where that is not enough, an <see cref="EventsLost"/> in its place.
    /// </summary>
    /// <param name="isWhole">False when the observation itself is not in the entry.</param>
    public Entry Encode(long index, DateTimeOffset time, Observation observation, out bool isWhole)
    {
        // RFC 3339 with microseconds.
        var moment = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        Entry entry = Fit(new Entry(Entry.CurrentVersion, session, index, moment, observation), out isWhole);
        if (observation is SessionStarted started)
            _policy = started.PolicyDigest;
        string? digest = cipher is null ? null : Seal(cipher, index);
        _leaf.ResetWrittenCount();
        LeafJson.Write(ObservationLeaf.Of(entry, _policy, digest), _leaf);
        return entry;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        cipher?.Dispose();
    }

    /// <summary>The entry as it was encoded into the buffer.</summary>
    private Entry Fit(Entry entry, out bool isWhole)
    {
        isWhole = true;
        if (TryEncode(entry))
            return entry;
        Observation observation = entry.Data;
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

    private string Seal(EntryCipher with, long index)
    {
        _sealedLength = _entry.WrittenCount + SealedRecord.Overhead;
        if (_sealed.Length < _sealedLength)
            _sealed = new byte[Math.Max(_sealedLength, 2 * _sealed.Length)];
        Span<byte> digest = stackalloc byte[Disclosure.DigestSize];
        with.Seal(index, _entry.WrittenSpan, _sealed.AsSpan(0, _sealedLength), digest);
        return Convert.ToHexStringLower(digest);
    }

    private bool TryEncode(Entry entry)
    {
        if (_entry.Capacity > LargestKeptBuffer)
            _entry = new ArrayBufferWriter<byte>(4096);
        _entry.ResetWrittenCount();
        _writer.Reset(_entry);
        JsonSerializer.Serialize(_writer, entry, EntryJson.Default.Entry);
        return _entry.WrittenCount <= Entry.MaximumSize;
    }
}
