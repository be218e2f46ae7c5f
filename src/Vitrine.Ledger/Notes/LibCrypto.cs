using System.Runtime.InteropServices;

namespace Vitrine.Ledger.Notes;

/// <summary>
/// OpenSSL's Ed25519 (EVP_PKEY-ED25519(7)): .NET has the library loaded for its own cryptography but does not give this algorithm out.
/// </summary>
internal static partial class LibCrypto
{
    public const int EVP_PKEY_ED25519 = 1087;
    private const string Library = "libcrypto.so.3";
    private const ulong OPENSSL_INIT_NO_ATEXIT = 0x00080000;

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial KeyHandle NewPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial KeyHandle NewPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int GetPublicKey(KeyHandle key, Span<byte> bytes, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial DigestHandle NewDigest();

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignInit(DigestHandle digest, nint keyContext, nint type, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(DigestHandle digest, Span<byte> signature, ref nuint signatureLength, ref readonly byte message, nuint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int VerifyInit(DigestHandle digest, nint keyContext, nint type, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(DigestHandle digest, ReadOnlySpan<byte> signature, nuint signatureLength, ref readonly byte message, nuint messageLength);

    /// <summary>Drops what a refused call left for the thread, so that it is not taken for the reason of a later failure elsewhere in the process.</summary>
    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeDigest(nint digest);

    /// <summary>Loads the library; a no-op from the second time on.</summary>
    /// <exception cref="PlatformNotSupportedException">It is not there.</exception>
    public static void Require(string library = Library)
    {
        if (!NativeLibrary.TryLoad(library, typeof(LibCrypto).Assembly, null, out nint handle))
        {
            throw new PlatformNotSupportedException(
                $"Ed25519 signatures need OpenSSL 3, whose library {library} could not be loaded. Hint: install the package libssl3 (Debian, Ubuntu) or openssl-libs (Fedora).");
        }

        // The calls' own stubs hold it from here on.
        NativeLibrary.Free(handle);
        if (!TryKeepAtExit())
            throw new PlatformNotSupportedException($"OpenSSL's library {library} could not be initialised. Hint: the process may lack memory, or be about to end.");
    }

    /// <summary>
    /// Must come before every other call: whichever part of a process uses the library first decides whether it is torn down at exit, and .NET's threads and
    /// finalizers may still be in it then, which ends the process with SIGSEGV after its work is done (OPENSSL_init_crypto(3), OPENSSL_INIT_NO_ATEXIT).
    /// </summary>
    public static bool TryKeepAtExit() => Initialise(OPENSSL_INIT_NO_ATEXIT, 0) == 1;

    [LibraryImport(Library, EntryPoint = "OPENSSL_init_crypto")]
    private static partial int Initialise(ulong options, nint settings);

    /// <summary>An EVP_PKEY.</summary>
    internal sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeKey(handle);
            return true;
        }
    }

    /// <summary>An EVP_MD_CTX.</summary>
    internal sealed class DigestHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeDigest(handle);
            return true;
        }
    }
}
