using System.Buffers.Text;
using System.Text.Json;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>The checks that some vendors build into their tokens.</summary>
internal static class Checksums
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>What the token says about itself.</summary>
    public static SecretCheck Of(SecretChecksum kind, ReadOnlySpan<byte> token) => kind switch
    {
        SecretChecksum.GitHub => Is(GitHub(token)),
        SecretChecksum.GitLab => token.Length > 30 && token[^10] == '.' ? Is(GitLab(token)) : SecretCheck.None,
        SecretChecksum.Aws => Is(AwsAccount(token) is > 0 and < 1_000_000_000_000),
        SecretChecksum.Jwt => Is(JwtHeader(token)),
        SecretChecksum.Wif => Is(Base58Check(token)),
        _ => SecretCheck.None,
    };

    private static SecretCheck Is(bool right) => right ? SecretCheck.Right : SecretCheck.Wrong;

    /// <summary>
    /// "Behind GitHub's new authentication token formats": the last six characters are the CRC-32 of those between prefix and checksum, in base 62. npm says
    /// the same of its tokens.
    /// </summary>
    private static bool GitHub(ReadOnlySpan<byte> token)
    {
        int body = token.IndexOf((byte)'_') + 1;
        if (token.Length - body < 12)
            return false;
        uint crc = Crc32(token[body..^6]);
        for (int i = token.Length - 1; i >= token.Length - 6; i--, crc /= 62)
            if (token[i] != Base62[(int)(crc % 62)])
                return false;
        return true;
    }

    /// <summary>GitLab's routable tokens end in <c>.LLCCCCCCC</c>: length of the payload and CRC-32 of all before the checksum, both base 36.</summary>
    private static bool GitLab(ReadOnlySpan<byte> token)
    {
        uint crc = Crc32(token[..^7]);
        for (int i = token.Length - 1; i >= token.Length - 7; i--, crc /= 36)
            if (token[i] != "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(crc % 36)])
                return false;
        return true;
    }

    /// <summary>The account number: bits 1 to 40 of the base-32 text behind the prefix. Older keys, from before 2019, do not hold it.</summary>
    public static long AwsAccount(ReadOnlySpan<byte> keyId)
    {
        long bits = 0;
        if (keyId.Length < 14)
            return -1;
        foreach (byte c in keyId[4..14])
        {
            int digit = c is >= (byte)'A' and <= (byte)'Z' ? c - 'A' : c is >= (byte)'2' and <= (byte)'7' ? c - '2' + 26 : -1;
            if (digit < 0)
                return -1;
            bits = bits << 5 | (uint)digit;
        }

        return (bits >> 2 & 0x7FFFFFFFFF80) >> 7;
    }

    /// <summary>RFC 7515, section 4: the header is a JSON object that has <c>alg</c>.</summary>
    public static bool JwtHeader(ReadOnlySpan<byte> token)
    {
        int dot = token.IndexOf((byte)'.');
        if (dot is < 4 or > 2048)
            return false;
        Span<byte> header = stackalloc byte[1600];
        if (!Base64Url.TryDecodeFromUtf8(token[..dot], header, out int length))
            return false;
        try
        {
            var reader = new Utf8JsonReader(header[..length]);
            bool found = false;
            while (reader.Read())
                found |= reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("alg"u8);
            return found;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Bitcoin's Base58Check: the last four bytes are the first of SHA-256 of SHA-256 of those before.</summary>
    private static bool Base58Check(ReadOnlySpan<byte> token)
    {
        Span<byte> bytes = stackalloc byte[40];
        bytes.Clear();
        int length = 0;
        foreach (byte character in token)
        {
            int carry = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".IndexOf((char)character, StringComparison.Ordinal);
            for (int i = 0; i < length; i++)
            {
                carry += 58 * bytes[39 - i];
                bytes[39 - i] = (byte)carry;
                carry >>= 8;
            }

            for (; carry > 0; carry >>= 8)
            {
                if (length == bytes.Length)
                    return false;
                bytes[39 - length++] = (byte)carry;
            }
        }

        if (length is not (37 or 38))
            return false;
        ReadOnlySpan<byte> whole = bytes[(40 - length)..];
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(whole[..^4], hash);
        System.Security.Cryptography.SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(whole[^4..]);
    }

    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = crc >> 8 ^ CrcTable[(byte)(crc ^ value)];
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
