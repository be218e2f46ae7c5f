using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Verification;

/// <summary>
/// Compares a session's bodies with the digests that its leaves have of them. Where a body lies stands in the sealed part, so the session's key is needed; the
/// bodies are not decrypted.
/// </summary>
internal sealed class SessionPayloadCheck(string payloads, SessionId id, EntryCipher cipher) : IDisposable
{
    // A body of a request is named twice, when it goes out and when the answer is there.
    private const int MostRemembered = 4096;
    private readonly EntryOpener _opener = new(id.ToString(), cipher);
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Bodies that are there and right.</summary>
    public long Count { get; private set; }

    /// <summary>Looks at the bodies of one entry.</summary>
    public void Check(Leaf said, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> record, Action<LedgerFault, string, string> add)
    {
        if (said.Payloads.Count == 0)
            return;
        string file = $"sessions/{id}/payloads";
        if (_opener.Open(said.Sequence!.Value, leaf, record, out Entry? entry) != EntryOpening.Opened)
        {
            add(LedgerFault.SealedDiffers, $"sessions/{id}/entries.log",
                $"The sealed part of entry {said.Sequence} of session {id} does not open, or does not say what its leaf says.");
            return;
        }

        foreach (PayloadReference reference in ReferencesOf(entry!.Data))
        {
            if (!said.Payloads.Contains(reference.Digest))
                add(LedgerFault.PayloadDiffers, file, $"Entry {said.Sequence} of session {id} names a body that its leaf does not.");
            else if (Digest(reference) is not { } digest)
                add(LedgerFault.PayloadMissing, file, $"A body that entry {said.Sequence} of session {id} names is gone. No entry says that it was purged.");
            else if (digest != reference.Digest)
                add(LedgerFault.PayloadDiffers, file, $"A body that entry {said.Sequence} of session {id} names is not the one that was stored.");
            else
                Count++;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _opener.Dispose();

    /// <summary>The digest of what is stored; null for nothing, and empty for what is damaged.</summary>
    private string? Digest(PayloadReference reference)
    {
        if (_known.TryGetValue(reference.Id, out string? known))
            return known;
        if (!long.TryParse(reference.Id, NumberStyles.None, CultureInfo.InvariantCulture, out long position))
            return null;
        PayloadReading reading = PayloadReader.ReadSealed(payloads, position);
        if (reading.Status == PayloadReadStatus.Missing)
            return null;
        string digest = reading.Status == PayloadReadStatus.Complete ? reading.Digest : "";
        if (_known.Count >= MostRemembered)
            _known.Clear();
        return _known[reference.Id] = digest;
    }

    private static IEnumerable<PayloadReference> ReferencesOf(Observation observation)
    {
        (PayloadReference? first, PayloadReference? second) = observation switch
        {
            RequestStarted started => (started.Body, null),
            RequestEnded ended => (ended.RequestBody, ended.ResponseBody),
            _ => (null, null),
        };
        if (first is not null)
            yield return first;
        if (second is not null)
            yield return second;
    }
}
