using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;

namespace Vitrine.Ledger.Proofs;

/// <summary>
/// Verifies proof bundles (see <see cref="ProofBundleWriter"/>), with nothing but the bundle and keys:
/// <code>
/// 1. checkpoint    signed with the key, of the key's log, cosigned by each witness that is asked for
/// 2. older         signed too, and the tree begins with their trees
/// 3. entries       leaves of the session, numbered from 0 without a gap; what is disclosed is what the leaf names
/// 4. root          of the leaves at their indexes and the hashes = the checkpoint's
/// </code>
/// The bundle is hostile: it is read once, front to back, in bounded memory, and only this one form of it is taken.
/// </summary>
public static class ProofBundle
{
    private const int MaximumText = 64 * 1024, MaximumOlder = 64, MaximumProof = 65, HashText = 44;

    // Each character may be written as six (\u0000).
    private const int MaximumToken = (6 * MaximumText) + 16;

    // A session's leaves lie in runs, two hashes for each run and level; and one run a second for a long day makes a hundred thousand runs.
    private const int MaximumHashes = 2_000_000;

    /// <summary>Verifies a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="trust">Keys.</param>
    /// <param name="visit">Sees each entry, in order, before the root is known: what it saw counts only if the whole is valid. Null for nobody.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ProofVerification Verify(Stream bundle, ProofTrust trust, Action<ProofEntry>? visit = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(trust);
        try
        {
            return Verify(new JsonTokens(bundle, MaximumToken), trust, visit);
        }
        catch (JsonException error)
        {
            return new ProofVerification(ProofFault.Malformed, $"It is no proof bundle: {error.Message}");
        }
    }

    private static ProofVerification Verify(JsonTokens json, ProofTrust trust, Action<ProofEntry>? visit)
    {
        json.Expect(JsonTokenType.StartObject);
        if (!json.ExpectText("format"u8, MaximumText).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(ProofBundleWriter.Format)))
            throw new JsonException($"its format is not {ProofBundleWriter.Format}.");
        byte[] session = json.ExpectText("session"u8, SessionName.MaximumLength);
        json.ExpectText("key"u8, MaximumText);
        (SignedNote note, Checkpoint checkpoint) = ReadCheckpoint(json);
        var found = new ProofVerification(ProofFault.None, null) { Session = Encoding.UTF8.GetString(session), Note = note, Checkpoint = checkpoint };
        if (WrongWith(note, checkpoint, trust) is { } wrong)
            return found with { Fault = wrong.Fault, Detail = wrong.Detail };
        found = ReadOlder(json, found, trust);
        if (!found.IsValid)
            return found;
        json.ExpectName("hashes"u8);
        var root = new SubsetRoot(checkpoint.Size, ReadHashes(json, MaximumHashes));
        found = ReadEntries(json, session, root, found, visit);
        if (!found.IsValid)
            return found;
        json.Expect(JsonTokenType.EndObject);
        if (json.Read())
            throw new JsonException("more follows after its end.");
        return root.Finish() == checkpoint.Root
            ? found
            : found with
            {
                Fault = ProofFault.RootWrong,
                Detail = "The leaves are not those of the tree that was signed: at least one was changed, left out, added or moved."
            };
    }

    private static (SignedNote Note, Checkpoint Checkpoint) ReadCheckpoint(JsonTokens json)
    {
        byte[] bytes = json.ExpectText("checkpoint"u8, MaximumText);
        return SignedNote.TryParse(bytes, out SignedNote? note) && Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint)
            ? (note, checkpoint)
            : throw new JsonException("a checkpoint in it is none.");
    }

    private static (ProofFault Fault, string Detail)? WrongWith(SignedNote note, Checkpoint checkpoint, ProofTrust trust)
    {
        if (checkpoint.Origin != trust.Key.Name)
            return (ProofFault.OriginForeign, $"The checkpoint is of the log \"{checkpoint.Origin}\", and the key of \"{trust.Key.Name}\".");
        if (trust.Key.Algorithm != VerifierKey.Ed25519Algorithm || !trust.Key.Verifies(note))
            return (ProofFault.SignatureWrong,
                $"The checkpoint is not signed with the key {trust.Key.Id:x8} of {trust.Key.Name}, or was changed after it was signed.");
        foreach (VerifierKey witness in trust.Witnesses)
            if (!witness.TryVerifyCosignature(note, out _))
                return (ProofFault.CosignatureMissing, $"Witness {witness.Name} ({witness.Id:x8}) has not cosigned the checkpoint.");
        return null;
    }

    private static ProofVerification ReadOlder(JsonTokens json, ProofVerification found, ProofTrust trust)
    {
        var sizes = new List<long>();
        json.ExpectName("older"u8);
        json.Expect(JsonTokenType.StartArray);
        while (json.Read() && json.Type == JsonTokenType.StartObject)
        {
            (SignedNote note, Checkpoint older) = ReadCheckpoint(json);
            json.ExpectName("proof"u8);
            TreeHash[] proof = [.. ReadHashes(json, MaximumProof)];
            json.Expect(JsonTokenType.EndObject);
            bool isSigned = older.Origin == trust.Key.Name
                && (trust.Key.Verifies(note) || trust.FormerKeys.Any(key => key.Name == older.Origin && key.Verifies(note)));
            if (!isSigned)
                return found with
                {
                    Fault = ProofFault.OlderWrong,
                    Detail = $"The older checkpoint of size {older.Size} is not signed with a key of this log."
                };
            if (!TreeProofs.VerifyConsistency(older.Size, older.Root, found.Checkpoint!.Size, found.Checkpoint.Root, proof))
                return found with
                {
                    Fault = ProofFault.OlderWrong,
                    Detail =
                    $"The tree does not begin with that of the older checkpoint of size {older.Size}: the ledger was rewritten, or the proof was changed."
                };
            sizes.Add(older.Size);
            if (sizes.Count > MaximumOlder)
                throw new JsonException("it has too many older checkpoints.");
        }

        return json.Type == JsonTokenType.EndArray ? found with { OlderSizes = sizes } : throw new JsonException("older checkpoints are objects.");
    }

    private static List<TreeHash> ReadHashes(JsonTokens json, int most)
    {
        var hashes = new List<TreeHash>();
        Span<char> text = stackalloc char[HashText];
        json.Expect(JsonTokenType.StartArray);
        while (json.Read() && json.Type == JsonTokenType.String)
        {
            if (hashes.Count == most
                || json.Text.Length != HashText
                || !Encoding.UTF8.TryGetChars(json.Text, text, out int length)
                || !TreeHash.TryParseBase64(text[..length], out TreeHash hash))
                throw new JsonException("a hash is not of its form, or there are too many.");
            hashes.Add(hash);
        }

        return json.Type == JsonTokenType.EndArray ? hashes : throw new JsonException("hashes are strings.");
    }

    private static ProofVerification ReadEntries(JsonTokens json, byte[] session, SubsetRoot root, ProofVerification found, Action<ProofEntry>? visit)
    {
        long count = 0, disclosed = 0;
        bool hasEnd = false;
        json.ExpectName("entries"u8);
        json.Expect(JsonTokenType.StartArray);
        while (json.Read() && json.Type == JsonTokenType.StartObject)
        {
            ProofEntry entry = ReadEntry(json);
            if (hasEnd || !IsLeafOf(session, count, entry.Leaf.Span, out string? digest, out hasEnd))
                return found with
                {
                    Fault = ProofFault.LeafForeign,
                    Index = entry.Index,
                    Detail = $"Entry {entry.Index} of the ledger is not number {count} of session {found.Session}."
                };
            if (entry.Disclosure is { } shown && (digest is null || !shown.Verify(digest)))
                return found with
                {
                    Fault = ProofFault.DisclosureWrong,
                    Index = entry.Index,
                    Detail = $"What is shown as entry {entry.Index} of the ledger is not what its leaf names."
                };
            if (!root.Add(entry.Index, Rfc6962.Leaf(entry.Leaf.Span)))
                return found with
                {
                    Fault = ProofFault.RootWrong,
                    Index = entry.Index,
                    Detail = $"Entry {entry.Index} is not in the tree that was signed, or what proves it is missing."
                };
            count++;
            disclosed += entry.Disclosure is null ? 0 : 1;
            visit?.Invoke(entry);
        }

        return json.Type == JsonTokenType.EndArray
            ? found with { Entries = count, Disclosed = disclosed, HasEnd = hasEnd }
            : throw new JsonException("entries are objects.");
    }

    private static ProofEntry ReadEntry(JsonTokens json)
    {
        json.ExpectName("index"u8);
        json.Expect(JsonTokenType.Number);
        long index = json.Number is { } number and >= 0 ? number : throw new JsonException("an index is none.");
        byte[] leaf = json.ExpectText("leaf"u8, EntryBundle.MaxEntryBytes);
        json.Read();
        if (json.Type == JsonTokenType.EndObject)
            return new ProofEntry(index, leaf, null);
        if (json.Type != JsonTokenType.PropertyName || !json.Text.SequenceEqual("entry"u8))
            throw new JsonException("The member \"entry\" was expected.");
        json.Expect(JsonTokenType.String);
        byte[] entry = json.Text.ToArray();
        byte[] salt = ReadDigest(json, "salt"u8), box = ReadDigest(json, "box"u8);
        json.Expect(JsonTokenType.EndObject);
        return new ProofEntry(index, leaf, new Disclosure(salt, entry, box));
    }

    private static byte[] ReadDigest(JsonTokens json, ReadOnlySpan<byte> name)
    {
        byte[] text = json.ExpectText(name, HashText), bytes = new byte[TreeHash.Length];
        // One form for one value, as with hashes.
        if (!TreeHash.TryParseBase64(Encoding.UTF8.GetString(text), out TreeHash hash))
            throw new JsonException("a salt or digest is not of its form.");
        hash.CopyTo(bytes);
        return bytes;
    }

    private static bool IsLeafOf(ReadOnlySpan<byte> session, long sequence, ReadOnlySpan<byte> leaf, [MaybeNullWhen(true)] out string? digest, out bool isEnd)
    {
        (digest, isEnd) = (null, false);
        if (!LeafForm.TryRead(leaf, out LeafView view, out _) || view.IsKeepers || !view.Session.SequenceEqual(session) || view.Sequence != sequence)
            return false;
        digest = view.Sealed.IsEmpty ? null : Encoding.ASCII.GetString(view.Sealed);
        isEnd = view.Type.SequenceEqual("session-ended"u8);
        return true;
    }
}
