using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Vitrine.Ledger.Notes;

/// <summary>A public key with a name: "vkey" (C2SP signed-note, tlog-cosignature).</summary>
public sealed class VerifierKey
{
    /// <summary>Ed25519 over the note's text.</summary>
    public const byte Ed25519Algorithm = 1;

    /// <summary>Timestamped Ed25519 cosignature of a checkpoint.</summary>
    public const byte CosignatureAlgorithm = 4;

    private readonly byte[] _key;

    internal VerifierKey(string name, byte algorithm, byte[] key) => (Name, Algorithm, _key, Id) = (name, algorithm, key, KeyText.Id(name, algorithm, key));

    /// <summary>Who signs.</summary>
    public string Name { get; }

    /// <summary>The start of the hash of name, algorithm and key; stands in each signature.</summary>
    public uint Id { get; }

    /// <summary><see cref="Ed25519Algorithm"/> or <see cref="CosignatureAlgorithm"/>.</summary>
    public byte Algorithm { get; }

    /// <summary>The public key, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Key => _key;

    /// <summary>Reads <c>name+hex(id)+base64(algorithm ‖ key)</c>. A key whose id is not its own, of another algorithm, or under which signatures prove nothing
    /// (small order) is refused.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        if (!KeyText.TryRead(text, out string name, out uint id, out byte algorithm, out byte[] bytes) || !Edwards25519.IsStrictPoint(bytes))
            return false;
        var read = new VerifierKey(name, algorithm, bytes);
        key = read.Id == id ? read : null;
        return key is not null;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => KeyText.Write(Name, Id, Algorithm, _key);

    /// <summary>Whether the key signed the note's text, and no signature in its name is wrong.</summary>
    public bool Verifies(SignedNote note) => Check(note) == NoteVerdict.Valid;

    /// <summary>Looks at every signature that bears the key's name and id.</summary>
    public NoteVerdict Check(SignedNote note) => Check(note, out _);

    /// <summary>For a cosigner's key: whether it cosigned the checkpoint, and the latest time at which it says to have done so.</summary>
    public bool TryVerifyCosignature(SignedNote note, out DateTimeOffset time)
    {
        bool isGood = Check(note, out long latest) == NoteVerdict.Valid && Algorithm == CosignatureAlgorithm;
        time = isGood ? DateTimeOffset.FromUnixTimeSeconds(latest) : default;
        return isGood;
    }

    /// <summary>The message that a cosignature signs.</summary>
    internal static byte[] CosignedMessage(string checkpointText, long seconds) => Encoding.UTF8.GetBytes($"cosignature/v1\ntime {seconds}\n{checkpointText}");

    private NoteVerdict Check(SignedNote note, out long latest)
    {
        ArgumentNullException.ThrowIfNull(note);
        latest = 0;
        var verdict = NoteVerdict.NotSigned;
        foreach (NoteSignature signature in note.Signatures)
        {
            if (!signature.IsBy(Name, Id))
                continue;
            long seconds = 0;
            bool isGood = Algorithm == CosignatureAlgorithm
                ? IsCosignature(note.Text, signature.Bytes.Span, out seconds)
                : Ed25519.Verify(_key, Encoding.UTF8.GetBytes(note.Text), signature.Bytes.Span);
            if (!isGood)
                return NoteVerdict.Invalid;
            latest = Math.Max(latest, seconds);
            verdict = NoteVerdict.Valid;
        }

        return verdict;
    }

    private bool IsCosignature(string text, ReadOnlySpan<byte> bytes, out long seconds)
    {
        seconds = 0;
        if (bytes.Length != sizeof(long) + Ed25519.SignatureBytes || !Checkpoint.TryParse(text, out _))
            return false;
        // Below zero is above 2^63 - 1, which the specification forbids; no calendar here goes beyond the year 9999.
        seconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && Ed25519.Verify(_key, CosignedMessage(text, seconds), bytes[sizeof(long)..]);
    }
}
