using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>One JSON object an entry: where it stands in the ledger, its leaf as it is hashed, and the entry itself where it can still be read.</summary>
internal sealed class JsonlFormatter(string origin) : RecordFormatter
{
    /// <inheritdoc/>
    public override string MediaType => "application/x-ndjson";

    /// <inheritdoc/>
    public override void Write(LedgerRecord record, ArrayBufferWriter<byte> output)
    {
        Utf8JsonWriter json = Begin(output);
        json.WriteStartObject();
        json.WriteString("id"u8, StableId(origin, record.TreeIndex));
        json.WriteString("origin"u8, origin);
        json.WriteNumber("index"u8, record.TreeIndex);
        json.WriteString("leafHash"u8, Convert.ToHexStringLower(HashOf(record.LeafBytes.Span)));
        // As it stands: its bytes are what is hashed, so it must not be written anew.
        if (record.Leaf is not null)
        {
            json.WritePropertyName("leaf"u8);
            json.WriteRawValue(record.LeafBytes.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64String("leafBytes"u8, record.LeafBytes.Span);
        }

        if (LeafText.Of(record.Availability) is { } why)
            json.WriteString("entryIs"u8, why);
        if (record.Entry is { } entry)
        {
            json.WritePropertyName("entry"u8);
            JsonSerializer.Serialize(json, entry, EntryJson.Default.Entry);
        }

        json.WriteEndObject();
        json.Flush();
        EndLine(output);
    }

    /// <summary>RFC 6962 section 2.1: SHA-256 of a zero byte and the leaf.</summary>
    internal static byte[] HashOf(ReadOnlySpan<byte> leaf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(leaf);
        return hash.GetHashAndReset();
    }
}
