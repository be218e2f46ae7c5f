using Vitrine.Core.Model;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Recording;

/// <summary>An encoder with a key of its own, and what opens what it makes.</summary>
internal sealed class EntryFixture : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly EntryEncoder _encoder;
    private readonly EntryCipher _reading;
    private long _index;

    public EntryFixture()
    {
        using SessionKey key = TestKey.Create(_scratch["key"]);
        _encoder = new EntryEncoder(TestKey.Session, new EntryCipher(key));
        _reading = new EntryCipher(key);
    }

    public ReadOnlySpan<byte> Leaf => _encoder.Leaf;

    public ReadOnlySpan<byte> Sealed => _encoder.Sealed;

    /// <summary>What the sealed record of the last entry holds.</summary>
    public byte[] Entry
    {
        get
        {
            byte[] entry = new byte[_encoder.Sealed.Length - SealedRecord.Overhead];
            Assert.True(_reading.TryOpen(_index, _encoder.Sealed, entry));
            return entry;
        }
    }

    public Entry Encode(long index, DateTimeOffset time, Observation observation, out bool isWhole) =>
        _encoder.Encode(_index = index, time, observation, out isWhole);

    public void Dispose()
    {
        _encoder.Dispose();
        _reading.Dispose();
        _scratch.Dispose();
    }
}
