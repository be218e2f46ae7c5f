using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Store;

/// <summary>
/// The key that a ledger's checkpoints are signed with. Its name is the ledger's origin, which no other ledger has: it ends in random digits.
/// </summary>
public static class LedgerKeys
{
    private const int MaximumSize = 4096;

    /// <summary>
    /// The origin of a new ledger: a prefix, and eight random hexadecimal digits. What is not a letter of <c>a-z</c>, a digit, a dot, a hyphen or a slash
    /// becomes a hyphen, so it can be a note's key name (C2SP signed-note).
    /// </summary>
    public static string NewOrigin(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var origin = new StringBuilder();
        foreach (char letter in prefix.ToLowerInvariant().AsSpan(0, Math.Min(prefix.Length, 200)))
            origin.Append(char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or '/' ? letter : '-');
        return $"{origin}/{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    }

    /// <summary>Reads the key.</summary>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    public static NoteSigner Load(LedgerPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Read(paths.PrivateKey);
    }

    /// <summary>Reads the verifier key; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    public static VerifierKey? LoadVerifier(LedgerPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (DurableFile.ReadWhole(paths.VerifierKey, MaximumSize) is not { } bytes)
            return null;
        return VerifierKey.TryParse(Encoding.UTF8.GetString(bytes).TrimEnd('\n'), out VerifierKey? key)
            ? key
            : throw new IOException($"{paths.VerifierKey} is not a verifier key (name+id+data).");
    }

    internal static NoteSigner Make(string prefix) => NoteSigner.Generate(NewOrigin(prefix));

    /// <summary>Keeps a key that the ledger is about to get.</summary>
    internal static void KeepNext(LedgerPaths paths, NoteSigner signer) => Write(paths.PrivateKey + ".next", signer);

    /// <summary>The key that the ledger was about to get when somebody died; null where there is none.</summary>
    internal static NoteSigner? LoadNext(LedgerPaths paths) => HasNext(paths) ? Read(paths.PrivateKey + ".next") : null;

    /// <summary>Whether there is a key that the ledger was about to get.</summary>
    internal static bool HasNext(LedgerPaths paths) => File.Exists(paths.PrivateKey + ".next");

    /// <summary>Removes a key that the ledger did not get after all.</summary>
    internal static void DropNext(LedgerPaths paths) => File.Delete(paths.PrivateKey + ".next");

    internal static void Keep(LedgerPaths paths, NoteSigner signer)
    {
        DurableFile.Replace(paths.VerifierKey, Encoding.UTF8.GetBytes(signer.Verifier + "\n"));
        Write(paths.PrivateKey, signer);
        File.Delete(paths.PrivateKey + ".next");
    }

    private static void Write(string path, NoteSigner signer)
    {
        byte[] secret = Encoding.UTF8.GetBytes(signer.ToPrivateText() + "\n");
        DurableFile.Replace(path, secret);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static NoteSigner Read(string path)
    {
        byte[] bytes = DurableFile.ReadWhole(path, MaximumSize) ?? throw new LedgerDamagedException($"its key {path} is gone.");
        try
        {
            return NoteSigner.TryParse(Encoding.UTF8.GetString(bytes).TrimEnd('\n'), out NoteSigner? signer)
                ? signer
                : throw new IOException($"{path} is not a signing key (PRIVATE+KEY+name+id+data).");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
