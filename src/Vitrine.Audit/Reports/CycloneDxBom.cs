using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>The inventory as a CycloneDX 1.6 bill of materials (ECMA-424) in JSON.</summary>
internal static class CycloneDxBom
{
    private static readonly string[] s_types =
        ["application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver", "firmware", "file",
            "machine-learning-model", "data", "cryptographic-asset"];

    // Names of the schema's hash-alg, with the length of the digests.
    private static readonly (string Name, int Digits)[] s_hashes =
        [("MD5", 32), ("SHA-1", 40), ("SHA-256", 64), ("SHA-384", 96), ("SHA-512", 128), ("SHA3-256", 64), ("SHA3-512", 128), ("BLAKE2b-512", 128),
            ("BLAKE3", 64)];

    /// <summary>Makes the bill.</summary>
    public static byte[] Write(AuditResult result)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
            Write(writer, result);
        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, AuditResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        writer.WriteString("bomFormat", "CycloneDX");
        writer.WriteString("specVersion", "1.6");
        writer.WriteString("serialNumber", "urn:uuid:" + Serial(result));
        writer.WriteNumber("version", 1);
        writer.WriteStartObject("metadata");
        writer.WriteString("timestamp", result.Times.Ended.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteStartObject("tools");
        writer.WriteStartArray("components");
        writer.WriteStartObject();
        writer.WriteString("type", "application");
        writer.WriteString("name", "vitrine");
        writer.WriteString("version", result.Vitrine);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WritePropertyName("component");
        Component(writer, Target(result), "target");
        writer.WriteEndObject();
        writer.WriteStartArray("components");
        int number = 0;
        foreach (Component component in result.Inventory)
        {
            if (component.Path.Length > 0)
                Component(writer, component, string.Create(CultureInfo.InvariantCulture, $"component-{++number}"));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The target itself: its row of the inventory if it has one, completed by what the audit knows.</summary>
    private static Component Target(AuditResult result)
    {
        Component known = result.Inventory.FirstOrDefault(component => component.Path.Length == 0) ?? new Component { Name = result.Target.Name };
        var hashes = new Dictionary<string, string>(known.Hashes);
        foreach ((string name, string digest) in result.Target.Digests)
            hashes.TryAdd(name switch { "sha256" => "SHA-256", "sha512" => "SHA-512", "sha1" => "SHA-1", _ => name }, digest);
        return known with { Type = "application", Version = known.Version.Length > 0 ? known.Version : result.Target.Version, Hashes = hashes };
    }

    private static void Component(Utf8JsonWriter writer, Component component, string reference)
    {
        writer.WriteStartObject();
        writer.WriteString("type", s_types.Contains(component.Type) ? component.Type : "library");
        writer.WriteString("bom-ref", reference);
        writer.WriteString("name", component.Name);
        if (component.Version.Length > 0)
            writer.WriteString("version", component.Version);
        (string Name, string Digest)[] hashes = [.. component.Hashes.Where(IsHash).Select(hash => (hash.Key, hash.Value))];
        if (hashes.Length > 0)
        {
            writer.WriteStartArray("hashes");
            foreach ((string name, string digest) in hashes)
            {
                writer.WriteStartObject();
                writer.WriteString("alg", name);
                writer.WriteString("content", digest);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        Licences(writer, component.Licences);
        if (component.Purl is { Length: > 0 } purl)
            writer.WriteString("purl", purl);
        if (component.Path.Length > 0)
        {
            writer.WriteStartObject("evidence");
            writer.WriteStartArray("occurrences");
            writer.WriteStartObject();
            writer.WriteString("location", component.Path);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Licences(Utf8JsonWriter writer, IReadOnlyList<string> licences)
    {
        string[] given = [.. licences.Where(licence => !string.IsNullOrWhiteSpace(licence)).Distinct(StringComparer.Ordinal)];
        if (given.Length == 0)
            return;
        writer.WriteStartArray("licenses");
        foreach (string licence in given)
        {
            writer.WriteStartObject();
            // The schema takes one expression alone, or any number of licences; an id must be one of SPDX's, so what is not known as one is given as a name.
            if (given.Length == 1 && SpdxLicences.IsExpression(licence))
                writer.WriteString("expression", licence);
            else
            {
                writer.WriteStartObject("license");
                writer.WriteString(SpdxLicences.IsId(licence) ? "id" : "name", licence);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static bool IsHash(KeyValuePair<string, string> hash) =>
        Array.Exists(s_hashes, known => known.Name == hash.Key && hash.Value?.Length == known.Digits) && hash.Value.All(char.IsAsciiHexDigit);

    // The same audit has the same serial number; version 8 of RFC 9562 is for values made in one's own way.
    private static string Serial(AuditResult result)
    {
        string seed = $"{result.Target.Source}\n{result.Target.Digests.GetValueOrDefault("sha256")}\n{result.Times.Started:O}";
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes(seed))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        string digits = Convert.ToHexStringLower(bytes);
        return $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}";
    }
}
