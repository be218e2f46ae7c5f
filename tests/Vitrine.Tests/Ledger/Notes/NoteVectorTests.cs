using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

/// <summary>Notes that others published, with what their keys say.</summary>
public sealed class NoteVectorTests
{
    private const string PeterNeumann = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "vectors", "c2sp");

    public static TheoryData<string, string, NoteVerdict> Expected()
    {
        var rows = new TheoryData<string, string, NoteVerdict>();
        foreach (string[] row in File.ReadLines(Path.Combine(Folder, "expected.tsv")).Select(line => line.Split('\t')))
            rows.Add(row[0], row[1], Enum.Parse<NoteVerdict>(row[2]));
        return rows;
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_published_note_is_what_its_key_says(string file, string vkey, NoteVerdict verdict)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        Assert.True(SignedNote.TryParse(bytes, out SignedNote? note));
        Assert.True(VerifierKey.TryParse(vkey, out VerifierKey? key));
        Assert.Equal(verdict, key.Check(note));
        Assert.Equal(verdict == NoteVerdict.Valid, key.Verifies(note));
        Assert.Equal(vkey, key.ToString());
        Assert.Equal(bytes, note.ToBytes());
    }

    [Fact]
    public void Signing_with_a_published_key_gives_the_published_note()
    {
        Assert.True(NoteSigner.TryParse(PeterNeumann, out NoteSigner? signer));
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(Path.Combine(Folder, "go-one-signature.note")), out SignedNote? note));
        Assert.Equal(note.ToBytes(), SignedNote.Create(note.Text, signer.Sign(note.Text)).ToBytes());
        Assert.Equal("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", signer.Verifier.ToString());
        Assert.Equal(PeterNeumann, signer.ToPrivateText());
        signer.Dispose();
    }

    [Fact]
    public void A_text_with_empty_lines_ends_at_the_last_of_them()
    {
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(Path.Combine(Folder, "signed-note-poem.note")), out SignedNote? note));
        Assert.Equal("Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n", note.Text);
        Assert.Equal("quasimodo.example/salvatore", Assert.Single(note.Signatures).Name);
    }

    [Fact]
    public void The_specification_s_cosigned_checkpoint_is_read_and_its_cosigned_message_is_the_printed_one()
    {
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(Path.Combine(Folder, "tlog-cosignature.note")), out SignedNote? note));
        Assert.True(Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint));
        Assert.Equal(("example.com/behind-the-sofa", 20852163L), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(note.Text, checkpoint.ToText());
        NoteSignature cosignature = note.Signatures[1];
        long time = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(cosignature.Bytes.Span);
        Assert.Equal((0x8d66cf3f, 72), (cosignature.KeyId, cosignature.Bytes.Length));
        Assert.Equal(
            "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            Encoding.UTF8.GetString(VerifierKey.CosignedMessage(note.Text, time)));
    }
}
