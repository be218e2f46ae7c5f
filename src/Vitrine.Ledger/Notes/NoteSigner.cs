using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Ledger.Notes;

/// <summary>
/// A private key with a name. It signs notes, or cosigns checkpoints: one key is never for both, so that no signature of one kind can pass as one of the other.
/// </summary>
public sealed class NoteSigner : IDisposable
{
    private const string PrivatePrefix = "PRIVATE+KEY+";
    private readonly byte[] _seed;
    private bool _isDisposed;

    private NoteSigner(string name, byte algorithm, byte[] seed) => (_seed, Verifier) = (seed, new VerifierKey(name, algorithm, Ed25519.PublicKey(seed)));

    /// <summary>The public half.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>Who signs.</summary>
    public string Name => Verifier.Name;

    /// <summary>A new random key.</summary>
    /// <param name="name">Who signs: not empty, without spaces and plus.</param>
    /// <param name="algorithm"><see cref="VerifierKey.Ed25519Algorithm"/>, or <see cref="VerifierKey.CosignatureAlgorithm"/> for a witness.</param>
    /// <exception cref="ArgumentException">No key can have that name or algorithm.</exception>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static NoteSigner Generate(string name, byte algorithm = VerifierKey.Ed25519Algorithm)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!KeyText.IsName(name))
            throw new ArgumentException($"A key's name has 1 to {KeyText.MaxName} characters, no space and no plus.", nameof(name));
        if (algorithm is not (VerifierKey.Ed25519Algorithm or VerifierKey.CosignatureAlgorithm))
            throw new ArgumentException("A key is for signing (1) or for cosigning (4).", nameof(algorithm));
        return new NoteSigner(name, algorithm, RandomNumberGenerator.GetBytes(Ed25519.SeedBytes));
    }

    /// <summary>Reads <c>PRIVATE+KEY+name+hex(id)+base64(algorithm ‖ seed)</c>, as golang.org/x/mod/sumdb/note writes it.</summary>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static bool TryParse(string skey, [NotNullWhen(true)] out NoteSigner? signer)
    {
        ArgumentNullException.ThrowIfNull(skey);
        signer = null;
        if (!skey.StartsWith(PrivatePrefix, StringComparison.Ordinal)
            || !KeyText.TryRead(skey.AsSpan(PrivatePrefix.Length), out string name, out uint id, out byte algorithm, out byte[] seed))
        {
            return false;
        }

        var read = new NoteSigner(name, algorithm, seed);
        if (read.Verifier.Id == id)
            signer = read;
        else
            read.Dispose();
        return signer is not null;
    }

    /// <summary>The text that <see cref="TryParse"/> reads. It is the secret itself.</summary>
    public string ToPrivateText()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return PrivatePrefix + KeyText.Write(Name, Verifier.Id, Verifier.Algorithm, _seed);
    }

    /// <summary>Signs a note's text.</summary>
    /// <param name="text">Ends in a newline; no other control characters.</param>
    /// <exception cref="ArgumentException">No note can have that text.</exception>
    /// <exception cref="InvalidOperationException">The key is a cosigner's.</exception>
    public NoteSignature Sign(string text)
    {
        SignedNote.ThrowUnlessText(text);
        ThrowUnless(VerifierKey.Ed25519Algorithm, "signs nothing but checkpoints with the time, as a cosigner");
        return new NoteSignature(Name, Verifier.Id, SignBytes(Encoding.UTF8.GetBytes(text), []));
    }

    /// <summary>Cosigns a checkpoint: states that this is the largest tree of its log seen up to the time.</summary>
    /// <param name="checkpointText">The note's text, a checkpoint.</param>
    /// <param name="time">Written in whole seconds; not before 1970.</param>
    /// <exception cref="ArgumentException">The text is no checkpoint.</exception>
    /// <exception cref="InvalidOperationException">The key is not a cosigner's.</exception>
    public NoteSignature Cosign(string checkpointText, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(checkpointText);
        long seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(time));
        if (!Checkpoint.TryParse(checkpointText, out _))
            throw new ArgumentException("Only a checkpoint can be cosigned.", nameof(checkpointText));
        ThrowUnless(VerifierKey.CosignatureAlgorithm, "signs notes and cannot cosign");
        byte[] timestamp = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(timestamp, seconds);
        return new NoteSignature(Name, Verifier.Id, SignBytes(VerifierKey.CosignedMessage(checkpointText, seconds), timestamp));
    }

    /// <summary>Overwrites the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_seed);
        _isDisposed = true;
    }

    private byte[] SignBytes(byte[] message, ReadOnlySpan<byte> before)
    {
        byte[] bytes = new byte[before.Length + Ed25519.SignatureBytes];
        before.CopyTo(bytes);
        Ed25519.Sign(_seed, message, bytes.AsSpan(before.Length));
        return bytes;
    }

    private void ThrowUnless(byte algorithm, string otherwise)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Verifier.Algorithm != algorithm)
            throw new InvalidOperationException($"The key {Name} {otherwise}.");
    }
}
