using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Ledger.Witnessing;

public sealed class AddCheckpointRequestTests
{
    private const string Hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=";

    // The example of the specification, byte for byte.
    private const string Example = """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

        """;

    private static readonly Gen<AddCheckpointRequest> Requests =
        from old in Gen.OneOf(Gen.Choose(0, 300).Select(n => (long)n), Gen.Elements(long.MaxValue, long.MaxValue - 1, 1L << 40))
        from proof in Gen.Choose(0, 255).Select(n => Rfc6962.Leaf([(byte)n])).ListOf()
        from rest in Gen.Choose(0, 255).Select(n => (byte)n).ArrayOf()
        select new AddCheckpointRequest(old, [.. proof.Take(AddCheckpointRequest.MostProofLines)], (byte[])[1, .. rest]);

    [Fact]
    public void The_example_of_the_specification_is_read_and_written_again()
    {
        byte[] body = Encoding.UTF8.GetBytes(Example);
        Assert.True(AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? request));
        Assert.Equal((20852014, 4), (request.OldSize, request.Proof.Count));
        Assert.Equal(Hash, request.Proof[0].ToBase64());
        Assert.True(SignedNote.TryParse(request.Checkpoint.Span, out SignedNote? note));
        Assert.True(Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint));
        Assert.Equal(("example.com/behind-the-sofa", 20852163L, 2), (checkpoint.Origin, checkpoint.Size, note.Signatures.Count));
        Assert.Equal(body, request.ToBytes());
    }

    [Fact]
    public void The_example_of_an_answer_is_a_note_behind_its_checkpoint()
    {
        string text = Example[Example.IndexOf("example.com", StringComparison.Ordinal)..(Example.IndexOf('—', StringComparison.Ordinal) - 1)];
        const string answer = """
            — witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
            — witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==
            — witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==

            """;
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes($"{text}\n{answer}"), out SignedNote? note));
        Assert.Equal(text, note.Text);
        Assert.All(note.Signatures, signature => Assert.Equal(72, signature.Bytes.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0")]
    [InlineData("old 0\n")]
    [InlineData("old 0\n\n")]
    [InlineData("old\n\nx")]
    [InlineData("old \n\nx")]
    [InlineData("old  0\n\nx")]
    [InlineData("Old 0\n\nx")]
    [InlineData(" old 0\n\nx")]
    [InlineData("old 0 \n\nx")]
    [InlineData("old 00\n\nx")]
    [InlineData("old 01\n\nx")]
    [InlineData("old -1\n\nx")]
    [InlineData("old +1\n\nx")]
    [InlineData("old 1e3\n\nx")]
    [InlineData("old 0\r\n\r\nx")]
    [InlineData("old 9223372036854775808\n\nx")]
    [InlineData("old 99999999999999999999\n\nx")]
    [InlineData("old ٣\n\nx")]
    [InlineData("old 1\nx\n\nx")]
    [InlineData("old 1\n" + Hash + "\nx")]
    [InlineData("old 1\n" + Hash + " \n\nx")]
    [InlineData("old 1\n" + Hash + "\r\n\nx")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\nx")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpka==\n\nx")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkawA\n\nx")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7 xbjbMiKA9temvuZZDDpkaw=\n\nx")]
    public void What_is_not_written_as_specified_is_no_request(string body) => Assert.False(AddCheckpointRequest.TryParse(Encoding.UTF8.GetBytes(body), out _));

    [Fact]
    public void The_bounds_are_those_of_the_specification_and_ours()
    {
        string Body(int lines) => $"old 1\n{string.Concat(Enumerable.Repeat(Hash + "\n", lines))}\nx";
        Assert.True(AddCheckpointRequest.TryParse(Encoding.UTF8.GetBytes(Body(63)), out _));
        Assert.False(AddCheckpointRequest.TryParse(Encoding.UTF8.GetBytes(Body(64)), out _));
        byte[] largest = [.. "old 0\n\n"u8, .. new byte[AddCheckpointRequest.MostBytes - 7]];
        Assert.True(AddCheckpointRequest.TryParse(largest, out _));
        Assert.False(AddCheckpointRequest.TryParse([.. largest, 0], out _));
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Prop.ForAll(Requests.ToArbitrary(), request =>
            AddCheckpointRequest.TryParse(request.ToBytes(), out AddCheckpointRequest? read) && read.OldSize == request.OldSize
            && read.Proof.SequenceEqual(request.Proof) && read.Checkpoint.Span.SequenceEqual(request.Checkpoint.Span)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_read_has_one_spelling() =>
        Prop.ForAll(Requests.ToArbitrary(), Gen.Choose(0, 400).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (request, at, change) =>
        {
            byte[] body = request.ToBytes();
            body[at % body.Length] ^= (byte)change;
            return !AddCheckpointRequest.TryParse(body, out AddCheckpointRequest? read) || read.ToBytes().AsSpan().SequenceEqual(body);
        }).QuickCheckThrowOnFailure();
}
