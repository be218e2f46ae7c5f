using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Audit.Reports;

/// <summary>Dead Simple Signing Envelope, version 1 (secure-systems-lab/dsse, protocol.md and envelope.md).</summary>
/// <param name="PayloadType">What the payload is: <see cref="InToto"/>.</param>
/// <param name="Payload">The bytes that were signed, with their type.</param>
/// <param name="Signatures">At least one.</param>
internal sealed record DsseEnvelope(string PayloadType, byte[] Payload, IReadOnlyList<DsseSignature> Signatures)
{
    /// <summary>The type of an in-toto statement (in-toto Attestation Framework, envelope.md).</summary>
    public const string InToto = "application/vnd.in-toto+json";

    /// <summary>Most bytes of an envelope that is read.</summary>
    public const int MaximumBytes = 16 << 20;

    /// <summary>
    /// The Pre-Authentication Encoding, which is what a signature is over: <c>"DSSEv1" SP LEN(type) SP type SP LEN(body) SP body</c>, lengths in bytes, in
    /// decimal.
    /// </summary>
    public static byte[] PreAuthentication(string payloadType, ReadOnlySpan<byte> payload)
    {
        byte[] type = Encoding.UTF8.GetBytes(payloadType);
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {type.Length} {payloadType} {payload.Length} "));
        return [.. head, .. payload];
    }

    /// <summary>Signs a payload.</summary>
    public static DsseEnvelope Sign(string payloadType, byte[] payload, AuditKey key) =>
        new(payloadType, payload, [new DsseSignature(key.Public.Id, key.Sign(PreAuthentication(payloadType, payload)))]);

    /// <summary>Whether the key has signed it. A signature's key id only says which key to try, so it is no reason to trust or to refuse.</summary>
    public bool IsSignedBy(AuditPublicKey key)
    {
        byte[] message = PreAuthentication(PayloadType, Payload);
        return Signatures.Any(signature => key.Verifies(message, signature.Sig));
    }

    /// <summary>The envelope as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DsseJson.Default.DsseEnvelope);

    /// <summary>Reads an envelope.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out DsseEnvelope? envelope)
    {
        envelope = null;
        if (json.Length > MaximumBytes)
            return false;
        try
        {
            envelope = JsonSerializer.Deserialize(json, DsseJson.Default.DsseEnvelope);
        }
        catch (JsonException)
        {
            return false;
        }

        if (envelope is not null && (envelope.Signatures.Count is 0 or > 16 || envelope.Signatures.Any(signature => signature is null)))
            envelope = null;
        return envelope is not null;
    }
}

/// <summary>A signature of an envelope.</summary>
/// <param name="Keyid">A hint which key it is by.</param>
/// <param name="Sig">The signature.</param>
internal sealed record DsseSignature(string? Keyid, byte[] Sig);

/// <summary>Source-generated JSON of envelopes; bytes are standard Base64.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, MaxDepth = 8)]
[JsonSerializable(typeof(DsseEnvelope))]
internal sealed partial class DsseJson : JsonSerializerContext;
