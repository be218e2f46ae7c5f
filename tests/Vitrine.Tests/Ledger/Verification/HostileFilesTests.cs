using System.Diagnostics;
using Vitrine.Ledger.Verification;
using Xunit;
using static Vitrine.Tests.Ledger.Verification.LedgerDirectoryFixture;

namespace Vitrine.Tests.Ledger.Verification;

public sealed class HostileFilesTests : IDisposable
{
    private readonly LedgerDirectoryFixture _ledger = new();

    public HostileFilesTests() => _ledger.Write(Leaves(700));

    public void Dispose() => _ledger.Dispose();

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/000")]
    [InlineData("tile/1/000.p/2")]
    [InlineData("tile/entries/002.p/188")]
    public void Link_pipe_or_directory_in_place_of_a_file_is_named_and_not_followed(string file)
    {
        byte[] bytes = File.ReadAllBytes(_ledger[file]);
        string outside = _ledger["../outside"];
        File.WriteAllBytes(outside, bytes);
        foreach (Action put in (Action[])[
            () => File.CreateSymbolicLink(_ledger[file], outside), () => File.CreateSymbolicLink(_ledger[file], "/dev/zero"),
                () => File.CreateSymbolicLink(_ledger[file], _ledger[file]),
            () => MakePipe(_ledger[file]), () => Directory.CreateDirectory(_ledger[file])])
        {
            File.Delete(_ledger[file]);
            put();
            LedgerVerification found = _ledger.Verify();
            Assert.Equal(LedgerVerdict.Faulty, found.Verdict);
            Assert.Contains(found.Findings, finding => finding.File == file && finding.Fault == LedgerFault.FileForeign);
            if (Directory.Exists(_ledger[file]))
                Directory.Delete(_ledger[file]);
            else
                File.Delete(_ledger[file]);
            File.WriteAllBytes(_ledger[file], bytes);
        }

        Assert.Equal(LedgerVerdict.Clean, _ledger.Verify().Verdict);
    }

    [Fact]
    public void Directory_on_the_way_that_is_a_link_is_named_and_not_followed()
    {
        foreach (string directory in (string[])["tile/0", "tile/entries", "tile/0/002.p", "tile"])
        {
            Directory.Move(_ledger[directory], _ledger["../elsewhere"]);
            Directory.CreateSymbolicLink(_ledger[directory], _ledger["../elsewhere"]);
            LedgerVerification found = _ledger.Verify();
            Assert.Equal(LedgerVerdict.Faulty, found.Verdict);
            Assert.Contains(found.Findings, finding => finding.Fault == LedgerFault.FileForeign);
            Directory.Delete(_ledger[directory]);
            Directory.Move(_ledger["../elsewhere"], _ledger[directory]);
        }
    }

    [Fact]
    public void Huge_files_are_not_read()
    {
        foreach (string file in _ledger.Files())
        {
            byte[] bytes = File.ReadAllBytes(_ledger[file]);
            using (FileStream huge = File.Open(_ledger[file], FileMode.Open))
                huge.SetLength(1L << 40);
            LedgerVerification found = _ledger.Verify();
            Assert.Equal(LedgerVerdict.Faulty, found.Verdict);
            Assert.Contains(found.Findings, finding => finding.File == file);
            File.WriteAllBytes(_ledger[file], bytes);
        }
    }

    [Theory]
    [InlineData("tile/0/003")]
    [InlineData("tile/0/900.p/3")]
    [InlineData("tile/2/001")]
    [InlineData("tile/3/000.p/2")]
    [InlineData("tile/7/000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/999")]
    public void Files_that_do_not_follow_the_checkpoint_without_a_gap_are_named(string file)
    {
        _ledger.WriteFile(file, new byte[32]);
        LedgerVerification found = _ledger.Verify();
        Assert.Equal((LedgerVerdict.Faulty, LedgerFault.FileForeign), (found.Verdict, Assert.Single(found.Findings).Fault));
    }

    [Fact]
    public void Files_of_an_append_that_has_not_finished_are_told_and_are_no_fault()
    {
        string[] before = _ledger.Files();
        byte[] checkpoint = File.ReadAllBytes(_ledger["checkpoint"]);
        _ledger.Write(Leaves(1300));
        foreach (string file in before)
            Assert.True(File.Exists(_ledger[file]) || file.Contains(".p/", StringComparison.Ordinal));
        _ledger.WriteFile("checkpoint", checkpoint);
        // Partial tiles of the signed tree are gone, and the full ones that took their place are there; that of level 1 is needed.
        Assert.Equal(LedgerVerdict.Faulty, _ledger.Verify().Verdict);
        _ledger.WriteFile("tile/1/000.p/2", File.ReadAllBytes(_ledger["tile/1/000.p/5"])[..64]);
        LedgerVerification found = _ledger.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((LedgerVerdict.Clean, 700L, 600L), (found.Verdict, found.Proven, found.BehindCheckpoint));
        Assert.Contains("follows the checkpoint", Assert.Single(found.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tile/0/000.new")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/00\u00a01")]
    [InlineData("tile/0/002.p/256")]
    [InlineData("tile/0/002.p/0")]
    [InlineData("tile/8/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/entries/..000")]
    [InlineData("tile/index")]
    public void Names_that_no_ledger_has_are_named(string file)
    {
        _ledger.WriteFile(file, [1]);
        LedgerFinding finding = Assert.Single(_ledger.Verify().Findings);
        Assert.Equal(LedgerFault.FileForeign, finding.Fault);
        Assert.StartsWith(finding.File!, file, StringComparison.Ordinal);
    }

    [Fact]
    public void Partial_files_of_smaller_trees_must_be_the_beginning_of_what_took_their_place()
    {
        byte[] tile = File.ReadAllBytes(_ledger["tile/0/001"]), bundle = File.ReadAllBytes(_ledger["tile/entries/001"]);
        byte[] some = Bundle(Leaves(700)[256..266]);
        _ledger.WriteFile("tile/0/001.p/10", tile[..320]);
        _ledger.WriteFile("tile/entries/001.p/10", some);
        _ledger.WriteFile("tile/0/002.p/7", File.ReadAllBytes(_ledger["tile/0/002.p/188"])[..224]);
        Assert.Equal(LedgerVerdict.Clean, _ledger.Verify().Verdict);
        foreach ((string file, byte[] other) in ((string, byte[])[])[
            ("tile/0/001.p/10", tile[32..352]), ("tile/0/001.p/10", tile[..319]), ("tile/0/001.p/10", tile[..321]), ("tile/entries/001.p/10", bundle[..^0]),
            ("tile/entries/001.p/10", some[..^1]), ("tile/entries/001.p/10", [.. some, 0]), ("tile/entries/001.p/10", [])])
        {
            _ledger.WriteFile("tile/0/001.p/10", tile[..320]);
            _ledger.WriteFile("tile/entries/001.p/10", some);
            _ledger.WriteFile(file, other);
            LedgerFinding finding = Assert.Single(_ledger.Verify().Findings);
            Assert.Equal((LedgerFault.PartialDiffers, file), (finding.Fault, finding.File));
        }
    }

    [Theory]
    [InlineData("tile/entries/001.p/10", 3, 259)]
    [InlineData("tile/entries/001.p/10", 9, 265)]
    [InlineData("tile/0/001.p/10", 0, 256)]
    [InlineData("tile/0/001.p/10", 4, 260)]
    [InlineData("tile/1/000.p/1", 0, 0)]
    public void What_differs_in_a_partial_file_is_named_by_the_first_entry_that_does(string file, int place, long entry)
    {
        bool isBundle = file.StartsWith("tile/entries", StringComparison.Ordinal);
        byte[] bytes = isBundle ? Bundle(Leaves(700)[256..266])
            : file == "tile/1/000.p/1" ? File.ReadAllBytes(_ledger["tile/1/000.p/2"])[..32] : File.ReadAllBytes(_ledger["tile/0/001"])[..320];
        int at = isBundle ? Bundle(Leaves(700)[256..(256 + place)]).Length + 2 : place * 32;
        bytes[at] ^= 1;
        _ledger.WriteFile(file, bytes);
        Assert.Equal(entry, Assert.Single(_ledger.Verify().Findings).Index);
        Assert.Equal(entry, _ledger.Verify().FirstBad);
    }

    [Fact]
    public void Size_that_nobody_could_have_written_does_not_make_the_verifier_walk_it()
    {
        // Signed, and still only a number.
        foreach (long size in (long[])[701, 1L << 24, 1L << 40, long.MaxValue])
        {
            _ledger.Sign(new Vitrine.Ledger.Notes.Checkpoint(Origin, size, Vitrine.Ledger.Tree.TreeHash.Empty), _ledger.Signer);
            Assert.Equal(LedgerVerdict.Faulty, _ledger.Verify().Verdict);
        }
    }

    private static void MakePipe(string path)
    {
        using Process process = Process.Start("mkfifo", path);
        process.WaitForExit();
    }
}
