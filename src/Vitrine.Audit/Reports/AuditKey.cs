using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Notes;

namespace Vitrine.Audit.Reports;

/// <summary>
/// The key that this machine's reports are signed with. It signs nothing else: the ledger has a key of its own, so that no signature of one kind can pass as
/// one of the other.
/// </summary>
public sealed class AuditKey : IDisposable
{
    private const string Label = "PRIVATE KEY";
    private const int MaximumSize = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // PKCS #8 of RFC 8410, section 7: version 0, OID 1.3.101.112, OCTET STRING in an OCTET STRING; the seed's 32 bytes follow.
    private static readonly byte[] s_prefix = Convert.FromHexString("302e020100300506032b657004220420");

    private readonly byte[] _seed;
    private bool _isDisposed;

    private AuditKey(byte[] seed) => (_seed, Public) = (seed, new AuditPublicKey(Ed25519.PublicKey(seed)));

    /// <summary>The public half.</summary>
    public AuditPublicKey Public { get; }

    /// <summary>A new random key.</summary>
    public static AuditKey Generate() => new(RandomNumberGenerator.GetBytes(Ed25519.SeedBytes));

    /// <summary>Reads the key of a directory of keys (<c>audit.key</c>), and makes it, with <c>audit.pub</c> beside it, where there is none.</summary>
    /// <exception cref="IOException">It cannot be read or written, or is none.</exception>
    public static AuditKey LoadOrMake(string keys)
    {
        string path = Path.Combine(keys, "audit.key");
        PrivateDirectory.Create(keys, durably: true);
        if (Read(path) is { } known)
            return known;
        using (AuditKey made = Generate())
            Keep(path, made);
        // Not the one just made: another process may have been first.
        AuditKey key = Read(path) ?? throw new IOException($"{path} was removed while it was made.");
        Put(Path.Combine(keys, "audit.pub"), Encoding.ASCII.GetBytes(key.Public.ToPem()), replace: true);
        return key;
    }

    /// <summary>The public half of a directory's key; null where there is no key.</summary>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    public static AuditPublicKey? LoadPublic(string keys)
    {
        using AuditKey? key = Read(Path.Combine(keys, "audit.key"));
        return key?.Public;
    }

    /// <summary>Signs a message.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        byte[] signature = new byte[Ed25519.SignatureBytes];
        Ed25519.Sign(_seed, message, signature);
        return signature;
    }

    /// <summary>Overwrites the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_seed);
        _isDisposed = true;
    }

    private static AuditKey? Read(string path)
    {
        if (SmallFile.Read(path, MaximumSize) is not { } bytes)
            return null;
        byte[] der = new byte[s_prefix.Length + Ed25519.SeedBytes];
        try
        {
            string pem = Encoding.ASCII.GetString(bytes);
            bool isKey = PemEncoding.TryFind(pem, out PemFields fields)
                && pem.AsSpan()[fields.Label].SequenceEqual(Label)
                && fields.DecodedDataLength == der.Length
                && Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], der, out int length)
                && length == der.Length
                && der.AsSpan().StartsWith(s_prefix);
            return isKey
                ? new AuditKey(der[s_prefix.Length..])
                : throw new IOException($"{path} is not an Ed25519 key (PKCS #8 in PEM).\nhint: move it away, and the next audit makes another.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static void Keep(string path, AuditKey key)
    {
        byte[] der = [.. s_prefix, .. key._seed];
        byte[] pem = Encoding.ASCII.GetBytes(PemEncoding.WriteString(Label, der) + "\n");
        try
        {
            Put(path, pem, replace: false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    // Written beside under a name that nobody else has, and given its own only where nobody was first: audits that start at once must end with one key.
    private static void Put(string path, byte[] bytes, bool replace)
    {
        string unborn = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        using (var file = new FileStream(unborn, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(unborn, path, replace);
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            File.Delete(unborn);
        }

        PrivateDirectory.Sync(Path.GetDirectoryName(path)!);
    }
}
