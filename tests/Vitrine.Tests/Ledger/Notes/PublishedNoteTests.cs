using Xunit;
using System.Text;
using Vitrine.Ledger.Notes;

namespace Vitrine.Tests.Ledger.Notes;

/// <summary>The notes that the specifications print, and the checksum database of Go.</summary>
public sealed class PublishedNoteTests
{
    private const string SignedNoteKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private const string SignedNoteExample = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    [Fact]
    public void The_specification_s_note_is_verified_by_its_key()
    {
        Assert.True(VerifierKey.TryParse(SignedNoteKey, out VerifierKey? key));
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(SignedNoteExample), out SignedNote? note));
        Assert.Equal(NoteVerdict.Valid, key.Check(note));
        Assert.Equal(SignedNoteKey, key.ToString());
        Assert.Equal(SignedNoteExample, Encoding.UTF8.GetString(note.ToBytes()));
    }
}
