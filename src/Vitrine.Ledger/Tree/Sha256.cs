using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vitrine.Ledger.Notes;

namespace Vitrine.Ledger.Tree;

/// <summary>
/// SHA-256 of short messages. A tree hashes two of them for each entry, and .NET's one-shot call spends three quarters of its time on setting OpenSSL up
/// again each time; here a thread keeps its context (EVP_DigestInit(3)). Where OpenSSL 3 is not to be had, .NET's call does the work.
/// </summary>
internal static unsafe partial class Sha256
{
    private const string Library = "libcrypto.so.3";
    // The garbage collector waits for a call that does not say it is native, so such a call must be over within a microsecond or so.
    private const int Short = 1024;

    private static readonly nint s_algorithm = Algorithm();

    [ThreadStatic]
    private static Context? t_context;

    /// <summary>Writes the 32 bytes of the hash.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (message.Length > Short || s_algorithm == 0 || !TryHash(message, hash))
            SHA256.HashData(message, hash);
    }

    private static nint Algorithm() =>
        NativeLibrary.TryLoad(Library, typeof(Sha256).Assembly, null, out _) && LibCrypto.TryKeepAtExit() ? FetchAlgorithm(0, "SHA256", 0) : 0;

    private static bool TryHash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (hash.Length < TreeHash.Length)
            throw new ArgumentException($"A hash has {TreeHash.Length} bytes; there is room for {hash.Length}.", nameof(hash));
        Context context = t_context ??= Context.Create(s_algorithm);
        bool isDone;
        fixed (byte* from = message, to = hash)
        {
            // No algorithm means the one that was set.
            isDone = !context.IsInvalid && Restart(context.Value, 0, 0) == 1
                && Update(context.Value, from, (nuint)message.Length) == 1 && Final(context.Value, to, null) == 1;
        }

        // The finalizer frees the context; it must not run while the context is in use.
        GC.KeepAlive(context);
        return isDone;
    }

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FetchAlgorithm(nint libraryContext, string algorithm, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestInit_ex2")]
    private static partial int Start(nint context, nint algorithm, nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_DigestInit_ex2"), SuppressGCTransition]
    private static partial int Restart(nint context, nint algorithm, nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_DigestUpdate"), SuppressGCTransition]
    private static partial int Update(nint context, byte* bytes, nuint count);

    [LibraryImport(Library, EntryPoint = "EVP_DigestFinal_ex"), SuppressGCTransition]
    private static partial int Final(nint context, byte* hash, uint* length);

    /// <summary>An EVP_MD_CTX, or nothing when OpenSSL did not give one with the algorithm.</summary>
    private sealed class Context() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        public nint Value => handle;

        public static Context Create(nint algorithm)
        {
            var context = new Context();
            context.SetHandle(NewContext());
            if (!context.IsInvalid && Start(context.Value, algorithm, 0) != 1)
            {
                context.ReleaseHandle();
                context.SetHandle(0);
            }

            return context;
        }

        protected override bool ReleaseHandle()
        {
            FreeContext(handle);
            return true;
        }
    }
}
