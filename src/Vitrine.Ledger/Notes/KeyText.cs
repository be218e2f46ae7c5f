using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Ledger.Notes;

/// <summary>
/// The form that verifier keys and private keys share, <c>name+hex(id)+base64(algorithm ‖ key)</c>, and the rules for names and ids (C2SP signed-note).
/// </summary>
internal static class KeyText
{
    /// <summary>The longest name, in characters; a bound of ours.</summary>
    public const int MaxName = 512;
    private const int MaxText = MaxName + 128, IdDigits = 8;

    /// <summary>Not empty, no Unicode space, no plus, nothing that a note may not contain.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxName)
            return false;
        while (!name.IsEmpty)
        {
            // White space is all in the first plane, so a rune is looked at only to find halves of a pair.
            if (Rune.DecodeFromUtf16(name, out Rune rune, out int length) != System.Buffers.OperationStatus.Done
                || rune.Value is < ' ' or '+' || Rune.IsWhiteSpace(rune))
            {
                return false;
            }

            name = name[length..];
        }

        return true;
    }

    /// <summary>SHA-256(name ‖ LF ‖ algorithm ‖ public key), its first four bytes.</summary>
    public static uint Id(string name, byte algorithm, ReadOnlySpan<byte> publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', algorithm, .. publicKey]));

    public static string Write(string name, uint id, byte algorithm, ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[1 + key.Length];
        bytes[0] = algorithm;
        key.CopyTo(bytes[1..]);
        string text = $"{name}+{id:x8}+{Convert.ToBase64String(bytes)}";
        CryptographicOperations.ZeroMemory(bytes);
        return text;
    }

    /// <summary>Takes the text apart. Whether the id belongs to the key is the caller's to check.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out string name, out uint id, out byte algorithm, out byte[] key)
    {
        (name, id, algorithm, key) = ("", 0, 0, []);
        // The base64 may contain a plus too: the name ends at the first, the id at the second.
        int first = text.Length > MaxText ? -1 : text.IndexOf('+');
        if (first < 0 || !IsName(text[..first]))
            return false;
        ReadOnlySpan<char> rest = text[(first + 1)..];
        if (rest.Length <= IdDigits || rest[IdDigits] != '+' || !TryReadId(rest[..IdDigits], out id)
            || !CanonicalBase64.TryDecode(rest[(IdDigits + 1)..], out byte[] bytes))
        {
            return false;
        }

        bool isKey = bytes.Length == 1 + Ed25519.PublicKeyBytes && bytes[0] is (VerifierKey.Ed25519Algorithm or VerifierKey.CosignatureAlgorithm);
        if (isKey)
            (name, algorithm, key) = (text[..first].ToString(), bytes[0], bytes[1..]);
        CryptographicOperations.ZeroMemory(bytes);
        return isKey;
    }

    private static bool TryReadId(ReadOnlySpan<char> digits, out uint id)
    {
        id = 0;
        foreach (char digit in digits)
        {
            if (digit is not (>= '0' and <= '9' or >= 'a' and <= 'f'))
                return false;
            id = (id << 4) | (uint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }

        return true;
    }
}
