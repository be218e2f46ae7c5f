using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Runtime.Queries;
using Xunit;

namespace Vitrine.Tests.Runtime.Queries;

public sealed class IndexFormatTests
{
    [Fact]
    public void A_set_of_blocks_is_read_as_it_was_written()
    {
        Gen<(int Blocks, ushort[] Set)> sets = Gen.Choose(1, IndexFormat.MostBlocks).SelectMany(blocks => Gen.Choose(0, 100).SelectMany(percent =>
            Gen.ArrayOf(Gen.Choose(1, 100), blocks).Select(dice => (blocks,
                dice.Select((die, i) => (die, i))
                    .Where(pair => pair.die <= percent)
                    .Select(pair => (ushort)pair.i)
                    .DefaultIfEmpty((ushort)(blocks - 1))
                    .ToArray()))));
        Prop.ForAll(sets.ToArbitrary(), given =>
        {
            var output = new IndexOutput();
            BlockSets.Write(output, given.Set, given.Blocks);
            var input = new IndexInput(output.Written);
            ulong[] read = new ulong[IndexFormat.SetWords];
            BlockSets.Read(ref input, given.Blocks, read);
            var over = new IndexInput(output.Written);
            BlockSets.Read(ref over, given.Blocks, []);
            return input.IsAtEnd
                && over.IsAtEnd
                && Enumerable.Range(0, IndexFormat.MostBlocks)
                    .Where(block => (read[block / 64] & (1UL << (block % 64))) != 0)
                    .SequenceEqual(given.Set.Select(block => (int)block));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Numbers_are_read_as_they_were_written() => Prop.ForAll<long, long>((signed, any) =>
    {
        var output = new IndexOutput();
        output.Signed(signed);
        output.Number((ulong)any);
        var input = new IndexInput(output.Written);
        return input.Signed() == signed && input.Number() == (ulong)any && input.IsAtEnd;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Arbitrary_bytes_are_read_or_refused() => Prop.ForAll<byte[]>(bytes =>
    {
        foreach (Action<byte[]> read in (Action<byte[]>[])[b => IndexHead.Read(b), b => SegmentDirectory.Read(b, new SegmentRecord([], 100, 10, 0, 1, 0, 1)),
            b => ReadSet(b, 3), b => ReadSet(b, 400)])
        {
            try
            {
                read(bytes);
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("head")]
    [InlineData("directory")]
    [InlineData("rows")]
    [InlineData("terms")]
    public void What_the_fuzzer_starts_from_is_read(string name)
    {
        byte[] seed = File.ReadAllBytes(Path.Combine(Corpus(), name))[1..];
        switch (name)
        {
            case "head":
                IndexHead head = IndexHead.Read(seed);
                Assert.Equal((133L, 5000L, "codex", "/work"), (head.Entries, head.End, head.Context.Agent, head.Context.Workspace.ToString()));
                break;
            case "directory":
                SegmentDirectory directory = SegmentDirectory.Read(seed, new SegmentRecord(new byte[16], 1 << 20, 100, 0, 133, 10, 31));
                Assert.Equal([16L, 500, 900], directory.Blocks.Select(block => block.Position));
                break;
            default:
                Assert.NotEmpty(seed);
                break;
        }
    }

    [Fact]
    public void A_list_of_strings_is_one_text_and_other_values_are_apart()
    {
        var text = new EntryText();
        var run = new ProgramRun(7, 1, UnixPath.FromBytes([.. "/b/"u8, 0xFF]), ["git", "push", "Straße É"], new UnixPath("/w"), false);
        Assert.True(text.TryRead(new Entry(1, "session", 0, DateTimeOffset.UnixEpoch, run).ToUtf8()));
        string[] values = [.. Encoding.Latin1.GetString(text.Folded)
            .Split('\u00ff', StringSplitOptions.RemoveEmptyEntries)
            .Select(value => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(value)))];
        Assert.Equal(["PROGRAM-RUN", "7", "1", "/B/\\XFF", "GIT PUSH STRAßE É", "/W"], values);
        Assert.Equal("program-run", text.Kind);
    }

    [Theory]
    [InlineData("https://api.example.com/v1", "api.example.com")]
    [InlineData("https://user@api.example.com:8443/v1?u=http://x", "api.example.com")]
    [InlineData("http://[2001:db8::7]:80/", "2001:db8::7")]
    [InlineData("[2001:db8::7]:443", "2001:db8::7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("db.example:5432", "db.example")]
    [InlineData("", "")]
    [InlineData("://", "")]
    [InlineData("[", "[")]
    public void The_host_is_taken_out_of_a_url_or_destination(string text, string host) => Assert.Equal(host, EntryFacts.HostOf(text));

    private static void ReadSet(byte[] bytes, int blocks)
    {
        var input = new IndexInput(bytes);
        BlockSets.Read(ref input, blocks, new ulong[IndexFormat.SetWords]);
    }

    private static string Corpus()
    {
        string? directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory!, "Vitrine.slnx")))
            directory = Path.GetDirectoryName(directory);
        return Path.Combine(directory!, "tests", "vectors", "fuzz", "query-index");
    }
}
