using System.Text.Json;
using System.Text.Unicode;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Proofs;

/// <summary>
/// Writes a proof bundle: one JSON object, its members in this order. Only what stands within the quotes is proved; how the file is laid
/// out is not.
/// <code>
/// {"format":"vitrine-proof/v1","session":ID,"key":VKEY,"checkpoint":NOTE,
///  "older":[{"checkpoint":NOTE,"proof":[HASH,…]},…],"hashes":[HASH,…],
///  "entries":[{"index":N,"leaf":LEAF},{"index":N,"leaf":LEAF,"entry":ENTRY,"salt":BASE64,"box":HASH},…]}
/// </code>
/// LEAF and ENTRY are strings that hold the bytes as UTF-8, so that they can be hashed as they are; HASH is 32 bytes in base64.
/// </summary>
public sealed class ProofBundleWriter : IDisposable
{
    /// <summary>The first member's value.</summary>
    public const string Format = "vitrine-proof/v1";

    private const int FlushAt = 256 * 1024;
    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins a bundle.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="head">What stands before the entries.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ProofBundleWriter(Stream stream, ProofHead head)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(head);
        _stream = stream;
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
        _json.WriteStartObject();
        _json.WriteString("format"u8, Format);
        _json.WriteString("session"u8, head.Session);
        _json.WriteString("key"u8, head.Key);
        _json.WriteString("checkpoint"u8, head.Note.ToBytes());
        _json.WriteStartArray("older"u8);
        foreach (ProofOlder older in head.Older)
        {
            _json.WriteStartObject();
            _json.WriteString("checkpoint"u8, older.Note.ToBytes());
            WriteHashes("proof"u8, older.Proof);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        WriteHashes("hashes"u8, head.Hashes);
        _json.WriteStartArray("entries"u8);
    }

    /// <summary>Writes the next entry; indexes go up.</summary>
    /// <exception cref="ArgumentException">Leaf or entry is no UTF-8, and so is none of ours.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(ProofEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!Utf8.IsValid(entry.Leaf.Span) || (entry.Disclosure is { } shown && !Utf8.IsValid(shown.Entry.Span)))
            throw new ArgumentException("Leaves and entries are JSON in UTF-8.", nameof(entry));
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, entry.Index);
        _json.WriteString("leaf"u8, entry.Leaf.Span);
        if (entry.Disclosure is { } disclosed)
        {
            _json.WriteString("entry"u8, disclosed.Entry.Span);
            _json.WriteBase64String("salt"u8, disclosed.Salt.Span);
            _json.WriteBase64String("box"u8, disclosed.BoxDigest.Span);
        }

        _json.WriteEndObject();
        if (_json.BytesPending > FlushAt)
            _json.Flush();
    }

    /// <summary>Ends the bundle.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Complete()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteHashes(ReadOnlySpan<byte> name, IReadOnlyList<TreeHash> hashes)
    {
        _json.WriteStartArray(name);
        foreach (TreeHash hash in hashes)
            _json.WriteStringValue(hash.ToBase64());
        _json.WriteEndArray();
    }
}
