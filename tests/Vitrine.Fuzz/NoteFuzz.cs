using System.Text;
using Vitrine.Ledger.Notes;

namespace Vitrine.Fuzz;

/// <summary>The readers of signed notes, keys and checkpoints: each text that is taken is the only one for what was read.</summary>
internal static class NoteFuzz
{
    private const string SignedText = "log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    // Seeds made once and for all, so that the notes among the vectors are good ones.
    private static readonly NoteSigner Log = Signer("log.example", VerifierKey.Ed25519Algorithm, 1),
        Witness = Signer("witness.example", VerifierKey.CosignatureAlgorithm, 2);

    /// <summary>A note: what is read is written again; the keys' word is for one text.</summary>
    public static void Note(ReadOnlySpan<byte> input)
    {
        if (!SignedNote.TryParse(input, out SignedNote? note))
            return;
        BrokenPropertyException.Unless(input.SequenceEqual(note.ToBytes()), "a note has one spelling");
        BrokenPropertyException.Unless(note.Signatures.Count is > 0 and <= SignedNote.MaxSignatures && note.Text.EndsWith('\n'),
            "a note has a text and signatures within bounds");
        bool isSigned = Log.Verifier.Verifies(note), isCosigned = Witness.Verifier.TryVerifyCosignature(note, out _);
        BrokenPropertyException.Unless(note.Text == SignedText || !(isSigned || isCosigned), "a signature holds for the text that was signed");
    }

    /// <summary>A checkpoint.</summary>
    public static void ReadCheckpoint(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        if (Checkpoint.TryParse(text, out Checkpoint? checkpoint))
            BrokenPropertyException.Unless(checkpoint.ToText() == text && checkpoint.Size >= 0 && checkpoint.Origin.Length > 0,
                "a checkpoint has one spelling");
    }

    /// <summary>A public or a private key.</summary>
    public static void Key(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        if (VerifierKey.TryParse(text, out VerifierKey? key))
            BrokenPropertyException.Unless(key.ToString() == text, "a verifier key has one spelling");
        if (!NoteSigner.TryParse(text, out NoteSigner? signer))
            return;
        BrokenPropertyException.Unless(signer.ToPrivateText() == text, "a private key has one spelling");
        BrokenPropertyException.Unless(VerifierKey.TryParse(signer.Verifier.ToString(), out _), "a private key has a public one");
        signer.Dispose();
    }

    private static NoteSigner Signer(string name, byte algorithm, byte seed)
    {
        byte[] bytes = new byte[Ed25519.SeedBytes];
        bytes[0] = seed;
        string text = "PRIVATE+KEY+" + KeyText.Write(name, KeyText.Id(name, algorithm, Ed25519.PublicKey(bytes)), algorithm, bytes);
        return NoteSigner.TryParse(text, out NoteSigner? signer) ? signer : throw new InvalidOperationException("The target's own key is not read.");
    }
}
