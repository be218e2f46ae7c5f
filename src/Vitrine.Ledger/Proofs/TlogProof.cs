using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Proofs;

/// <summary>
/// The proof that one entry is in a log (C2SP tlog-proof v1): index, inclusion proof and checkpoint as text. What the entry is, stands elsewhere.
/// </summary>
/// <param name="Index">Index of the entry.</param>
/// <param name="Hashes">The inclusion proof, from the leaf's sibling upwards.</param>
/// <param name="Note">The checkpoint as it was signed and cosigned.</param>
/// <param name="Extra">Data of the application, which nothing protects: here the leaf. Null for none.</param>
public sealed record TlogProof(long Index, IReadOnlyList<TreeHash> Hashes, SignedNote Note, ReadOnlyMemory<byte>? Extra)
{
    /// <summary>The first line.</summary>
    public const string Header = "c2sp.org/tlog-proof@v1";

    private const int MaximumHashes = 63, MaximumExtra = 256 * 1024;
    private const string ExtraLabel = "extra ", IndexLabel = "index ";

    /// <summary>Reads a proof. There is one way to write a proof: what was read is written again with the same bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        if (bytes.Length > SignedNote.MaxBytes + MaximumExtra + (64 * 1024)
            || !TryTakeLine(ref bytes, out string line)
            || line != Header
            || !TryTakeLine(ref bytes, out line))
            return false;
        ReadOnlyMemory<byte>? extra = null;
        if (line.StartsWith(ExtraLabel, StringComparison.Ordinal))
        {
            if (!TryReadBase64(line[ExtraLabel.Length..], out byte[] data) || !TryTakeLine(ref bytes, out line))
                return false;
            extra = data;
        }

        if (!line.StartsWith(IndexLabel, StringComparison.Ordinal)
            || !long.TryParse(line.AsSpan(IndexLabel.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            || line != IndexLabel + index.ToString(CultureInfo.InvariantCulture))
            return false;
        var hashes = new List<TreeHash>();
        while (true)
        {
            if (!TryTakeLine(ref bytes, out line))
                return false;
            if (line.Length == 0)
                break;
            if (hashes.Count == MaximumHashes || !TreeHash.TryParseBase64(line, out TreeHash hash))
                return false;
            hashes.Add(hash);
        }

        if (!SignedNote.TryParse(bytes, out SignedNote? note))
            return false;
        proof = new TlogProof(index, hashes, note, extra);
        return true;
    }

    /// <summary>The proof as UTF-8.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is { } extra)
            text.Append(ExtraLabel).Append(Convert.ToBase64String(extra.Span)).Append('\n');
        text.Append(IndexLabel).Append(Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (TreeHash hash in Hashes)
            text.Append(hash.ToBase64()).Append('\n');
        return [.. Encoding.UTF8.GetBytes(text.Append('\n').ToString()), .. Note.ToBytes()];
    }

    /// <summary>Whether it shows that a log has a leaf at the index, as its key and each of the witnesses say.</summary>
    /// <param name="leaf">The leaf's bytes, known from elsewhere, or <see cref="Extra"/> if that is what is to be proved.</param>
    /// <param name="key">The log's key.</param>
    /// <param name="witnesses">Witnesses that must have cosigned.</param>
    public bool Verify(ReadOnlySpan<byte> leaf, VerifierKey key, IReadOnlyList<VerifierKey>? witnesses = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Checkpoint.TryParse(Note.Text, out Checkpoint? checkpoint)
            && checkpoint.Origin == key.Name
            && key.Algorithm == VerifierKey.Ed25519Algorithm
            && key.Verifies(Note)
            && (witnesses ?? []).All(witness => witness.TryVerifyCosignature(Note, out _))
            && TreeProofs.VerifyInclusion(Rfc6962.Leaf(leaf), Index, checkpoint.Size, [.. Hashes], checkpoint.Root);
    }

    private static bool TryTakeLine(ref ReadOnlySpan<byte> bytes, out string line)
    {
        int end = bytes.IndexOf((byte)'\n');
        line = end < 0 ? "" : Encoding.Latin1.GetString(bytes[..end]);
        bytes = bytes[(end + 1)..];
        return end >= 0;
    }

    private static bool TryReadBase64(string text, out byte[] data)
    {
        data = [];
        if (text.Length > MaximumExtra)
            return false;
        byte[] buffer = new byte[text.Length];
        // White space and stray bits would make two texts of one value.
        if (!Convert.TryFromBase64String(text, buffer, out int length) || Convert.ToBase64String(buffer, 0, length) != text)
            return false;
        data = buffer[..length];
        return true;
    }
}
