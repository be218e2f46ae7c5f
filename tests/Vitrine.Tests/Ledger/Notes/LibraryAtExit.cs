using System.Runtime.InteropServices;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;

namespace Vitrine.Tests.Ledger.Notes;

/// <summary>The child of <see cref="LibraryAtExitTests"/>: uses OpenSSL, asks it to abort the process when it tears itself down, and ends.</summary>
internal static partial class LibraryAtExit
{
    public const string Argument = "--openssl-at-exit";

    // OPENSSL_INIT_LOAD_CRYPTO_STRINGS: to be asked for nothing, the library does nothing.
    private const ulong LoadStrings = 2;

    /// <summary>The ways in which the library may be used first.</summary>
    public enum FirstUse
    {
        /// <summary>By nobody of ours: the library's own way, which shows that the child would notice.</summary>
        Other,

        /// <summary>By a signature.</summary>
        Signature,

        /// <summary>By a hash of the tree.</summary>
        Hash,
    }

    public static int Run(FirstUse first)
    {
        if (first == FirstUse.Signature)
            Ed25519.PublicKey(new byte[Ed25519.SeedBytes]);
        else if (first == FirstUse.Hash)
            Sha256.Hash("one"u8, new byte[TreeHash.Length]);
        else if (Initialise(LoadStrings, 0) != 1)
            return 1;
        nint libc = NativeLibrary.Load("libc.so.6");
        return OnTearDown(NativeLibrary.GetExport(libc, "abort")) == 1 ? 0 : 1;
    }

    [LibraryImport("libcrypto.so.3", EntryPoint = "OPENSSL_init_crypto")]
    private static partial int Initialise(ulong options, nint settings);

    [LibraryImport("libcrypto.so.3", EntryPoint = "OPENSSL_atexit")]
    private static partial int OnTearDown(nint handler);
}
