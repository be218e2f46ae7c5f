using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Vitrine.Audit.Wire;

/// <summary>
/// A ClientHello (RFC 8446 section 4.1.2) as lines of text that can be compared: everything that a client chooses, in its order, and nothing that is random in
/// each: the random, the session id and the keys are told by their lengths alone, and reserved values (GREASE, RFC 8701) by that word.
/// </summary>
public static class ClientHelloText
{
    private const int MostShown = 256;

    private static readonly Dictionary<int, string> Names = new()
    {
        [0] = "server_name",
        [5] = "status_request",
        [10] = "supported_groups",
        [11] = "ec_point_formats",
        [13] = "signature_algorithms",
        [16] = "alpn",
        [18] = "signed_certificate_timestamp",
        [21] = "padding",
        [22] = "encrypt_then_mac",
        [23] = "extended_master_secret",
        [27] = "compress_certificate",
        [28] = "record_size_limit",
        [34] = "delegated_credential",
        [35] = "session_ticket",
        [41] = "pre_shared_key",
        [42] = "early_data",
        [43] = "supported_versions",
        [44] = "cookie",
        [45] = "psk_key_exchange_modes",
        [49] = "post_handshake_auth",
        [50] = "signature_algorithms_cert",
        [51] = "key_share",
        [17513] = "application_settings",
        [17613] = "application_settings",
        [65037] = "encrypted_client_hello",
        [65281] = "renegotiation_info",
    };

    /// <summary>Writes the hello that the records begin with. Never throws: where the bytes are not what they should be the text ends and says so.</summary>
    public static string Of(ReadOnlySpan<byte> records)
    {
        var text = new StringBuilder();
        WireState state = HelloRecords.Read(records, out byte[] message, out IReadOnlyList<string> seen, out _);
        text.Append("records: ").AppendJoin(", ", seen).Append('\n');
        if (state != WireState.Complete || !TryWrite(message, text))
            text.Append(state == WireState.Incomplete ? "incomplete\n" : "malformed\n");
        return text.ToString();
    }

    private static bool TryWrite(ReadOnlySpan<byte> message, StringBuilder text)
    {
        var reader = new FieldReader(message);
        if (!reader.TryReadUInt16(out ushort version) || !reader.TryTake(32, out _) || !reader.TryTakeVector(1, out ReadOnlySpan<byte> session))
            return false;
        text.Append(CultureInfo.InvariantCulture, $"version: {version:x4}\nsession id: {session.Length}\n");
        if (!reader.TryTakeVector(2, out ReadOnlySpan<byte> ciphers) || ciphers.Length % 2 != 0 || !reader.TryTakeVector(1, out ReadOnlySpan<byte> compression))
            return false;
        text.Append("ciphers: ").Append(Values(ciphers)).Append("\ncompression: ").Append(Convert.ToHexStringLower(compression)).Append('\n');
        if (reader.IsAtEnd)
        {
            text.Append("no extensions\n");
            return true;
        }

        if (!reader.TryTakeVector(2, out ReadOnlySpan<byte> extensions))
            return false;
        var list = new FieldReader(extensions);
        while (!list.IsAtEnd)
        {
            if (!list.TryReadUInt16(out ushort type) || !list.TryTakeVector(2, out ReadOnlySpan<byte> data))
                return false;
            if (IsReserved(type))
                text.Append("extension GREASE: ").Append(Hex(data)).Append('\n');
            else
                text.Append(CultureInfo.InvariantCulture, $"extension {type:x4} {Names.GetValueOrDefault(type, "unknown")}: ")
                    .Append(Describe(type, data))
                    .Append('\n');
        }

        if (!reader.IsAtEnd)
            text.Append(CultureInfo.InvariantCulture, $"behind the extensions: {reader.Rest.Length}\n");
        return true;
    }

    private static string Describe(ushort type, ReadOnlySpan<byte> data)
    {
        var reader = new FieldReader(data);
        switch (type)
        {
            case 0 when reader.TryTakeVector(2, out ReadOnlySpan<byte> names) && reader.IsAtEnd && names.Length >= 3 && names[0] == 0
                && BinaryPrimitives.ReadUInt16BigEndian(names[1..]) == names.Length - 3:
                return Printable(names[3..]);
            case 10 or 13 or 50 when reader.TryTakeVector(2, out ReadOnlySpan<byte> values) && reader.IsAtEnd && values.Length % 2 == 0:
                return Values(values);
            case 43 when reader.TryTakeVector(1, out ReadOnlySpan<byte> versions) && reader.IsAtEnd && versions.Length % 2 == 0:
                return Values(versions);
            case 16 when TryReadProtocols(data, out string protocols):
                return protocols;
            case 51 when TryReadShares(data, out string shares):
                return shares;
            case 41 when TryReadKeys(data, out string keys):
                return keys;
            case 21:
                return data.ContainsAnyExcept((byte)0) ? Hex(data) : Length(data);
            // A ticket, a cookie and what is encrypted differ each time.
            case 35 or 41 or 44 or 51 or 65037:
                return Length(data);
            default:
                return Hex(data);
        }
    }

    private static bool TryReadProtocols(ReadOnlySpan<byte> data, out string text)
    {
        text = "";
        var reader = new FieldReader(data);
        if (!reader.TryTakeVector(2, out ReadOnlySpan<byte> list) || !reader.IsAtEnd)
            return false;
        var names = new List<string>();
        for (var each = new FieldReader(list); !each.IsAtEnd;)
        {
            if (!each.TryTakeVector(1, out ReadOnlySpan<byte> name))
                return false;
            names.Add(name.Length == 2 && name[0] == name[1] && (name[0] & 0x0f) == 0x0a ? "GREASE" : Printable(name));
        }

        text = string.Join(' ', names);
        return true;
    }

    private static bool TryReadShares(ReadOnlySpan<byte> data, out string text)
    {
        text = "";
        var reader = new FieldReader(data);
        if (!reader.TryTakeVector(2, out ReadOnlySpan<byte> list) || !reader.IsAtEnd)
            return false;
        var shares = new List<string>();
        for (var each = new FieldReader(list); !each.IsAtEnd;)
        {
            if (!each.TryReadUInt16(out ushort group) || !each.TryTakeVector(2, out ReadOnlySpan<byte> key))
                return false;
            shares.Add($"{Value(group)}({key.Length})");
        }

        text = string.Join(' ', shares);
        return true;
    }

    private static bool TryReadKeys(ReadOnlySpan<byte> data, out string text)
    {
        text = "";
        var reader = new FieldReader(data);
        if (!reader.TryTakeVector(2, out ReadOnlySpan<byte> list) || !reader.TryTakeVector(2, out ReadOnlySpan<byte> binders) || !reader.IsAtEnd)
            return false;
        var lengths = new List<int>();
        for (var each = new FieldReader(list); !each.IsAtEnd;)
        {
            if (!each.TryTakeVector(2, out ReadOnlySpan<byte> identity) || !each.TryTake(4, out _))
                return false;
            lengths.Add(identity.Length);
        }

        text = $"identities {string.Join(' ', lengths)}; binders {binders.Length}";
        return true;
    }

    private static string Values(ReadOnlySpan<byte> bytes)
    {
        var values = new List<string>(bytes.Length / 2);
        for (int i = 0; i + 1 < bytes.Length; i += 2)
            values.Add(Value(BinaryPrimitives.ReadUInt16BigEndian(bytes[i..])));
        return string.Join(' ', values);
    }

    private static string Value(ushort value) => IsReserved(value) ? "GREASE" : value.ToString("x4", CultureInfo.InvariantCulture);

    private static bool IsReserved(ushort value) => (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);

    private static string Length(ReadOnlySpan<byte> data) => string.Create(CultureInfo.InvariantCulture, $"{data.Length} bytes");

    private static string Hex(ReadOnlySpan<byte> data) =>
        data.IsEmpty ? "empty" : data.Length <= MostShown ? Convert.ToHexStringLower(data) : $"{Convert.ToHexStringLower(data[..MostShown])}… {Length(data)}";

    private static string Printable(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
            if (b is <= 0x20 or >= 0x7f)
                return "0x" + Convert.ToHexStringLower(text);
        return Encoding.ASCII.GetString(text);
    }
}
