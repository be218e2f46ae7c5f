using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

public sealed class CheckpointTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", EmptyRoot = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    [Theory]
    [InlineData("o\n1\n" + Root + "\n", 1)]
    [InlineData("o\n9223372036854775807\n" + Root + "\n", long.MaxValue)]
    [InlineData("o\n0\n" + EmptyRoot + "\n", 0)]
    [InlineData("o p+q\n7\n" + Root + "\nfirst\nsecond line\n", 7)]
    public void A_checkpoint_is_read_and_written_again(string text, long size)
    {
        Assert.True(Checkpoint.TryParse(text, out Checkpoint? checkpoint));
        Assert.Equal(size, checkpoint.Size);
        Assert.Equal(text, checkpoint.ToText());
        Assert.True(Checkpoint.TryParse(text, out Checkpoint? same));
        Assert.Equal(checkpoint, same);
        Assert.NotEqual(checkpoint, same with { Extensions = ["other"] });
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("o\n1\n" + Root)]
    [InlineData("o\n1\n")]
    [InlineData("\n1\n" + Root + "\n")]
    [InlineData("o\n\n" + Root + "\n")]
    [InlineData("o\n1\n" + Root + "\n\n")]
    [InlineData("o\n1\n" + Root + "\n\nx\n")]
    [InlineData("o\n01\n" + Root + "\n")]
    [InlineData("o\n00\n" + EmptyRoot + "\n")]
    [InlineData("o\n+1\n" + Root + "\n")]
    [InlineData("o\n-1\n" + Root + "\n")]
    [InlineData("o\n 1\n" + Root + "\n")]
    [InlineData("o\n1 \n" + Root + "\n")]
    [InlineData("o\n1e3\n" + Root + "\n")]
    [InlineData("o\n1,000\n" + Root + "\n")]
    [InlineData("o\n\u0661\n" + Root + "\n")]
    [InlineData("o\n9223372036854775808\n" + Root + "\n")]
    [InlineData("o\n18446744073709551617\n" + Root + "\n")]
    [InlineData("o\n0\n" + Root + "\n")] // The empty tree has one root.
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")] // Bits behind the last byte.
    [InlineData("o\n1\n CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n")]
    [InlineData("o\n1\n" + Root + "AAAA\n")]
    [InlineData("o\r\n1\r\n" + Root + "\r\n")]
    [InlineData("o\n1\n" + Root + "\n\0\n")]
    public void What_is_no_checkpoint_is_refused(string text) => Assert.False(Checkpoint.TryParse(text, out _));

    [Fact]
    public void The_empty_tree_has_the_hash_of_nothing() => Assert.Equal(EmptyRoot, TreeHash.Empty.ToBase64());

    [Fact]
    public void No_text_is_written_that_would_be_read_as_something_else()
    {
        TreeHash root = Rfc6962.Leaf([1]);
        foreach (Checkpoint wrong in (Checkpoint[])[new("", 1, root), new("a\nb", 1, root), new("a", -1, root), new("a", 0, root), new("a", 1, root, [""]),
            new("a", 1, root, ["b\nc"]), new("a\t", 1, root)])
        {
            Assert.Throws<InvalidOperationException>(wrong.ToText);
        }
    }

    [Fact]
    public void Any_text_is_refused_or_written_again_as_it_was()
    {
        Gen<string> piece = Gen.Elements("\n", "o", "1", "0", "23", Root, EmptyRoot, "x", " ", "\t", "\n1\n" + Root + "\n");
        int read = 0;
        Prop.ForAll(piece.ListOf().Select(string.Concat).ToArbitrary(), text =>
        {
            if (!Checkpoint.TryParse(text, out Checkpoint? checkpoint))
                return true;
            read++;
            return checkpoint.ToText() == text;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        Assert.NotEqual(0, read);
    }
}
